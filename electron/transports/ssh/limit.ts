/** A stoppable clock over the waits of one step: it stands still while a person is asked, and an abort ends it at once. */
export interface LimitOptions {
  /** Milliseconds that may pass while the clock runs. */
  ms: number;
  signal?: AbortSignal | undefined;
  /** The error of a wait that is under way, or begins, after the time is up. */
  expired: () => Error;
  /** The error of a wait that an abort ends. */
  aborted: () => Error;
}

/** Whoever makes one calls `end()`; until then it may hold a timer and a listener. */
export class Limit {
  readonly #options: LimitOptions;
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #onAbort = () => this.#fail(this.#options.aborted());
  #expired: () => Error;
  #remaining: number;
  #since = 0;
  #stops = 0;
  #timer: NodeJS.Timeout | null = null;
  #failure: Error | null = null;

  constructor(options: LimitOptions) {
    this.#options = options;
    this.#expired = options.expired;
    this.#remaining = options.ms;
    this.#start();
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal?.aborted) this.#failure = options.aborted();
  }

  /** What it means from here on that the time is up: the steps within one limit have reasons of their own. */
  means(expired: () => Error): void {
    this.#expired = expired;
  }

  /** Waits for the work, at most as long as the limit allows. Work that comes too late is ignored. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#failure) {
        work.catch(() => undefined);
        reject(this.#failure);
        return;
      }
      this.#waiting.add(reject);
      work.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** Does work whose time does not count: asking a person, waiting for a place. An abort still ends it. */
  async untimed<T>(work: () => Promise<T>): Promise<T> {
    this.#stop();
    try {
      return await this.race(work());
    } finally {
      this.#goOn();
    }
  }

  /** Lets go of timer and listener. Waits that are under way go on without a limit. */
  end(): void {
    this.#stop();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#waiting.clear();
  }

  #start(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#fail(this.#expired()), this.#remaining);
  }

  #stop(): void {
    this.#stops += 1;
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#remaining = Math.max(1, this.#remaining - (performance.now() - this.#since));
  }

  #goOn(): void {
    this.#stops -= 1;
    if (this.#stops === 0 && !this.#failure) this.#start();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const reject of this.#waiting) reject(this.#failure);
    this.#waiting.clear();
  }
}
