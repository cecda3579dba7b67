/** Time from outside, so that tests can script it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `ms`; the handle cancels. */
  after(ms: number, callback: () => void): { cancel(): void };
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    // Node's timers end at 24.8 days, limits at 30.
    const start = (left: number): NodeJS.Timeout =>
      left > LONGEST_TIMER_MS ? setTimeout(() => (timer = start(left - LONGEST_TIMER_MS)), LONGEST_TIMER_MS) : setTimeout(callback, left);
    let timer = start(ms);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Resolves after `ms`, or at once when the signal aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      handle.cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const handle = clock.after(ms, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
