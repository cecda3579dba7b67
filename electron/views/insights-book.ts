import type { SetUp } from '../../shared/model.ts';
import { RoundsError } from '../../shared/errors.ts';
import { targetHolds } from '../resolution/index.ts';
import type { Engine } from '../engine.ts';
import type { Fleet } from './fleet.ts';
import { breathing } from './breathe.ts';
import type { Column, Period } from './insights-view.ts';
import { localDays } from './local-days.ts';

/** While sessions run the record changes all the time: a period is read again when it is this old. Milliseconds. */
const FRESH_MS = 10_000;
/** So many periods are kept: those before a filter was changed and changed back. */
const KEPT = 3;

export interface AskedPeriod {
  days: number;
  tenant?: string | undefined;
  group?: string | undefined;
}

interface Made {
  version: number;
  today: number;
  at: number;
  number: number;
  period: Promise<Period>;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The periods that are looked at: each is read from the record once for all who ask, one after the other. */
export class InsightsBook {
  readonly #engine: Engine;
  readonly #fleet: Fleet;
  readonly #made = new Map<string, Made>();
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  constructor(engine: Engine, fleet: Fleet) {
    this.#engine = engine;
    this.#fleet = fleet;
  }

  /** The period, and the number of its reading. @throws RoundsError `usage/group` */
  async period(asked: AskedPeriod): Promise<{ period: Period; made: number }> {
    const key = JSON.stringify([asked.days, asked.tenant ?? null, asked.group ?? null]);
    const version = await this.#engine.store.version();
    const now = Date.now();
    const today = localDays(1, now)[0] ?? now;
    const known = this.#made.get(key);
    if (known?.today === today && (known.version === version || now - known.at < FRESH_MS)) {
      return { period: await known.period, made: known.number };
    }
    const reading = this.#last.then(() => this.#read(asked, now));
    const made: Made = { version, today, at: now, number: (this.#count += 1), period: reading };
    this.#last = reading.catch(() => this.#made.get(key) === made && this.#made.delete(key));
    this.#made.delete(key);
    this.#made.set(key, made);
    for (const old of [...this.#made.keys()].slice(0, -KEPT)) this.#made.delete(old);
    return { period: await reading, made: made.number };
  }

  async #read(asked: AskedPeriod, now: number): Promise<Period> {
    const { setUp } = await this.#engine.setUp();
    const columns = await this.#columns(setUp, asked);
    const days = localDays(asked.days, now);
    const record = await this.#engine.store.insights({ days, computers: columns.map(({ id }) => id) });
    return { columns, days, record };
  }

  /** The computers that there are now, tenant by tenant. */
  async #columns(setUp: SetUp, { tenant, group }: AskedPeriod): Promise<Column[]> {
    if (group !== undefined && !setUp.groups.some(({ id }) => id === group)) throw new RoundsError('usage/group', `There is no group '${group}'`);
    const states = group === undefined ? new Map<string, never>() : await this.#fleet.states();
    const breathe = breathing();
    const held = new Map<string, Column[]>();
    for (const computer of setUp.computers) {
      await breathe();
      if (tenant !== undefined && computer.tenant !== tenant) continue;
      if (group !== undefined && targetHolds({ group }, computer, states.get(computer.id)?.facts ?? {}, setUp).held !== 'yes') continue;
      const column = { id: computer.id, name: computer.name, tenant: computer.tenant };
      const there = held.get(computer.tenant);
      if (there) there.push(column);
      else held.set(computer.tenant, [column]);
    }
    for (const columns of held.values()) {
      await breathe();
      columns.sort((a, b) => collator.compare(a.name, b.name));
    }
    return [...held].sort(([a], [b]) => collator.compare(a, b)).flatMap(([, columns]) => columns);
  }
}
