/** P23: kill -9 at any instant loses nothing and leaves nothing running in the record. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashOnce, writeCrashScene } from './crash.ts';
import { workplace, type Workplace } from './rounds.ts';

describe('killed in the middle', () => {
  let place: Workplace;
  beforeAll(async () => {
    place = workplace();
    const applied = await place.run(['apply', writeCrashScene(place, 3, 6)]);
    expect(applied.status, applied.stderr).toBe(0);
  });
  afterAll(() => place.remove());

  // `npm run torture` does two hundred of them.
  it.each([20, 400, 1300])('after %i ms: interrupted, logs kept, and resume finishes it', async (ms) => {
    const report = await crashOnce(place, ms);
    expect(report.broken).toEqual([]);
    expect(report.sessions).toBe(3);
  });
});
