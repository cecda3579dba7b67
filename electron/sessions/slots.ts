/**
 * Places for sessions that run at once: so many over all, so many of a tenant. A free place is filled at once by the
 * one that has waited longest and may have it (P11); a tenant at its limit does not hold up the others (P12).
 */
interface Waiting {
  tenant: string;
  order: number;
  start: (release: () => void) => void;
}

export class Slots {
  #total: number;
  readonly #perTenant: (tenant: string) => number;
  readonly #used = new Map<string, number>();
  readonly #queues = new Map<string, Waiting[]>();
  #usedTotal = 0;
  #order = 0;

  /** @param total at least 1 @param perTenant at least 1; Infinity for none */
  constructor(total: number, perTenant: (tenant: string) => number) {
    this.#total = Math.max(1, total);
    this.#perTenant = (tenant) => Math.max(1, perTenant(tenant));
  }

  /** Whether there is one place only. */
  get single(): boolean {
    return this.#total === 1;
  }

  /** There is no room for more than those that are taken now: from here on no more run at once. Always takes at least one place away, but the last. */
  shrink(): void {
    this.#total = Math.max(1, Math.min(this.#total, this.#usedTotal));
  }

  /** Resolves to the way to give the place back (once), or to null when the signal aborted first. */
  take(tenant: string, signal: AbortSignal): Promise<(() => void) | null> {
    if (signal.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        tenant,
        order: this.#order++,
        start: (release) => {
          signal.removeEventListener('abort', abort);
          resolve(release);
        },
      };
      const abort = () => {
        const queue = this.#queues.get(tenant);
        const at = queue?.indexOf(waiting) ?? -1;
        if (at >= 0) queue?.splice(at, 1);
        resolve(null);
      };
      signal.addEventListener('abort', abort, { once: true });
      const queue = this.#queues.get(tenant);
      if (queue) queue.push(waiting);
      else this.#queues.set(tenant, [waiting]);
      this.#fill();
    });
  }

  #fill(): void {
    while (this.#usedTotal < this.#total) {
      let next: Waiting | undefined;
      for (const [tenant, queue] of this.#queues) {
        const head = queue[0];
        if (head && (this.#used.get(tenant) ?? 0) < this.#perTenant(tenant) && (!next || head.order < next.order)) next = head;
      }
      if (!next) return;
      this.#begin(next);
    }
  }

  #begin(waiting: Waiting): void {
    const { tenant } = waiting;
    this.#queues.get(tenant)?.shift();
    this.#used.set(tenant, (this.#used.get(tenant) ?? 0) + 1);
    this.#usedTotal++;
    let given = false;
    waiting.start(() => {
      if (given) return;
      given = true;
      this.#used.set(tenant, (this.#used.get(tenant) ?? 1) - 1);
      this.#usedTotal--;
      this.#fill();
    });
  }
}
