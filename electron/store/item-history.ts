/** How an item has stood on a computer, session by session. */
import type { Database } from 'better-sqlite3';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { Result } from '../../shared/words.ts';
import { statement } from './database.ts';
import type { ItemMoment } from './store.ts';

/** Read off the computer's sessions, newest first, with one look into the actions of each; stops at the limit. */
export const ITEM_HISTORY_SQL = `SELECT sessions.id, sessions.created_at, n, result, actions.reason, actions.detail
  FROM sessions INDEXED BY sessions_by_computer_id CROSS JOIN actions INDEXED BY actions_by_item ON actions.session = sessions.pk
  WHERE sessions.computer_id = ? AND kind IN ('maintenance', 'check', 'onboarding') AND item = ? AND instance IS ?
  ORDER BY sessions.created_at DESC, sessions.pk DESC LIMIT ?`;

/** At most `limit` moments, newest first. */
export function itemHistory(db: Database, computer: string, key: string, limit: number): ItemMoment[] {
  const [item = '', instance] = key.split(/:(.*)/s);
  return statement(db, ITEM_HISTORY_SQL)
    .all(computer, item, instance ?? null, limit)
    .map((row) => ({
      session: String(row.id),
      n: Number(row.n),
      at: Number(row.created_at),
      result: row.result as Result,
      reason: row.reason as ReasonCode | null,
      detail: typeof row.detail === 'string' ? row.detail : null,
    }));
}
