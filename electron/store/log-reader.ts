/** Pages of a log, by line number. */
import type { Database } from 'better-sqlite3';
import { messageOf } from '../../shared/errors.ts';
import type { OutputRecord } from '../../shared/record.ts';
import type { Stream } from '../../shared/words.ts';
import { statement } from './database.ts';
import { decodeChunk } from './log-format.ts';
import { unknownId } from './record-write.ts';
import { rowError } from './rows.ts';
import type { LogPage, StreamRuns } from './store.ts';

const DEFAULT_LIMIT = 1000;
const MAX_LIMIT = 100_000;
/** So many lines are looked at in one piece. */
const STREAM_LINES = 20_000;
/** A page ends early rather than hold more than this many UTF-16 code units of text; it holds at least one record. */
const MAX_PAGE_LENGTH = 8 * 1024 * 1024;

/** Kept apart from the code, so that the tests can ask SQLite for their plans. */
export const LOG_SQL = {
  action: 'SELECT pk, log_lines FROM actions WHERE session = (SELECT pk FROM sessions WHERE id = ?) AND n = ?',
  start: 'SELECT first_line FROM log_chunks WHERE action = ? AND first_line <= ? ORDER BY first_line DESC LIMIT 1',
  chunks: 'SELECT first_line, lines, data FROM log_chunks WHERE action = ? AND first_line >= ? ORDER BY first_line',
} as const;

/**
 * Lines from `first`, at most `limit` (default 1000, at most 100,000), fewer when they are very long.
 * @throws RoundsError `store/unknown`, `store/row`.
 */
export function readLog(db: Database, session: string, n: number, range: { first: number; limit?: number }): LogPage {
  const action = statement(db, LOG_SQL.action).get(session, n);
  if (!action) throw unknownId('action', `${session}/${n}`);
  const total = Number(action.log_lines);
  const first = Math.min(Math.max(0, Math.floor(range.first)), total);
  const limit = Math.min(Math.max(0, Math.floor(range.limit ?? DEFAULT_LIMIT)), MAX_LIMIT, total - first);
  const records: OutputRecord[] = [];
  let length = 0;
  if (limit === 0) return { records, first, total };
  const start = Number(statement(db, LOG_SQL.start).get(action.pk, first)?.first_line ?? 0);
  let expected = start;
  for (const chunk of statement(db, LOG_SQL.chunks).iterate(action.pk, start)) {
    const name = `${session}/${n} from line ${String(chunk.first_line)}`;
    if (chunk.first_line !== expected) throw rowError('log_chunks', name, `line ${expected} is missing before it`);
    const decoded = decode(chunk.data, name);
    if (decoded.length !== chunk.lines)
      throw rowError('log_chunks', name, `it holds ${decoded.length} lines where ${String(chunk.lines)} are announced`);
    for (const record of decoded.slice(Math.max(0, first - expected))) {
      if (records.length > 0 && length + record.text.length > MAX_PAGE_LENGTH) return { records, first, total };
      records.push(record);
      length += record.text.length;
      if (records.length === limit) return { records, first, total };
    }
    expected += decoded.length;
  }
  throw rowError('log_chunks', `${session}/${n}`, `the log ends at line ${expected} where ${total} are announced`);
}

/**
 * Which of the next lines (20,000, fewer when they are very long) came by these streams.
 * @throws RoundsError `store/unknown`, `store/row`.
 */
export function readStreams(db: Database, session: string, n: number, first: number, streams: readonly Stream[]): StreamRuns {
  const page = readLog(db, session, n, { first, limit: STREAM_LINES });
  const wanted = new Set(streams);
  const runs: number[] = [];
  let length = 0;
  for (const [at, { stream }] of page.records.entries()) {
    if (!wanted.has(stream)) length = 0;
    else if (length++ === 0) runs.push(page.first + at, 1);
    else runs[runs.length - 1] = length;
  }
  return { runs, next: page.first + page.records.length, total: page.total };
}

function decode(data: unknown, name: string): OutputRecord[] {
  if (!(data instanceof Uint8Array)) throw rowError('log_chunks', name, 'it holds no bytes');
  try {
    return decodeChunk(data);
  } catch (error) {
    throw rowError('log_chunks', name, messageOf(error), error);
  }
}
