import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ticksOf } from './ticks.ts';

it('marks at most seven round moments, inside the stretch', () => {
  expect(ticksOf(4200)).toEqual([1000, 2000, 3000, 4000]);
  expect(ticksOf(90_000)).toEqual([15_000, 30_000, 45_000, 60_000, 75_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), (ms) => {
      const ticks = ticksOf(ms);
      return ticks.length <= 7 && ticks.every((at) => at > 0 && at < ms);
    }),
  );
});
