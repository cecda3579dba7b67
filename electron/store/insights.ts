/**
 * What the pictures of Insights are made of: one walk over the actions of a period, newest first, that keeps sums only. A
 * million actions take about two seconds, so it runs on a thread of its own (maintenance-worker.ts), beside the store's.
 */
import type { Database } from 'better-sqlite3';
import { isFailure, isJudged, VERDICTS, verdictOf, type Verdict } from '../../shared/insights.ts';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { Result } from '../../shared/words.ts';
import { statement } from './database.ts';
import { READ_SQL } from './record-read.ts';

export interface InsightsRequest {
  /** When each day of the period begins, milliseconds since 1970, ascending. The last one is still going on. */
  days: number[];
  /** `TENANT/NAME` of those that are looked at; their places in this list are their columns. */
  computers: string[];
}

/** What came back in a period: one item that failed for one reason, wherever that was. */
export interface Comeback {
  /** `item[:instance]`. */
  key: string;
  result: Verdict;
  reason: ReasonCode | null;
  /** How many computers, and on how many of the days. */
  computers: number;
  days: number;
  /** On so many it is what was judged last. */
  now: number;
  first: number;
  last: number;
  /** The newest action of it, and what stands under its reason. */
  session: string;
  n: number;
  detail: string | null;
}

export interface InsightsRecord {
  /** In the order of their names. */
  items: { key: string; name: string }[];
  /** Items over computers: place in VERDICTS plus 1, of what was judged last; 0 where there is nothing. */
  cells: Uint8Array;
  /** Of the same shape: the place of the day since which it has failed without a break; only where it fails. */
  since: Uint16Array;
  /** Places of the cells that hold something, what is wrong first (VERDICTS' order), then by item and computer. */
  order: Uint32Array;
  /** For each day how many actions ended how, by place in VERDICTS. */
  days: number[][];
  comebacks: Comeback[];
  /** Items that were left out, because there were more than ITEMS_LIMIT. */
  omitted: number;
}

/** More items are no picture any more. */
export const ITEMS_LIMIT = 1000;
/** So many comebacks are told. */
const COMEBACKS_LIMIT = 200;

export const INSIGHTS_SQL = {
  sessions: `SELECT pk, id, computer_id, created_at FROM sessions INDEXED BY sessions_by_date
    WHERE created_at >= ? AND kind IN ('maintenance', 'check', 'onboarding') ORDER BY created_at DESC, pk DESC`,
  actions: 'SELECT item, instance, result, reason, n FROM actions INDEXED BY actions_by_result WHERE session = ?',
  detail: 'SELECT detail FROM actions WHERE session = (SELECT pk FROM sessions WHERE id = ?) AND n = ?',
} as const;

type SessionRow = [pk: number, id: string, computer: string, at: number];
type ActionRow = [item: string, instance: string | null, result: Result, reason: ReasonCode | null, n: number];

/** Of one item, a place for each computer. */
interface Line {
  key: string;
  name: string;
  cells: Uint8Array;
  since: Uint16Array;
  /** 1 while every judgement so far was a failure. */
  failing: Uint8Array;
}
type Told = Omit<Comeback, 'computers' | 'days' | 'detail'> & { computers: Set<number>; days: Set<number> };

/** Reads a period. Sessions before its first day are not looked at. */
export function readInsights(db: Database, { days, computers }: InsightsRequest): InsightsRecord {
  const columns = new Map(computers.map((id, at) => [id, at]));
  const lines = new Map<string, Line>();
  const omitted = new Set<string>();
  const counts = days.map(() => VERDICTS.map(() => 0));
  const comebacks = new Map<string, Told>();
  const actions = db.prepare<[number], ActionRow>(INSIGHTS_SQL.actions).raw();
  let day = days.length - 1;

  const lineOf = (key: string): Line | null => {
    const found = lines.get(key);
    if (found || omitted.has(key)) return found ?? null;
    if (lines.size >= ITEMS_LIMIT) {
      omitted.add(key);
      return null;
    }
    const [cells, since, failing] = [new Uint8Array(computers.length), new Uint16Array(computers.length), new Uint8Array(computers.length)];
    const line = { key, name: key, cells, since, failing };
    lines.set(key, line);
    return line;
  };

  const take = (column: number, [, session, , at]: SessionRow, [item, instance, result, reason, n]: ActionRow): void => {
    const verdict = verdictOf(result, reason);
    if (verdict === null) return;
    const code = VERDICTS.indexOf(verdict);
    const today = counts[day];
    if (today) today[code] = (today[code] ?? 0) + 1;
    const key = instance === null ? item : `${item}:${instance}`;
    const line = lineOf(key);
    if (!line) return;
    const judged = isJudged(verdict, reason);
    const failed = isFailure(verdict);
    const newest = judged ? !isSettled(line.cells[column]) : line.cells[column] === 0;
    if (newest) line.cells[column] = (code + 1) | (judged ? SETTLED : 0);
    if (judged && newest) line.failing[column] = Number(failed);
    if (failed && line.failing[column] === 1) line.since[column] = day;
    else if (judged) line.failing[column] = 0;
    if (!failed && verdict !== 'unknown') return;
    const name = `${key}\n${verdict}\n${reason ?? ''}`;
    let told = comebacks.get(name);
    if (!told) {
      told = { key, result: verdict, reason, computers: new Set(), days: new Set(), now: 0, first: at, last: at, session, n };
      comebacks.set(name, told);
    }
    told.computers.add(column);
    told.days.add(day);
    told.first = at;
    if (newest) told.now += 1;
  };

  for (const row of db
    .prepare<[number], SessionRow>(INSIGHTS_SQL.sessions)
    .raw()
    .iterate(days[0] ?? 0)) {
    const column = columns.get(row[2]);
    if (column === undefined) continue;
    while (day > 0 && row[3] < (days[day] ?? 0)) day -= 1;
    for (const action of actions.all(row[0])) take(column, row, action);
  }

  const sorted = named(db, [...lines.values()]);
  const { cells, since } = joined(sorted, computers.length);
  return {
    items: sorted.map(({ key, name }) => ({ key, name })),
    cells,
    since,
    order: orderOf(cells),
    days: counts,
    comebacks: [...comebacks.values()]
      .map((told) => ({ ...told, computers: told.computers.size, days: told.days.size }))
      .sort((a, b) => b.now - a.now || b.days - a.days || b.last - a.last)
      .slice(0, COMEBACKS_LIMIT)
      .map((told) => ({ ...told, detail: detailOf(db, told) })),
    omitted: omitted.size,
  };
}

/** Beside a verdict while the walk goes on: it was judged, so that nothing older counts. */
const SETTLED = 0x80;
const isSettled = (cell: number | undefined): boolean => ((cell ?? 0) & SETTLED) !== 0;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** With the names that the items have had last, in their order. */
function named(db: Database, lines: Line[]): Line[] {
  const names = new Map(
    statement(db, READ_SQL.items)
      .all()
      .map(({ item, name }) => [String(item), String(name)]),
  );
  for (const line of lines) {
    const [item = '', instance] = line.key.split(/:(.*)/s);
    const name = names.get(item) ?? item;
    line.name = instance === undefined ? name : `${name}: ${instance}`;
  }
  return lines.sort((a, b) => collator.compare(a.name, b.name) || (a.key < b.key ? -1 : 1));
}

function joined(lines: readonly Line[], width: number): Pick<InsightsRecord, 'cells' | 'since'> {
  const cells = new Uint8Array(lines.length * width);
  const since = new Uint16Array(lines.length * width);
  lines.forEach((line, at) => {
    cells.set(
      line.cells.map((cell) => cell & ~SETTLED),
      at * width,
    );
    since.set(line.since, at * width);
  });
  return { cells, since };
}

/** A counting sort: by verdict, else as they stand. */
function orderOf(cells: Uint8Array): Uint32Array {
  const starts = new Uint32Array(VERDICTS.length + 2);
  for (const cell of cells) if (cell !== 0) starts[cell + 1] = (starts[cell + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const order = new Uint32Array(starts.at(-1) ?? 0);
  cells.forEach((cell, at) => {
    if (cell === 0) return;
    const place = starts[cell] ?? 0;
    order[place] = at;
    starts[cell] = place + 1;
  });
  return order;
}

function detailOf(db: Database, { session, n }: { session: string; n: number }): string | null {
  const detail = statement(db, INSIGHTS_SQL.detail).get(session, n)?.detail;
  return typeof detail === 'string' ? detail : null;
}
