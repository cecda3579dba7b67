/** The one database file: how it is opened, and the statements that were prepared on it. */
import { accessSync, constants, existsSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { openSqlite } from './sqlite.ts';
import { makeFolder } from '../files/make-folder.ts';
import { checkVersion, migrate } from './migrate.ts';
import { isSqlite, storeError } from './store-error.ts';

/** How long a write waits for another process's; transactions are short, so this is only met when one hangs. */
const BUSY_MS = 30_000;
/** Pages (of 4 KiB) in the write-ahead log before they are brought home: fewer, larger pauses while logs flood. */
const CHECKPOINT_PAGES = 4000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Where the database of a data folder is. */
export function databasePath(folder: string): string {
  return join(folder, 'rounds.db');
}

/**
 * Opens the database of a folder; makes both when they are not there (folder 0700, file 0600).
 *
 * WAL with synchronous=NORMAL: what was committed survives the end of the process in any way, kill -9 included, because it
 * is in the operating system's hands. A power loss or a crash of the system may take the last commits (those since the
 * system wrote them out, some seconds), never the database's integrity. FULL would cost a disk flush a commit in the middle
 * of every session, for a record that a resumed session checks against the computer anyway.
 * @throws RoundsError `store/*` with the path; an existing file that is refused stays as it is.
 */
export function openDatabase(folder: string): Database.Database {
  const path = databasePath(folder);
  let db: Database.Database | undefined;
  try {
    makeFolder(folder);
    createFile(path);
    lookFirst(path);
    db = openSqlite(path, { timeout: BUSY_MS });
    checkVersion(db, path);
    useWriteAheadLog(db);
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    const found = storeError(isSqlite(error, 'SQLITE_IOERR') && isFull(folder) ? fullDisk(error) : error, path);
    throw found.kind === 'store/open' ? storeError(notWritable(folder) ?? error, path) : found;
  }
}

/**
 * Refuses a database that is not for this program through a connection that cannot write: the last one that could would bring
 * home what a newer program that ended badly left in the log beside the file.
 */
function lookFirst(path: string): void {
  let db: Database.Database | undefined;
  try {
    db = openSqlite(path, { readonly: true, timeout: BUSY_MS });
    checkVersion(db, path);
  } catch (error) {
    // Whatever else is wrong, opening it for writing tells.
    if (error instanceof RoundsError) throw error;
  } finally {
    db?.close();
  }
}

/** What SQLite calls an I/O error when it makes the files beside the database is most often this. */
function isFull(folder: string): boolean {
  try {
    return statfsSync(folder).bavail === 0;
  } catch {
    return false;
  }
}
const fullDisk = (cause: unknown): Error => Object.assign(new Error(`${messageOf(cause)}; no room is left`), { code: 'ENOSPC' });

/** Why a folder, or the nearest one above it that is there, cannot be written; neither SQLite nor mkdir says it. */
function notWritable(folder: string): unknown {
  let nearest = folder;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK);
    return null;
  } catch (error) {
    return error;
  }
}

/**
 * Makes an empty file with mode 0600 where there is none. An existing one is not even opened: closing it would drop the
 * locks that SQLite holds on it elsewhere in this process (POSIX locks belong to the process, not to the descriptor).
 */
export function createFile(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** SQLite does not wait for others while it changes the journal mode, so this does. */
function useWriteAheadLog(db: Database.Database): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (const end = Date.now() + BUSY_MS; ; Atomics.wait(pause, 0, 0, 20)) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isSqlite(error, 'SQLITE_BUSY') || Date.now() > end) throw error;
    }
  }
}

type Row = Record<string, unknown>;
type Statement = Database.Statement<unknown[], Row>;
const prepared = new WeakMap<Database.Database, Map<string, Statement>>();

/** The statement of this text, prepared once a database. */
export function statement(db: Database.Database, sql: string): Statement {
  const statements = prepared.get(db) ?? new Map<string, Statement>();
  prepared.set(db, statements);
  let found = statements.get(sql);
  if (!found) statements.set(sql, (found = db.prepare<unknown[], Row>(sql)));
  return found;
}
