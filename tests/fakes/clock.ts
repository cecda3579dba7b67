import type { Clock } from '../../electron/sessions/clock.ts';

/** Time that only moves when a test says so. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  #timers: { at: number; order: number; callback: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): { cancel(): void } {
    const timer = { at: this.#now + ms, order: this.#order++, callback };
    this.#timers.push(timer);
    return { cancel: () => (this.#timers = this.#timers.filter((one) => one !== timer)) };
  }

  /** How many timers wait: a leak shows here. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Goes on to the next timer, if there is one. */
  async advanceToNext(): Promise<void> {
    const next = this.#timers.reduce((least, timer) => Math.min(least, timer.at), Infinity);
    if (next < Infinity) await this.advance(Math.max(0, next - this.#now));
  }

  /** Goes on by `ms`, firing what is due in order, and lets promises settle between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything that can go on without time go on: promises, and answers of the store's thread. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
