import type { LastSession } from '../../shared/api/computers.ts';
import { reasonText } from '../../shared/reasons.ts';
import { isBad, isGood } from '../../shared/words.ts';
import type { Engine } from '../engine.ts';
import { computerEntries, type ComputerEntry } from './computer-rows.ts';

/** The rows of all computers, made anew when the set-up changed, and when the record did, at most twice a second. */
export class ComputerList {
  readonly #engine: Engine;
  #made: { version: number; setUp: number; at: number; entries: Promise<ComputerEntry[]> } | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async entries(): Promise<ComputerEntry[]> {
    const { store } = this.#engine;
    const [version, setUp] = await Promise.all([store.version(), store.setUpVersion()]);
    const now = Date.now();
    if (this.#made?.setUp === setUp && (this.#made.version === version || now - this.#made.at < 500)) return this.#made.entries;
    const entries = this.#make();
    entries.catch(() => (this.#made = null));
    this.#made = { version, setUp, at: now, entries };
    return entries;
  }

  async #make(): Promise<ComputerEntry[]> {
    const { store } = this.#engine;
    const [{ setUp }, states, last] = await Promise.all([this.#engine.setUp(), store.computerStates(), this.#lastSessions()]);
    return computerEntries(setUp, states, last);
  }

  async #lastSessions(): Promise<Map<string, LastSession>> {
    const found = new Map<string, LastSession>();
    for (const { session, counts } of await this.#engine.store.lastSessions()) {
      const results = Object.entries(counts) as [Parameters<typeof isGood>[0], number][];
      const sum = (is: (result: Parameters<typeof isGood>[0]) => boolean): number =>
        results.reduce((n, [result, count]) => n + (is(result) ? count : 0), 0);
      found.set(session.computerId, {
        id: session.id,
        status: session.status,
        at: session.endedAt ?? session.createdAt,
        good: sum(isGood),
        bad: sum(isBad),
        changed: counts.success ?? 0,
        total: sum(() => true),
        reason: session.reason === null ? null : reasonText(session.reason).sentence,
      });
    }
    return found;
  }
}
