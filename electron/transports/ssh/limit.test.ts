import { describe, expect, it, vi } from 'vitest';
import { Limit } from './limit.ts';

const never = () => new Promise<never>(() => undefined);
const limitOf = (ms: number, signal?: AbortSignal) =>
  new Limit({ ms, signal, expired: () => new Error('expired'), aborted: () => new Error('aborted') });

describe('a limit', () => {
  it('ends waits when its time is up, and what waits afterwards', async () => {
    const limit = limitOf(20);
    await expect(limit.race(never())).rejects.toThrow('expired');
    await expect(limit.race(Promise.resolve(1))).rejects.toThrow('expired');
    limit.end();
  });

  it('stands still during untimed work, nested as well', async () => {
    vi.useFakeTimers();
    try {
      const limit = limitOf(100);
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const work = limit.untimed(() => limit.untimed(() => wait(10_000)));
      await vi.advanceTimersByTimeAsync(10_000);
      await work;
      const late = limit.race(never());
      late.catch(() => undefined);
      await vi.advanceTimersByTimeAsync(99);
      limit.means(() => new Error('later'));
      await vi.advanceTimersByTimeAsync(2);
      await expect(late).rejects.toThrow('later');
      limit.end();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends untimed work by an abort, and at once when that was before', async () => {
    const abort = new AbortController();
    const limit = limitOf(10_000, abort.signal);
    const work = limit.untimed(never);
    abort.abort();
    await expect(work).rejects.toThrow('aborted');
    limit.end();
    const late = limitOf(10_000, abort.signal);
    await expect(late.race(Promise.reject(new Error('other')))).rejects.toThrow('aborted');
    late.end();
  });
});
