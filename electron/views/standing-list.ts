import type { Standing } from '../../shared/api/deployments.ts';
import type { Engine } from '../engine.ts';
import type { Fleet } from './fleet.ts';
import { standings } from './standings.ts';

/** So long what was worked out counts while the set-up stays as it is: facts change little. Milliseconds. */
const FRESH_MS = 20_000;

/** The standings of all deployments, worked out once for all who ask. */
export class StandingList {
  readonly #engine: Engine;
  readonly #fleet: Fleet;
  #made: { version: number; at: number; standings: Promise<Record<string, Standing>> } | null = null;

  constructor(engine: Engine, fleet: Fleet) {
    this.#engine = engine;
    this.#fleet = fleet;
  }

  async standings(): Promise<Record<string, Standing>> {
    const version = await this.#engine.store.setUpVersion();
    const now = Date.now();
    if (this.#made && this.#made.version === version && now - this.#made.at < FRESH_MS) return this.#made.standings;
    const made = this.#make();
    made.catch(() => (this.#made = null));
    this.#made = { version, at: now, standings: made };
    return made;
  }

  async #make(): Promise<Record<string, Standing>> {
    const [{ setUp }, states] = await Promise.all([this.#engine.setUp(), this.#fleet.states()]);
    return standings(setUp, (id) => states.get(id)?.facts);
  }
}
