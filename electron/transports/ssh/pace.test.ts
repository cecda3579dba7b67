import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

describe('places', () => {
  it('are given in order, never more than there are', async () => {
    const pace = createPace(2);
    const order: number[] = [];
    let busy = 0;
    let most = 0;
    await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (n) => {
        const { giveBack } = await pace.take(60_000);
        order.push(n);
        most = Math.max(most, (busy += 1));
        await new Promise((resolve) => setImmediate(resolve));
        busy -= 1;
        giveBack();
        giveBack();
      }),
    );
    expect([order, most]).toEqual([[1, 2, 3, 4, 5, 6], 2]);
  });

  it('are taken from whoever holds one too long', async () => {
    const pace = createPace(1);
    const stuck = await pace.take(5);
    stuck.keep(10);
    const next = await pace.take(60_000);
    expect([stuck.held(), next.held()]).toEqual([false, true]);
    stuck.giveBack();
    stuck.keep(60_000);
    next.giveBack();
    (await pace.take(60_000)).giveBack();
  });

  it('are not given to those that were aborted', async () => {
    const pace = createPace(1);
    const { giveBack } = await pace.take(60_000);
    const abort = new AbortController();
    const waiting = pace.take(60_000, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await expect(pace.take(60_000, abort.signal)).rejects.toThrow('aborted');
    giveBack();
    (await pace.take(60_000)).giveBack();
  });
});
