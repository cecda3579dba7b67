/** What failed in sessions, action by action: what the history groups by cause. */
import type { Database } from 'better-sqlite3';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { Result } from '../../shared/words.ts';
import { statement } from './database.ts';
import { sessionFromRow } from './rows.ts';
import { sessionsQuery } from './session-list.ts';
import type { Failure, SessionFilter } from './store.ts';

const FAILED = ['failed', 'partly-failed', 'not-reached', 'interrupted'] as const;

export const FAILURES_SQL = {
  actions: `SELECT n, item, item_name, instance, result, reason FROM actions
    WHERE session = (SELECT pk FROM sessions WHERE id = ?) AND result IN ('error', 'timeout', 'dependency-failure', 'incompatible', 'unknown') ORDER BY n`,
  retried: 'SELECT 1 FROM sessions INDEXED BY sessions_by_parent WHERE parent = ? LIMIT 1',
} as const;

/** Of the newest `limit` sessions that the filter holds and that did not pass; one that was retried is told by its retry. */
export function failuresOf(db: Database, filter: SessionFilter, limit: number): { failures: Failure[]; sessions: number } {
  const status = FAILED.filter((one) => !filter.status || filter.status.includes(one));
  if (status.length === 0) return { failures: [], sessions: 0 };
  const { sql, parameters } = sessionsQuery({ ...filter, status, limit, offset: 0 });
  const sessions = statement(db, sql)
    .all(...parameters)
    .map(sessionFromRow);
  const failures = sessions.flatMap(({ id, computerId, status: ended, reason, detail }): Failure[] => {
    if (statement(db, FAILURES_SQL.retried).get(id)) return [];
    if (ended === 'not-reached' || ended === 'interrupted') return [{ session: id, computer: computerId, item: null, result: null, reason, detail }];
    return statement(db, FAILURES_SQL.actions)
      .all(id)
      .map((row) => ({
        session: id,
        computer: computerId,
        item: { key: typeof row.instance !== 'string' ? String(row.item) : `${String(row.item)}:${row.instance}`, name: String(row.item_name) },
        result: row.result as Result,
        reason: row.reason as ReasonCode | null,
        detail: null,
      }));
  });
  return { failures, sessions: sessions.length };
}
