import { expect, it } from 'vitest';
import { room, roomWithin } from './room.ts';

it.each([
  [1024, 30, 489],
  [64, 31, 8],
  [48, 31, 1],
  [16, 31, 1],
])('has room within a limit of %i files, %i of them open, for %i connections', (limit, used, connections) => {
  expect(roomWithin(limit, used)).toBe(connections);
});

it('is asked of the system, which says it on Linux', () => {
  const free = room();
  if (process.platform === 'linux') expect(free).toBeGreaterThan(1);
  else expect(free).toBeNull();
});
