/** Rows to records: decoded and checked. A row that does not read is an error that names it, never left out in silence. */
import type { z } from 'zod';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import type { ActionRecord, BatchRecord, SessionRecord } from '../../shared/record.ts';
import { actionSchema, batchSchema, sessionSchema } from './schemas.ts';

export type Row = Record<string, unknown>;

/** The error for a row that does not read. */
export function rowError(table: string, id: string, why: string, cause?: unknown): RoundsError {
  return new RoundsError('store/row', `Row ${id} of table ${table} does not read: ${why}`, { table, id }, cause);
}

/** A checked value from what `build` makes of a row. @throws RoundsError `store/row` naming table and id. */
export function decode<T>(schema: z.ZodType<T>, table: string, id: unknown, build: () => unknown): T {
  let built: unknown;
  try {
    built = build();
  } catch (error) {
    throw rowError(table, String(id), messageOf(error), error);
  }
  const result = schema.safeParse(built);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw rowError(table, String(id), `${issue?.path.join('.') || 'value'}: ${issue?.message ?? 'unknown'}`, result.error);
}

/** A JSON column. */
export function json(value: unknown): unknown {
  if (typeof value !== 'string') throw new Error('a column holds no JSON text');
  return JSON.parse(value) as unknown;
}
const jsonOrNull = (value: unknown) => (value === null ? null : json(value));

/** A row of `batches`. */
export function batchFromRow(row: Row): BatchRecord {
  return decode(batchSchema, 'batches', row.id, () => ({
    id: row.id,
    kind: row.kind,
    options: json(row.options),
    createdAt: row.created_at,
    endedAt: row.ended_at,
    parent: row.parent,
    targetText: row.target_text,
  }));
}

/** A row of `sessions`. */
export function sessionFromRow(row: Row): SessionRecord {
  return decode(sessionSchema, 'sessions', row.id, () => ({
    id: row.id,
    batch: row.batch,
    kind: row.kind,
    computerId: row.computer_id,
    computer: row.computer,
    tenant: row.tenant,
    status: row.status,
    reason: row.reason,
    detail: row.detail,
    phase: row.phase,
    parent: row.parent,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    facts: jsonOrNull(row.facts),
    owner: row.owner,
    resumed: row.resumed,
  }));
}

/** A row of `actions`, of the session with this id. `log-cut` is told from what was dropped, so that nothing can lose it. */
export function actionFromRow(session: string, row: Row): ActionRecord {
  const action = decode(actionSchema, 'actions', `${session}/${String(row.n)}`, () => ({
    session,
    n: row.n,
    item: row.item,
    itemName: row.item_name,
    instance: row.instance,
    result: row.result,
    reason: row.reason,
    detail: row.detail,
    flags: json(row.flags),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    ms: row.ms,
    changed: row.changed === 1,
    frozen: json(row.frozen),
    planned: jsonOrNull(row.planned),
    properties: json(row.properties),
    logLines: row.log_lines,
    logBytes: row.log_bytes,
    droppedLines: row.dropped_lines,
    droppedBytes: row.dropped_bytes,
  }));
  const cut = action.droppedLines > 0 && !action.flags.includes('log-cut');
  return cut ? { ...action, flags: [...action.flags, 'log-cut'] } : action;
}
