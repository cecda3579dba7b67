/** The list of sessions: a page of it is read off one index, in order, whatever is asked for. */
import { SESSION_LIVE_STATUSES, type SessionStatus } from '../../shared/words.ts';
import type { SessionFilter } from './store.ts';

interface Query {
  sql: string;
  parameters: (string | number)[];
}

/** Sessions that are not over, as the partial indexes say it (the text must be the same for them to be used). */
export const LIVE = `status IN (${SESSION_LIVE_STATUSES.map((status) => `'${status}'`).join(', ')})`;

const DEFAULT_LIMIT = 200;

/** The narrowest index for this filter. Named in the query, because SQLite has no figures to choose by. */
function indexFor({ batch, parent, computer, tenant, status }: SessionFilter): string {
  if (batch !== undefined) return 'sessions_by_batch';
  if (parent !== undefined) return 'sessions_by_parent';
  if (computer !== undefined) return computer.includes('/') ? 'sessions_by_computer_id' : 'sessions_by_computer';
  if (tenant !== undefined) return status ? 'sessions_by_tenant_status' : 'sessions_by_tenant';
  return status ? 'sessions_by_status' : 'sessions_by_date';
}

/** One list for each status, since they are merged; and what stands for its question marks. */
function armsOf(filter: SessionFilter, what: string): Query {
  const index = indexFor(filter);
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  add('batch = ?', filter.batch);
  add('parent = ?', filter.parent);
  add(filter.computer?.includes('/') ? 'computer_id = ?' : 'computer = ?', filter.computer);
  add('tenant = ?', filter.tenant);
  add('created_at >= ?', filter.since);
  add('created_at <= ?', filter.until);
  add('instr(lower(computer_id), ?) > 0', filter.computerText?.toLowerCase());
  add('EXISTS (SELECT 1 FROM actions INDEXED BY actions_by_item WHERE actions.item = ? AND actions.session = sessions.pk)', filter.item);
  if (filter.cause) {
    const { reason, item } = filter.cause;
    const ofItem = item === undefined ? '' : ' AND actions.item = ?';
    conditions.push(
      `(${item === undefined ? 'reason = ? OR ' : ''}EXISTS (SELECT 1 FROM actions INDEXED BY sqlite_autoindex_actions_1 WHERE actions.session = sessions.pk AND actions.reason = ?${ofItem}))`,
    );
    values.push(...(item === undefined ? [reason, reason] : [reason, item]));
  }
  const statuses: (SessionStatus | null)[] = filter.status ? [...new Set(filter.status)] : [null];
  const parameters: (string | number)[] = [];
  const arms = statuses.map((status) => {
    const all = status === null ? conditions : [...conditions, 'status = ?'];
    parameters.push(...values, ...(status === null ? [] : [status]));
    return `SELECT ${what} FROM sessions INDEXED BY ${index}${all.length > 0 ? ` WHERE ${all.join(' AND ')}` : ''}`;
  });
  return { sql: arms.join(' UNION ALL '), parameters };
}

/** The query of a page, newest first. Several statuses are as many lists that are merged, so that nothing is sorted. */
export function sessionsQuery(filter: SessionFilter): Query {
  const { sql, parameters } = armsOf(filter, '*');
  const page = [Math.max(0, Math.floor(filter.limit ?? DEFAULT_LIMIT)), Math.max(0, Math.floor(filter.offset ?? 0))];
  return { sql: `${sql} ORDER BY created_at DESC, pk DESC LIMIT ? OFFSET ?`, parameters: [...parameters, ...page] };
}

/** How many there are, whatever `limit` and `offset` say; one row, `number`. */
export function countQuery(filter: SessionFilter): Query {
  const { sql, parameters } = armsOf(filter, 'count(*) AS number');
  return { sql: `SELECT sum(number) AS number FROM (${sql})`, parameters };
}
