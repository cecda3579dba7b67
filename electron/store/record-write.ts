/** The record, written as it happens. */
import type { Database } from 'better-sqlite3';
import { RoundsError } from '../../shared/errors.ts';
import type { Item } from '../../shared/model.ts';
import type { ActionRecord } from '../../shared/record.ts';
import { isLiveStatus } from '../../shared/words.ts';
import { statement } from './database.ts';
import type { Handlers } from './messages.ts';

type WriteCall = 'createBatch' | 'endBatch' | 'updateSession' | 'planSession' | 'updateAction';

/** The error for an id that is not in the record. */
export function unknownId(what: string, id: string): RoundsError {
  return new RoundsError('store/unknown', `There is no ${what} '${id}'`, { id });
}

/** Key of a session in its table. @throws RoundsError `store/unknown`. */
export function sessionKey(db: Database, id: string): number {
  const row = statement(db, 'SELECT pk FROM sessions WHERE id = ?').get(id);
  if (!row) throw unknownId('session', id);
  return Number(row.pk);
}

/** `SET` of what is given; undefined means: stays. */
function assignments(values: Record<string, string | number | null | undefined>): { set: string; parameters: (string | number | null)[] } {
  const columns: string[] = [];
  const parameters: (string | number | null)[] = [];
  for (const [column, value] of Object.entries(values)) {
    if (value === undefined) continue;
    columns.push(`${column} = ?`);
    parameters.push(value);
  }
  return { set: columns.join(', '), parameters };
}

const jsonOf = (value: object | null | undefined) => (value === undefined || value === null ? value : JSON.stringify(value));

/** The calls that write the record. */
export function recordWriteHandlers(db: Database): Pick<Handlers, WriteCall> {
  return {
    createBatch(batch, sessions, actions, items = []) {
      refuseTaken(db, 'batches', 'batch', batch.id);
      statement(db, 'INSERT INTO batches (id, kind, options, created_at, ended_at, parent, target_text) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        batch.id,
        batch.kind,
        JSON.stringify(batch.options),
        batch.createdAt,
        batch.endedAt,
        batch.parent,
        batch.targetText,
      );
      const insert = statement(
        db,
        `INSERT INTO sessions (id, batch, kind, computer_id, computer, tenant, status, reason, detail, phase, parent,
           created_at, started_at, ended_at, facts, owner, resumed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      const keys = new Map<string, number>();
      for (const one of sessions) {
        refuseTaken(db, 'sessions', 'session', one.id);
        const { lastInsertRowid } = insert.run(
          ...[one.id, one.batch, one.kind, one.computerId, one.computer, one.tenant, one.status, one.reason, one.detail, one.phase],
          ...[one.parent, one.createdAt, one.startedAt, one.endedAt, jsonOf(one.facts), one.owner, one.resumed],
        );
        keys.set(one.id, Number(lastInsertRowid));
      }
      keepItems(db, items);
      for (const action of actions) insertAction(db, keys.get(action.session) ?? sessionKey(db, action.session), action);
    },

    endBatch(id, endedAt) {
      const { changes } = statement(db, 'UPDATE batches SET ended_at = ? WHERE id = ?').run(endedAt, id);
      if (changes === 0) throw unknownId('batch', id);
    },

    updateSession(id, change) {
      const before = statement(db, 'SELECT batch, status FROM sessions WHERE id = ?').get(id);
      if (!before) throw unknownId('session', id);
      // Resumed: an older wish to cancel it is spent, and its batch goes on.
      const revived = change.status !== undefined && isLiveStatus(change.status) && !isLiveStatus(before.status);
      const { set, parameters } = assignments({
        status: change.status,
        reason: change.reason,
        detail: change.detail,
        phase: change.phase,
        started_at: change.startedAt,
        ended_at: change.endedAt,
        facts: jsonOf(change.facts),
        owner: change.owner,
        resumed: change.resumed,
        cancel_requested_at: revived ? null : undefined,
      });
      if (set !== '') statement(db, `UPDATE sessions SET ${set} WHERE id = ?`).run(...parameters, id);
      if (revived) statement(db, 'UPDATE batches SET ended_at = NULL, cancel_requested_at = NULL WHERE id = ?').run(before.batch);
    },

    planSession(id, actions, items) {
      const session = sessionKey(db, id);
      keepItems(db, items);
      statement(db, `DELETE FROM actions WHERE session = ? AND result = 'pending'`).run(session);
      for (const action of actions) insertAction(db, session, action);
    },

    updateAction(id, n, change) {
      const { set, parameters } = assignments({
        result: change.result,
        reason: change.reason,
        detail: change.detail,
        flags: jsonOf(change.flags),
        started_at: change.startedAt,
        ended_at: change.endedAt,
        ms: change.ms,
        changed: change.changed === undefined ? undefined : Number(change.changed),
        properties: jsonOf(change.properties),
      });
      const session = sessionKey(db, id);
      const { changes } = statement(db, `UPDATE actions SET ${set === '' ? 'n = n' : set} WHERE session = ? AND n = ?`).run(
        ...parameters,
        session,
        n,
      );
      if (changes === 0) throw unknownId('action', `${id}/${n}`);
    },
  };
}

function keepItems(db: Database, items: readonly Item[]): void {
  const keep = statement(db, 'INSERT INTO items (hash, definition) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING');
  for (const item of items) keep.run(item.hash, JSON.stringify(item));
}

function insertAction(db: Database, session: number, action: ActionRecord): void {
  statement(
    db,
    `INSERT INTO actions (session, n, item, item_name, instance, result, reason, detail, flags, started_at, ended_at, ms, changed,
       frozen, planned, properties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    ...[session, action.n, action.item, action.itemName, action.instance, action.result, action.reason, action.detail],
    ...[JSON.stringify(action.flags), action.startedAt, action.endedAt, action.ms, Number(action.changed)],
    ...[JSON.stringify(action.frozen), jsonOf(action.planned), JSON.stringify(action.properties)],
  );
}

function refuseTaken(db: Database, table: 'batches' | 'sessions', what: string, id: string): void {
  const taken = statement(db, `SELECT 1 FROM ${table} WHERE id = ?`).get(id);
  if (taken) throw new RoundsError('store/conflict', `There is a ${what} '${id}' already`, { id });
}
