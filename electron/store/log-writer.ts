/** The logs that are not on disk yet, and how they get there: joined to chunks, held to the cap, kept when the disk is full. */
import type { Database } from 'better-sqlite3';
import { statement } from './database.ts';
import { encodeChunk } from './log-format.ts';
import { META_SIZE, STREAM_CODES, type LogPack } from './log-pack.ts';
import { errorData } from './store-error.ts';
import type { LogReport } from './messages.ts';
import { unknownId } from './record-write.ts';
import { RoundsError } from '../../shared/errors.ts';

export interface LogCap {
  /** Records. */
  lines: number;
  /** UTF-8 bytes of their texts, line ends not counted. */
  bytes: number;
}

/** A chunk ends when its text reaches this many UTF-16 code units (a longer record is a chunk of its own)... */
const CHUNK_LENGTH = 64 * 1024;
/** ... or when it holds this many records: short and empty lines must not make endless chunks. */
const CHUNK_RECORDS = 4096;

interface Buffered {
  session: string;
  n: number;
  packs: LogPack[];
  length: number;
  records: number;
}

/** The buffer of the worker. Its writes run inside a transaction of the caller, who then says how that ended. */
export interface LogWriter {
  add(pack: LogPack): void;
  /** True when something is buffered (of the session, or at all). */
  holds(session?: string): boolean;
  /** True when enough for a chunk is buffered of some action. */
  hasFull(): boolean;
  /** Writes what is buffered: of a session, of the actions that fill a chunk, or all. */
  write(which: { session: string } | 'full' | 'all'): void;
  /** The transaction was committed: what was written in it is let go. */
  committed(): void;
  /** It was not: what was written in it is buffered again. */
  rolledBack(): void;
  /** What became of logs since this was last asked. */
  takeReport(): Pick<LogReport, 'released' | 'refused'>;
}

/** A buffer over a database. */
export function createLogWriter(db: Database, path: string, cap: LogCap): LogWriter {
  const sessions = new Map<string, Map<number, Buffered>>();
  let inTransaction: Buffered[] = [];
  let released = 0;
  let refused: LogReport['refused'] = [];

  const isFull = ({ length, records }: Buffered) => length >= CHUNK_LENGTH || records >= CHUNK_RECORDS;
  const all = () => [...sessions.values()].flatMap((actions) => [...actions.values()]);

  function bufferOf(session: string, n: number): Buffered {
    const actions = sessions.get(session) ?? new Map<number, Buffered>();
    sessions.set(session, actions);
    let buffered = actions.get(n);
    if (!buffered) actions.set(n, (buffered = { session, n, packs: [], length: 0, records: 0 }));
    return buffered;
  }
  function put(buffered: Buffered, packs: readonly LogPack[]): void {
    for (const pack of packs) {
      buffered.packs.push(pack);
      buffered.length += pack.text.length;
      buffered.records += pack.meta.length / META_SIZE;
    }
  }

  return {
    add: (pack) => put(bufferOf(pack.session, pack.n), [pack]),
    holds: (session) => (session === undefined ? sessions.size > 0 : sessions.has(session)),
    hasFull: () => all().some(isFull),
    write(which) {
      const chosen = which === 'all' ? all() : which === 'full' ? all().filter(isFull) : [...(sessions.get(which.session)?.values() ?? [])];
      const notWritable: LogReport['refused'] = [];
      for (const { session, n, packs } of chosen) {
        try {
          writeLog(db, cap, session, n, packs);
        } catch (error) {
          // Only a log that has no action can never be written; all else (a full disk) undoes the lot, to be tried again.
          if (!(error instanceof RoundsError)) throw error;
          notWritable.push({ session, n, error: errorData(error, path) });
        }
      }
      refused.push(...notWritable);
      for (const buffered of chosen) {
        inTransaction.push(buffered);
        const actions = sessions.get(buffered.session);
        actions?.delete(buffered.n);
        if (actions?.size === 0) sessions.delete(buffered.session);
      }
    },
    committed() {
      for (const { packs } of inTransaction) for (const { cost } of packs) released += cost;
      inTransaction = [];
    },
    rolledBack() {
      const again = inTransaction;
      inTransaction = [];
      // In front of what came meanwhile; an action may have been written more than once in the transaction.
      for (const { session, n, packs } of again.reverse()) {
        const buffered = bufferOf(session, n);
        const later = buffered.packs;
        Object.assign(buffered, { packs: [], length: 0, records: 0 });
        put(buffered, [...packs, ...later]);
      }
    },
    takeReport() {
      const report = { released, refused };
      released = 0;
      refused = [];
      return report;
    },
  };
}

/** Adds packs to the log of an action. @throws RoundsError `store/unknown` when there is no such action. */
function writeLog(db: Database, cap: LogCap, session: string, n: number, packs: readonly LogPack[]): void {
  const row = statement(
    db,
    `SELECT pk, log_lines, log_bytes, dropped_lines, dropped_bytes FROM actions
     WHERE session = (SELECT pk FROM sessions WHERE id = ?) AND n = ?`,
  ).get(session, n);
  if (!row) throw unknownId('action', `${session}/${n}`);
  const insert = statement(db, 'INSERT INTO log_chunks (action, first_line, lines, data) VALUES (?, ?, ?, ?)');
  let lines = Number(row.log_lines);
  let bytes = Number(row.log_bytes);
  let droppedLines = Number(row.dropped_lines);
  let droppedBytes = Number(row.dropped_bytes);

  let base = 0;
  let last = 0;
  let meta: number[] = [];
  let texts: string[] = [];
  let length = 0;
  const endChunk = () => {
    if (meta.length === 0) return;
    const count = meta.length / META_SIZE;
    insert.run(row.pk, lines - count, count, encodeChunk({ base, meta, text: texts.join('') }));
    meta = [];
    texts = [];
    length = 0;
  };
  const keep = (at: number, code: number, text: string) => {
    if (meta.length === 0) base = last = at;
    meta.push(at - last, code, text.length);
    texts.push(text);
    last = at;
    length += text.length;
    lines++;
    if (length >= CHUNK_LENGTH || meta.length >= CHUNK_RECORDS * META_SIZE) endChunk();
  };

  for (const pack of packs) {
    let at = pack.base;
    let start = 0;
    for (let index = 0; index < pack.meta.length; index += META_SIZE) {
      at += index === 0 ? 0 : (pack.meta[index] ?? 0);
      const code = pack.meta[index + 1] ?? 0;
      const end = start + (pack.meta[index + 2] ?? 0);
      const text = pack.text.slice(start, end);
      start = end;
      const size = Buffer.byteLength(text);
      // Once cut it stays cut: a log with holes would be worse than one that ends.
      if (droppedLines > 0 || lines + 1 > cap.lines || bytes + size > cap.bytes) {
        if (droppedLines === 0) keep(at, STREAM_CODES.rounds, cutNote(cap));
        droppedLines++;
        droppedBytes += size;
      } else {
        bytes += size;
        keep(at, code, text);
      }
    }
  }
  endChunk();
  statement(db, 'UPDATE actions SET log_lines = ?, log_bytes = ?, dropped_lines = ?, dropped_bytes = ? WHERE pk = ?').run(
    ...[lines, bytes, droppedLines, droppedBytes, row.pk],
  );
}

/** Our own last line of a log that reached its cap; it counts as a line, not as bytes. */
export function cutNote({ lines, bytes }: LogCap): string {
  const size = bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${bytes} bytes`;
  return `The log was cut here: it takes ${lines} lines or ${size} an action. What follows is counted, not kept.`;
}
