/** The newest session of each computer, and whose may be another by now. */
import type { Database } from 'better-sqlite3';
import type { ReasonCode } from '../../shared/reasons.ts';
import { isLiveStatus, SESSION_LIVE_STATUSES, type Result, type SessionStatus } from '../../shared/words.ts';
import { statement } from './database.ts';
import type { Handlers } from './messages.ts';

/** Over, and yet it may run again. */
const OPEN = [...SESSION_LIVE_STATUSES, 'interrupted'].map((status) => `'${status}'`).join(', ');
const MOVED = 'id, computer_id, status, resumed';

export const LAST_SQL = {
  of: `SELECT pk, id, computer_id, status, reason, coalesce(ended_at, created_at) AS at FROM sessions INDEXED BY sessions_by_computer_id WHERE computer_id = ? AND kind IN ('maintenance', 'check', 'onboarding')
    ORDER BY created_at DESC, pk DESC LIMIT 1`,
  computers: 'SELECT DISTINCT computer_id FROM sessions INDEXED BY sessions_by_computer_id',
  counts: 'SELECT result, count(*) AS number FROM actions WHERE session = ? GROUP BY result',
  mark: 'SELECT max(pk) AS mark FROM sessions',
  begun: `SELECT ${MOVED} FROM sessions WHERE pk > ?`,
  open: `SELECT ${MOVED} FROM sessions INDEXED BY sessions_by_status WHERE status IN (${OPEN})`,
} as const;

/** How many actions of a session have each result. @param session its pk */
export function countsOf(db: Database, session: number): Partial<Record<Result, number>> {
  const rows = statement(db, LAST_SQL.counts).all(session);
  return Object.fromEntries(rows.map(({ result, number }) => [String(result), Number(number)]));
}

export function lastSessionHandlers(db: Database): Pick<Handlers, 'lastSessions' | 'moved'> {
  return {
    lastSessions(computers) {
      const ids =
        computers ??
        statement(db, LAST_SQL.computers)
          .all()
          .map(({ computer_id: id }) => String(id));
      return ids.flatMap((id) => {
        const row = statement(db, LAST_SQL.of).get(id);
        if (!row) return [];
        return [
          {
            computerId: id,
            id: String(row.id),
            // Words of a newer version are passed on as they are.
            status: row.status as SessionStatus,
            reason: row.reason as ReasonCode | null,
            at: Number(row.at),
            counts: countsOf(db, Number(row.pk)),
          },
        ];
      });
    },
    moved(since) {
      const mark = Number(statement(db, LAST_SQL.mark).get()?.mark ?? 0);
      const begun = since === null ? [] : statement(db, LAST_SQL.begun).all(since);
      const sessions = [...begun, ...statement(db, LAST_SQL.open).all()].map((row) => ({
        session: String(row.id),
        computerId: String(row.computer_id),
        live: isLiveStatus(row.status),
        resumed: Number(row.resumed),
      }));
      return { mark, sessions };
    },
  };
}
