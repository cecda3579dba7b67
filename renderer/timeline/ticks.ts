/** Steps that people count time in, milliseconds. */
const STEPS = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000,
];
const MOST = 7;

/** Where the axis of a stretch of time is marked, milliseconds from its beginning: round numbers, at most seven. */
export function ticksOf(ms: number): number[] {
  const step = STEPS.find((one) => ms / one <= MOST) ?? Math.ceil(ms / MOST / 86_400_000) * 86_400_000;
  const ticks: number[] = [];
  for (let at = step; at < ms; at += step) ticks.push(at);
  return ticks;
}
