/** Timers that end with their owner. */
export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** Calls back after so many milliseconds. Returns what takes it back. */
  after(ms: number, then: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, ms);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
