/** What the record knows of every computer. Read once, then only of those whose sessions moved since. */
import type { LastSession } from '../../shared/api/computers.ts';
import type { ComputerState } from '../../shared/model.ts';
import { reasonText } from '../../shared/reasons.ts';
import { isBad, isGood, type Result } from '../../shared/words.ts';
import type { Engine } from '../engine.ts';
import { valuesOf } from '../setup/entries.ts';
import type { LastOfComputer, MovedSession } from '../store/store.ts';

/** While sessions run the record changes all the time: what moved is looked for so often at most, milliseconds. */
const FRESH_MS = 500;
/** So many computers are asked for at once, so that others are answered in between. */
const PIECE = 250;

export type States = ReadonlyMap<string, ComputerState>;

export class Fleet {
  readonly #engine: Engine;
  #states = new Map<string, ComputerState>();
  readonly #last = new Map<string, LastSession | null>();
  #open = new Map<string, MovedSession>();
  #factsVersion = 0;
  #mark: number | null = null;
  #seen = { version: -1, setUp: -1, at: 0 };
  #looking: Promise<void> | null = null;
  #filling: Promise<void> | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** By computer, half a second old at most. A state that did not change is the same object. */
  async states(): Promise<States> {
    await this.#look();
    return this.#states;
  }

  /** Another number when a fact of any computer is another than when it was looked at last. */
  get factsVersion(): number {
    return this.#factsVersion;
  }

  /** The last sessions of these computers. */
  async last(ids: readonly string[]): Promise<ReadonlyMap<string, LastSession | null>> {
    await this.#look();
    await this.#fill(ids.filter((id) => !this.#last.has(id)));
    return this.#last;
  }

  /** Begins to read the last sessions of these, behind whoever asks for anything else. */
  fillSoon(ids: readonly string[]): void {
    this.#filling ??= this.#fill(ids.filter((id) => !this.#last.has(id)))
      // Whoever needs them asks for them.
      .catch(() => undefined)
      .finally(() => (this.#filling = null));
  }

  async #look(): Promise<void> {
    const { store } = this.#engine;
    const [version, setUp] = await Promise.all([store.version(), store.setUpVersion()]);
    const { version: seen, setUp: seenSetUp, at } = this.#seen;
    if (seenSetUp === setUp && (seen === version || Date.now() - at < FRESH_MS)) return;
    this.#looking ??= this.#refresh(version, setUp).finally(() => (this.#looking = null));
    await this.#looking;
  }

  async #refresh(version: number, setUp: number): Promise<void> {
    const { store } = this.#engine;
    const at = Date.now();
    const { mark, sessions } = await store.moved(this.#mark);
    const open = new Map(sessions.map((session) => [session.session, session]));
    const moved = new Set<string>();
    for (const session of sessions) {
      const before = this.#open.get(session.session);
      if (session.live || before === undefined || before.live || before.resumed !== session.resumed) moved.add(session.computerId);
    }
    for (const [id, { computerId }] of this.#open) if (!open.has(id)) moved.add(computerId);
    if (this.#mark === null) {
      // At the start all at once: somebody waits for the first list, and nothing runs yet.
      const states = new Map<string, ComputerState>();
      this.#take(states, await store.computerStates());
      this.#states = states;
    } else if (this.#seen.setUp !== setUp) {
      // Which computers there are is another: some may have been forgotten.
      const computers = valuesOf(await this.#engine.setUpEntries(), 'computer');
      const states = new Map<string, ComputerState>();
      for (const ids of pieces(computers.map(({ id }) => id))) this.#take(states, await store.computerStates(ids));
      this.#states = states;
    } else {
      for (const ids of pieces([...moved])) this.#take(this.#states, await store.computerStates(ids));
    }
    for (const ids of pieces([...moved].filter((id) => this.#last.has(id)))) await this.#read(ids);
    this.#open = open;
    this.#mark = mark;
    this.#seen = { version, setUp, at };
  }

  #take(into: Map<string, ComputerState>, states: Record<string, ComputerState>): void {
    for (const [id, state] of Object.entries(states)) {
      const before = this.#states.get(id);
      if (JSON.stringify(before?.facts) !== JSON.stringify(state.facts)) this.#factsVersion += 1;
      into.set(id, before !== undefined && JSON.stringify(before) === JSON.stringify(state) ? before : state);
    }
  }

  async #fill(ids: readonly string[]): Promise<void> {
    for (const piece of pieces(ids)) await this.#read(piece);
  }

  async #read(ids: readonly string[]): Promise<void> {
    const found = new Map((await this.#engine.store.lastSessions([...ids])).map((last) => [last.computerId, inShort(last)]));
    for (const id of ids) this.#last.set(id, found.get(id) ?? null);
  }
}

function* pieces(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += PIECE) yield ids.slice(from, from + PIECE);
}

/** A session as a row of the table has it. */
export function inShort({ id, status, reason, at, counts }: LastOfComputer): LastSession {
  const results = Object.entries(counts) as [Result, number][];
  const sum = (is: (result: Result) => boolean): number => results.reduce((n, [result, count]) => n + (is(result) ? count : 0), 0);
  return {
    id,
    status,
    at,
    good: sum(isGood),
    bad: sum(isBad),
    changed: counts.success ?? 0,
    total: sum(() => true),
    reason: reason === null ? null : reasonText(reason).sentence,
  };
}
