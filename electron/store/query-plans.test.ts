import type { Database } from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { FAILURES_SQL } from './failures.ts';
import { INSIGHTS_SQL } from './insights.ts';
import { ITEM_HISTORY_SQL } from './item-history.ts';
import { LAST_SQL } from './last-sessions.ts';
import { LOG_SQL } from './log-reader.ts';
import { LATEST_VERSION } from './migrate.ts';
import { databaseAt } from './migrations/migration-fixtures.ts';
import { READ_SQL } from './record-read.ts';
import { RECOVERY_SQL } from './recovery.ts';
import { sessionsQuery } from './session-list.ts';

let db: Database;
beforeAll(() => {
  db = databaseAt(LATEST_VERSION);
});

function planOf(sql: string): string {
  // Bound or not, the plan is the same.
  const rows = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...Array<null>((sql.match(/\?/g) ?? []).length).fill(null));
  return rows.map(({ detail }) => detail).join('\n');
}

describe('the list of sessions', () => {
  it.each([
    [{}, 'SCAN sessions USING INDEX sessions_by_date'],
    [{ since: 1, until: 2 }, 'SEARCH sessions USING INDEX sessions_by_date (created_at>? AND created_at<?)'],
    [{ tenant: 'Acme' }, 'SEARCH sessions USING INDEX sessions_by_tenant (tenant=?)'],
    [{ tenant: 'Acme', since: 1 }, 'SEARCH sessions USING INDEX sessions_by_tenant (tenant=? AND created_at>?)'],
    [{ tenant: 'Acme', status: ['failed'] }, 'SEARCH sessions USING INDEX sessions_by_tenant_status (tenant=? AND status=?)'],
    [{ computer: 'web-1' }, 'SEARCH sessions USING INDEX sessions_by_computer (computer=?)'],
    [{ computer: 'Acme/web-1', until: 5 }, 'SEARCH sessions USING INDEX sessions_by_computer_id (computer_id=? AND created_at<?)'],
    [{ status: ['running'] }, 'SEARCH sessions USING INDEX sessions_by_status (status=?)'],
    [{ batch: 'b' }, 'SEARCH sessions USING INDEX sessions_by_batch (batch=?)'],
    [{ parent: 's' }, 'SEARCH sessions USING INDEX sessions_by_parent (parent=?)'],
  ] as const)('%j is read off its index in order', (filter, expected) => {
    // The list of everything is a scan of the index from its newest end, which the limit stops.
    expect(planOf(sessionsQuery({ ...filter, status: 'status' in filter ? [...filter.status] : undefined }).sql)).toBe(expected);
  });

  it('of several statuses merges their lists and sorts nothing', () => {
    const plan = planOf(sessionsQuery({ status: ['failed', 'running', 'failed'] }).sql);
    expect(plan.match(/SEARCH sessions USING INDEX sessions_by_status \(status=\?\)/g)).toHaveLength(2);
    expect(plan).toContain('MERGE (UNION ALL)');
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});

describe('the hot queries', () => {
  it.each([
    ['actions of a session', READ_SQL.actions, 'SEARCH actions USING INDEX sqlite_autoindex_actions_1 (session=?)'],
    ['counts of a session', LAST_SQL.counts, 'SEARCH actions USING COVERING INDEX actions_by_result (session=?)'],
    ['batches by date', READ_SQL.batches, 'SEARCH batches USING INDEX batches_by_date (created_at>?)'],
    ['ids that begin so', READ_SQL.prefix('sessions'), 'SEARCH sessions USING COVERING INDEX sqlite_autoindex_sessions_1 (id>? AND id<?)'],
    ['start of a log page', LOG_SQL.start, 'SEARCH log_chunks USING COVERING INDEX sqlite_autoindex_log_chunks_1 (action=? AND first_line<?)'],
    ['chunks of a log page', LOG_SQL.chunks, 'SEARCH log_chunks USING INDEX sqlite_autoindex_log_chunks_1 (action=? AND first_line>?)'],
    ['sessions of a picture', INSIGHTS_SQL.sessions, 'SEARCH sessions USING INDEX sessions_by_date (created_at>?)'],
    ['actions of a picture', INSIGHTS_SQL.actions, 'SEARCH actions USING COVERING INDEX actions_by_result (session=?)'],
    ['an item on a computer', ITEM_HISTORY_SQL, 'SEARCH sessions USING INDEX sessions_by_computer_id (computer_id=?)'],
    ['an item on a computer', ITEM_HISTORY_SQL, 'SEARCH actions USING INDEX actions_by_item (item=? AND session=?)'],
    ['the last session of a computer', LAST_SQL.of, 'SEARCH sessions USING INDEX sessions_by_computer_id (computer_id=?)'],
    ['sessions that began since', LAST_SQL.begun, 'SEARCH sessions USING INTEGER PRIMARY KEY (rowid>?)'],
    ['sessions that are open', LAST_SQL.open, 'SEARCH sessions USING INDEX sessions_by_status (status=?)'],
    ['what failed in a session', FAILURES_SQL.actions, 'SEARCH actions USING INDEX sqlite_autoindex_actions_1 (session=?)'],
    ['whether a session was retried', FAILURES_SQL.retried, 'SEARCH sessions USING COVERING INDEX sessions_by_parent (parent=?)'],
    ['running actions, to recover', RECOVERY_SQL.endActions, 'SEARCH actions USING INDEX actions_by_result (session=? AND result=?)'],
  ])('%s uses the index, with no scan and no temporary b-tree', (_, sql, expected) => {
    const plan = planOf(sql);
    expect(plan).toContain(expected);
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it.each([
    ['sessions that are not over', RECOVERY_SQL.live, 'sessions_live'],
    ['sessions to cancel', RECOVERY_SQL.sessionsToCancel, 'sessions_to_cancel'],
    ['batches to cancel', RECOVERY_SQL.batchesToCancel, 'batches_to_cancel'],
    ['batches to end', RECOVERY_SQL.endBatches, 'batches_open'],
  ])('%s are looked for only in the partial index that holds nothing else', (_, sql, index) => {
    const plan = planOf(sql);
    expect(plan).toMatch(new RegExp(`SCAN (sessions|batches) USING (COVERING )?INDEX ${index}`));
    expect(plan.replace(new RegExp(`SCAN (sessions|batches) USING (COVERING )?INDEX ${index}`), '')).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});
