import { expect, it } from 'vitest';
import { rangeOf } from './range.ts';

const NOW = new Date(2026, 10, 26, 3, 0).getTime();

it('takes whole days of the local clock, however long they are', () => {
  const { since, until } = rangeOf('custom', '2026-03-29', '2026-03-29', NOW);
  expect(since).toBe(new Date(2026, 2, 29).getTime());
  expect(until).toBe(new Date(2026, 2, 30).getTime() - 1);
});

it('leaves open what is no date yet', () => {
  expect(rangeOf('custom', '2026-1', '', NOW)).toEqual({});
  expect(rangeOf('custom', '', '2026-11-01', NOW)).toEqual({ until: new Date(2026, 10, 2).getTime() - 1 });
});

it('counts back from now', () => {
  expect(rangeOf('today', '', '', NOW)).toEqual({ since: new Date(2026, 10, 26).getTime() });
  expect(rangeOf('day', '', '', NOW)).toEqual({ since: NOW - 86_400_000 });
  expect(rangeOf('all', '', '', NOW)).toEqual({});
});
