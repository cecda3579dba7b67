/** The table of computers, page by page: rows are made once, and anew only where something about them changed. */
import type { ComputerColumn, ComputerFilter, ComputerRow, ComputersPage } from '../../shared/api/computers.ts';
import type { ResponseOf } from '../../shared/api.ts';
import type { SetUp } from '../../shared/model.ts';
import type { Engine } from '../engine.ts';
import { buildSetUp, NO_ITEMS } from '../setup/build-set-up.ts';
import type { SetUpEntry } from '../store/store.ts';
import { breathing } from './breathe.ts';
import { computerEntry, matches, sortEntries, type ComputerEntry } from './computer-rows.ts';
import { inShort, type Fleet } from './fleet.ts';
import { compareTexts, rankTexts } from './text-ranks.ts';

export interface AskedPage {
  filter: Required<ComputerFilter>;
  sort: { by: ComputerColumn; descending: boolean };
  offset: number;
  limit: number;
}

export class ComputerList {
  readonly #engine: Engine;
  readonly #fleet: Fleet;
  #built: { of: readonly SetUpEntry[]; setUp: SetUp } | null = null;
  /** What the rows were made of. */
  #made: readonly SetUpEntry[] | null = null;
  #entries: ComputerEntry[] = [];
  #byId = new Map<string, ComputerEntry>();
  /** Orders that were asked for, until a row changes. */
  readonly #orders = new Map<string, ComputerEntry[]>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, fleet: Fleet) {
    this.#engine = engine;
    this.#fleet = fleet;
  }

  async page({ filter, sort, offset, limit }: AskedPage): Promise<ComputersPage> {
    const results = filter.statuses.length > 0 || sort.by === 'lastResult' || sort.by === 'compliance';
    if (this.#made === null && isFirst({ filter, sort, offset })) return this.#inTurn(() => this.#firstPage(limit));
    await this.#refresh(results);
    const held = this.#ordered(sort.by, sort.descending).filter((entry) => matches(entry, filter));
    const page = held.slice(offset, offset + limit);
    if (!results) await this.#withResults(page);
    return { rows: page.map(({ row }) => row), total: held.length, all: this.#entries.length };
  }

  async ids(filter: Required<ComputerFilter>): Promise<string[]> {
    await this.#refresh(filter.statuses.length > 0);
    return this.#entries.filter((entry) => matches(entry, filter)).map(({ row }) => row.id);
  }

  /** What there is to filter by. */
  async facets(): Promise<ResponseOf<'computers.facets'>> {
    const { tenants, computers, groups } = this.#setUpOf(await this.#engine.setUpEntries());
    return {
      tenants: tenants.map(({ name }) => name),
      tags: [...new Set(computers.flatMap(({ tags }) => tags))].sort(),
      groups: groups.map(({ id, name, tenant }) => ({ id, name, tenant: tenant ?? null })),
    };
  }

  /** Null when there is no such computer. */
  async one(id: string): Promise<{ row: ComputerRow; groups: string[] } | null> {
    await this.#refresh(false);
    const entry = this.#byId.get(id);
    if (!entry) return null;
    await this.#withResults([entry]);
    return { row: entry.row, groups: [...entry.groups()] };
  }

  /**
   * The first page before anything else is known: a window that just opened shows it while the rows of all the others are made.
   */
  async #firstPage(limit: number): Promise<ComputersPage> {
    const { store } = this.#engine;
    const setUp = this.#setUpOf(await this.#engine.setUpEntries());
    const computers = firstOf(setUp.computers, limit, (a, b) => compareTexts(a.name, b.name) || compareTexts(a.tenant, b.tenant));
    const ids = computers.map(({ id }) => id);
    const [states, last] = await Promise.all([store.computerStates(ids), store.lastSessions(ids)]);
    const lastOf = new Map(last.map((one) => [one.computerId, inShort(one)]));
    const rows = computers.map((computer) => computerEntry(setUp, computer, states[computer.id], 0, lastOf.get(computer.id) ?? null).row);
    // Whoever needs the others asks for them.
    this.#refresh(false).catch(() => undefined);
    return { rows, total: setUp.computers.length, all: setUp.computers.length };
  }

  #setUpOf(of: readonly SetUpEntry[]): SetUp {
    if (this.#built?.of !== of) this.#built = { of, setUp: buildSetUp(of, NO_ITEMS) };
    return this.#built.setUp;
  }

  /** @param results with the last session of every row */
  #refresh(results: boolean): Promise<void> {
    return this.#inTurn(() => this.#bringUpToDate(results));
  }

  /** One after the other: nobody sees rows that are half made. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #bringUpToDate(results: boolean): Promise<void> {
    const reading = this.#fleet.states();
    // Waited for below; meanwhile what needs no states is made.
    reading.catch(() => undefined);
    const of = await this.#engine.setUpEntries();
    const breathe = breathing();
    const setUp = this.#setUpOf(of);
    if (this.#made !== of) {
      const names = await rankTexts(
        setUp.computers.map(({ name }) => name),
        breathe,
      );
      const states = await reading;
      const entries: ComputerEntry[] = [];
      for (const computer of setUp.computers) {
        await breathe();
        const last = this.#byId.get(computer.id)?.row.last ?? null;
        entries.push(computerEntry(setUp, computer, states.get(computer.id), names.get(computer.name) ?? 0, last));
      }
      this.#made = of;
      this.#entries = entries;
      this.#byId = new Map(entries.map((entry) => [entry.row.id, entry]));
      this.#orders.clear();
    } else {
      const states = await reading;
      for (const [at, entry] of this.#entries.entries()) {
        const state = states.get(entry.row.id);
        if (entry.state === state) continue;
        await breathe();
        const made = computerEntry(setUp, entry.computer, state, entry.nameRank, entry.row.last);
        this.#entries[at] = made;
        this.#byId.set(made.row.id, made);
        this.#orders.clear();
      }
    }
    if (results) await this.#withResults(this.#entries);
    else this.#fleet.fillSoon(this.#entries.map(({ row }) => row.id));
  }

  async #withResults(entries: readonly ComputerEntry[]): Promise<void> {
    const last = await this.#fleet.last(entries.map(({ row }) => row.id));
    for (const entry of entries) {
      const now = last.get(entry.row.id) ?? null;
      if (entry.row.last === now) continue;
      entry.row = { ...entry.row, last: now };
      for (const by of ['lastResult', 'compliance']) for (const descending of [true, false]) this.#orders.delete(`${by} ${descending}`);
    }
  }

  #ordered(by: ComputerColumn, descending: boolean): ComputerEntry[] {
    const key = `${by} ${descending}`;
    const order = this.#orders.get(key) ?? sortEntries(this.#entries, by, descending);
    this.#orders.set(key, order);
    return order;
  }
}

const isFirst = ({ filter, sort, offset }: Omit<AskedPage, 'limit'>): boolean =>
  offset === 0 && sort.by === 'name' && !sort.descending && filter.text === '' && Object.values(filter).every((wanted) => wanted.length === 0);

/** The first `count` in order, without sorting all of them; of equal ones the earlier first. */
function firstOf<T>(all: readonly T[], count: number, compare: (a: T, b: T) => number): T[] {
  const first: T[] = [];
  for (const one of all) {
    const last = first.at(-1);
    if (first.length >= count && (last === undefined || compare(one, last) >= 0)) continue;
    let [from, to] = [0, first.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const there = first[middle];
      if (there !== undefined && compare(there, one) <= 0) from = middle + 1;
      else to = middle;
    }
    first.splice(from, 0, one);
    if (first.length > count) first.pop();
  }
  return first;
}
