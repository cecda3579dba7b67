/** The record, read: batches, sessions, actions, items and ids. */
import type { Database } from 'better-sqlite3';
import type { Result } from '../../shared/words.ts';
import { statement } from './database.ts';
import { failuresOf } from './failures.ts';
import { itemHistory } from './item-history.ts';
import { countsOf, lastSessionHandlers } from './last-sessions.ts';
import { searchLogs } from './log-search.ts';
import type { Handlers } from './messages.ts';
import { actionFromRow, batchFromRow, decode, json, sessionFromRow } from './rows.ts';
import { itemSchema } from './schemas.ts';
import { countQuery, sessionsQuery } from './session-list.ts';

type ReadCall =
  | 'countSessions'
  | 'failures'
  | 'itemHistory'
  | 'searchLogs'
  | 'recordedItems'
  | 'batch'
  | 'batches'
  | 'session'
  | 'sessions'
  | 'counts'
  | 'results'
  | 'lastSessions'
  | 'moved'
  | 'actions'
  | 'item'
  | 'findIds';

/** Kept apart from the code, so that the tests can ask SQLite for their plans. */
export const READ_SQL = {
  batches: 'SELECT * FROM batches WHERE created_at >= ? ORDER BY created_at DESC, pk DESC LIMIT ?',
  actions: 'SELECT * FROM actions WHERE session = (SELECT pk FROM sessions WHERE id = ?) ORDER BY n',
  results: 'SELECT result FROM actions WHERE session = (SELECT pk FROM sessions WHERE id = ?) ORDER BY n',
  // A loose scan: one look for each item, however many actions there are.
  items: `WITH RECURSIVE found(item) AS (
      SELECT min(item) FROM actions INDEXED BY actions_by_item
      UNION ALL SELECT (SELECT min(item) FROM actions INDEXED BY actions_by_item WHERE item > found.item) FROM found WHERE found.item IS NOT NULL
    ) SELECT item, (SELECT item_name FROM actions INDEXED BY actions_by_item WHERE actions.item = found.item ORDER BY session DESC LIMIT 1) AS name
    FROM found WHERE item IS NOT NULL`,
  newestBatch: 'SELECT id FROM batches ORDER BY created_at DESC, pk DESC LIMIT 1',
  prefix: (table: IdTable) => `SELECT id FROM ${table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?`,
  suffix: (table: IdTable) => `SELECT id FROM ${table} WHERE substr(id, -?) = ? ORDER BY id LIMIT ?`,
} as const;
type IdTable = 'batches' | 'sessions';

/** The calls that read the record. */
export function recordReadHandlers(db: Database): Pick<Handlers, ReadCall> {
  return {
    batch(id) {
      const row = statement(db, 'SELECT * FROM batches WHERE id = ?').get(id);
      return row ? batchFromRow(row) : null;
    },
    batches: ({ since, limit }) =>
      statement(db, READ_SQL.batches)
        .all(since ?? 0, limit ?? 200)
        .map(batchFromRow),
    session(id) {
      const row = statement(db, 'SELECT * FROM sessions WHERE id = ?').get(id);
      return row ? sessionFromRow(row) : null;
    },
    sessions(filter) {
      // No status is none of them, never all.
      if (filter.status?.length === 0) return [];
      const { sql, parameters } = sessionsQuery(filter);
      return statement(db, sql)
        .all(...parameters)
        .map(sessionFromRow);
    },
    countSessions(filter) {
      if (filter.status?.length === 0) return 0;
      const { sql, parameters } = countQuery(filter);
      return Number(statement(db, sql).get(...parameters)?.number ?? 0);
    },
    failures: (filter, limit) => failuresOf(db, filter, limit),
    itemHistory: (computer, key, limit) => itemHistory(db, computer, key, limit),
    searchLogs: (search) => searchLogs(db, search),
    recordedItems: () =>
      statement(db, READ_SQL.items)
        .all()
        .map(({ item, name }) => ({ id: String(item), name: String(name) })),
    counts: (sessions) =>
      sessions.map((session) => {
        const pk = statement(db, 'SELECT pk FROM sessions WHERE id = ?').get(session)?.pk;
        return { session, results: pk === undefined ? {} : countsOf(db, Number(pk)) };
      }),
    results: (sessions) =>
      sessions.map((session) => ({
        session,
        // A word of a newer version is passed on as it is.
        results: statement(db, READ_SQL.results)
          .all(session)
          .map(({ result }) => result as Result),
      })),
    ...lastSessionHandlers(db),
    actions: (session) =>
      statement(db, READ_SQL.actions)
        .all(session)
        .map((row) => actionFromRow(session, row)),
    item(hash) {
      const row = statement(db, 'SELECT definition FROM items WHERE hash = ?').get(hash);
      return row ? decode(itemSchema, 'items', hash, () => json(row.definition)) : null;
    },
    findIds(text, limit = 10) {
      if (text === '') return [];
      if (text === 'last')
        return statement(db, READ_SQL.newestBatch)
          .all()
          .map(({ id }) => ({ kind: 'batch', id: String(id) }));
      const found = (['batches', 'sessions'] as const).flatMap((table) => {
        const ids = [
          ...statement(db, READ_SQL.prefix(table)).all(text, `${text}\u{10ffff}`, limit),
          ...statement(db, READ_SQL.suffix(table)).all([...text].length, text, limit),
        ].map(({ id }) => String(id));
        return [...new Set(ids)].map((id) => ({ kind: table === 'batches' ? ('batch' as const) : ('session' as const), id }));
      });
      // A whole id is meant, even when another begins with it.
      const whole = found.filter(({ id }) => id === text);
      return (whole.length > 0 ? whole : found).slice(0, limit);
    },
  };
}
