/** Locks after a time without use, by the clock on the wall: time that the workstation slept counts too. */
export class AutoLock {
  readonly #after: () => number | null;
  readonly #now: () => number;
  readonly #lock: () => void;
  #last = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(after: () => number | null, now: () => number, lock: () => void) {
    this.#after = after;
    this.#now = now;
    this.#lock = lock;
  }

  /** It was used just now. */
  used(): void {
    this.#last = this.#now();
    this.#watch();
  }

  /** Locks when its time is over. Timers stand still while the workstation sleeps, so every use looks too. */
  check(): void {
    const after = this.#after();
    if (this.#timer !== null && after !== null && this.#now() - this.#last >= after) this.#lock();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #watch(): void {
    this.stop();
    const after = this.#after() ?? LOOK_MS;
    const left = Math.max(1, this.#last + after - this.#now());
    this.#timer = setTimeout(
      () => {
        this.check();
        // Neither locked nor stopped: the time was changed, or the clock was.
        if (this.#timer !== null) this.#watch();
      },
      Math.min(left, LOOK_MS),
    );
    this.#timer.unref();
  }
}

/** So often at least it is looked whether the time is over: it may have been changed. */
const LOOK_MS = 30_000;
