/** What processes owe each other: ending what nobody owns any more, and requests to cancel. */
import type { Database } from 'better-sqlite3';
import { statement } from './database.ts';
import type { Handlers } from './messages.ts';
import type { Owners } from './owners.ts';
import { unknownId } from './record-write.ts';
import { sessionFromRow } from './rows.ts';
import { LIVE } from './session-list.ts';

type RecoveryCall = 'claim' | 'recover' | 'requestCancel' | 'cancelRequests';

const NO_LIVE_SESSION = `NOT EXISTS (SELECT 1 FROM sessions INDEXED BY sessions_live WHERE batch = batches.id AND ${LIVE})`;

/** Kept apart from the code, so that the tests can ask SQLite for their plans. */
export const RECOVERY_SQL = {
  live: `SELECT * FROM sessions INDEXED BY sessions_live WHERE ${LIVE}`,
  endSession: `UPDATE sessions SET status = 'interrupted', reason = 'interrupted', ended_at = ?, owner = NULL WHERE pk = ?`,
  endActions: `UPDATE actions SET result = 'unknown', reason = 'interrupted', ended_at = ? WHERE session = ? AND result = 'running'`,
  endBatches: `UPDATE batches SET ended_at = ? WHERE ended_at IS NULL AND ${NO_LIVE_SESSION}`,
  sessionsToCancel: `SELECT id FROM sessions INDEXED BY sessions_to_cancel WHERE cancel_requested_at IS NOT NULL AND ${LIVE}`,
  batchesToCancel: `SELECT id FROM batches INDEXED BY batches_to_cancel
    WHERE cancel_requested_at IS NOT NULL AND ended_at IS NULL AND NOT ${NO_LIVE_SESSION}`,
} as const;

/** The calls about owners and requests. */
export function recoveryHandlers(db: Database, owners: Owners): Pick<Handlers, RecoveryCall> {
  return {
    recover(now) {
      const dead = new Map<string, boolean>();
      const isDead = (owner: unknown) => {
        if (typeof owner !== 'string') return true;
        let answer = dead.get(owner);
        if (answer === undefined) dead.set(owner, (answer = !owners.isAlive(owner)));
        return answer;
      };
      const ended = statement(db, RECOVERY_SQL.live)
        .all()
        .filter((row) => isDead(row.owner))
        .sort((a, b) => Number(a.pk) - Number(b.pk));
      const read = statement(db, 'SELECT * FROM sessions WHERE pk = ?');
      const recovered = ended.flatMap(({ pk }) => {
        statement(db, RECOVERY_SQL.endSession).run(now, pk);
        statement(db, RECOVERY_SQL.endActions).run(now, pk);
        try {
          return [sessionFromRow(read.get(pk) ?? {})];
        } catch {
          // One that cannot be read is ended all the same, or no start would succeed any more; who reads it is told.
          return [];
        }
      });
      statement(db, RECOVERY_SQL.endBatches).run(now);
      owners.removeDead();
      return recovered;
    },

    claim(sessions) {
      const take = statement(
        db,
        `UPDATE sessions SET status = 'queued', reason = NULL, detail = NULL, ended_at = NULL, owner = ?, resumed = resumed + 1, cancel_requested_at = NULL
           WHERE id = ? AND status = 'interrupted'`,
      );
      const revive = statement(
        db,
        'UPDATE batches SET ended_at = NULL, cancel_requested_at = NULL WHERE id = (SELECT batch FROM sessions WHERE id = ?)',
      );
      return sessions.filter((id) => {
        if (take.run(owners.id, id).changes === 0) return false;
        revive.run(id);
        return true;
      });
    },

    requestCancel(id, now) {
      const asked = (['batches', 'sessions'] as const).map(
        (table) => statement(db, `UPDATE ${table} SET cancel_requested_at = ? WHERE id = ?`).run(now, id).changes,
      );
      if (asked.every((changes) => changes === 0)) throw unknownId('session or batch', id);
    },

    cancelRequests: () =>
      [...statement(db, RECOVERY_SQL.sessionsToCancel).all(), ...statement(db, RECOVERY_SQL.batchesToCancel).all()].map(({ id }) => String(id)),
  };
}
