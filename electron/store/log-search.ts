/** Text in logs: looked for session by session, newest first, in pieces that hold up nobody. */
import type { Database } from 'better-sqlite3';
import { messageOf } from '../../shared/errors.ts';
import { statement } from './database.ts';
import { decodeChunk } from './log-format.ts';
import { sessionFromRow } from './rows.ts';
import { sessionsQuery } from './session-list.ts';
import type { LogHit, LogSearch, LogSearchPage, SearchPlace } from './store.ts';

const SESSIONS_AT_ONCE = 50;
/** So much of a line is shown around what was found, characters. */
const AROUND = 120;

export const SEARCH_SQL = {
  actions: 'SELECT pk, n, item FROM actions WHERE session = (SELECT pk FROM sessions WHERE id = ?) AND n >= ? AND log_lines > 0 ORDER BY n',
  chunks: 'SELECT first_line, data FROM log_chunks WHERE action = ? AND first_line >= ? ORDER BY first_line',
} as const;

/**
 * Goes on from a place until it has found `limit` hits or used up `budget` milliseconds; at least one chunk is looked at.
 * The first hit of each action is told. A chunk that cannot be read is passed over and counted.
 */
export function searchLogs(
  db: Database,
  { filter, text, from, limit, budget }: LogSearch,
  now: () => number = () => performance.now(),
): LogSearchPage {
  const began = now();
  const wanted = text.toLowerCase();
  const hits: LogHit[] = [];
  let place: SearchPlace = from ?? { sessions: 0, n: 0, line: 0 };
  let unreadable = 0;
  for (;;) {
    const { sql, parameters } = sessionsQuery({ ...filter, offset: place.sessions, limit: SESSIONS_AT_ONCE });
    const sessions = statement(db, sql)
      .all(...parameters)
      .map(sessionFromRow);
    if (sessions.length === 0) return { hits, next: null, searched: place.sessions, unreadable };
    for (const { id } of sessions) {
      for (const action of statement(db, SEARCH_SQL.actions).all(id, place.n)) {
        const n = Number(action.n);
        const start = n === place.n ? place.line : 0;
        for (const chunk of statement(db, SEARCH_SQL.chunks).iterate(action.pk, start)) {
          const found = lineIn(chunk.data, wanted);
          if (found === 'unreadable') unreadable += 1;
          else if (found) {
            hits.push({ session: id, n, item: String(action.item), line: Number(chunk.first_line) + found.at, text: found.text });
            break;
          }
          if (now() - began > budget)
            return { hits, next: { ...place, n, line: Number(chunk.first_line) + 1 }, searched: place.sessions, unreadable };
        }
        if (hits.length >= limit) return { hits, next: { ...place, n: n + 1, line: 0 }, searched: place.sessions, unreadable };
      }
      place = { sessions: place.sessions + 1, n: 0, line: 0 };
      if (now() - began > budget) return { hits, next: place, searched: place.sessions, unreadable };
    }
  }
}

function lineIn(data: unknown, wanted: string): { at: number; text: string } | 'unreadable' | null {
  if (!(data instanceof Uint8Array)) return 'unreadable';
  try {
    const records = decodeChunk(data);
    for (const [at, { text }] of records.entries()) {
      const found = text.toLowerCase().indexOf(wanted);
      if (found >= 0) return { at, text: text.slice(Math.max(0, found - AROUND), found + wanted.length + AROUND) };
    }
    return null;
  } catch (error) {
    // What is damaged is said where it is opened; a search goes on.
    return messageOf(error) === '' ? null : 'unreadable';
  }
}
