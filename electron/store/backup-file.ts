/** A backup: the whole store in one file, a database like the store's own, with a table that says what it is. */
import { existsSync, fsyncSync, openSync, closeSync, realpathSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { createFile, databasePath } from './database.ts';
import { syncFolder } from './finish-restore.ts';
import { checkVersion } from './migrate.ts';
import { openSqlite } from './sqlite.ts';
import { isSqlite, storeError } from './store-error.ts';

/** The table that tells a backup from a store. A store never has it. */
export const ABOUT_TABLE = 'backup_about';
const FORMAT = '1';
/** How long SQLite waits for others. */
const BUSY_MS = 30_000;

export interface BackupRequest {
  /** The data folder. */
  folder: string;
  /** Absolute. An earlier backup of this name is replaced; anything else is not. */
  file: string;
  /** The vault's file as it is, ciphertext; null leaves it out. */
  vault: string | null;
  /** Of the program that makes it. */
  program: string;
  now: number;
}

/** What a store or a backup holds. */
export interface StoreSummary {
  tenants: number;
  computers: number;
  deployments: number;
  sessions: number;
  /** When the newest session was created, milliseconds; null where there is none. */
  newest: number | null;
  bytes: number;
}

/** What is in a backup, once it is found whole and of a version that this program knows. */
export interface BackupSummary extends StoreSummary {
  file: string;
  madeAt: number;
  program: string;
  /** It holds the vault's ciphertext. */
  vault: boolean;
}

/** Writes a backup while others use the store. The file gets its name when it is whole, and not before. @throws RoundsError */
export function makeBackup(request: BackupRequest): BackupSummary {
  const { file, folder } = request;
  refuseOtherFiles(file, folder);
  const part = `${file}.part`;
  let store: Database.Database | undefined;
  try {
    rmSync(part, { force: true });
    createFile(part);
    store = openSqlite(databasePath(folder), { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    store.prepare('VACUUM INTO ?').run(part);
    store.close();
    writeAbout(part, request);
    const summary = readBackup(part);
    syncFile(part);
    renameSync(part, file);
    syncFolder(dirname(file));
    return { ...summary, file };
  } catch (error) {
    store?.close();
    rmSync(part, { force: true });
    throw roomLeft(dirname(file)) === 0 ? storeError(Object.assign(new Error(messageOf(error)), { code: 'ENOSPC' }), file) : storeError(error, file);
  }
}

/**
 * Looks whether a file is a whole backup that this program can bring back, and what is in it.
 * @throws RoundsError `input/backup` what is no backup or is damaged; `store/newer-version`
 */
export function readBackup(file: string): BackupSummary {
  if (!existsSync(file) || !statSync(file).isFile()) throw new RoundsError('input/backup', `${file}: there is no such file`, { place: { file } });
  let db: Database.Database | undefined;
  try {
    db = openSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    checkBackupVersion(db, file);
    const found = db.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok') throw damaged(file, String(found));
    const about = aboutOf(db, file);
    return {
      ...summaryOf(db, file),
      file,
      madeAt: Number(about.get('made-at')),
      program: about.get('program') ?? '',
      vault: about.has('vault'),
    };
  } catch (error) {
    if (isSqlite(error, 'SQLITE_NOTADB')) throw noBackup(file);
    if (isSqlite(error, 'SQLITE_CORRUPT') || isSqlite(error, 'SQLITE_IOERR')) throw damaged(file, messageOf(error));
    throw storeError(error, file);
  } finally {
    db?.close();
  }
}

/** What the store of a folder holds; null where there is none, or none that can be read. */
export function readStore(folder: string): StoreSummary | null {
  const path = databasePath(folder);
  if (!existsSync(path)) return null;
  let db: Database.Database | undefined;
  try {
    db = openSqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    return summaryOf(db, path);
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

/** The vault's ciphertext out of a backup that was read before. */
export function vaultOf(db: Database.Database): string | null {
  const row = db.prepare<[], { value: string }>(`SELECT value FROM ${ABOUT_TABLE} WHERE key = 'vault'`).get();
  return row?.value ?? null;
}

/** Only an earlier backup makes room for a new one. */
function refuseOtherFiles(file: string, folder: string): void {
  const place = { file };
  if (!existsSync(dirname(file))) throw new RoundsError('usage/backup', `${dirname(file)}: there is no such folder`, { place });
  if (existsSync(folder) && realpathSync(dirname(file)) === realpathSync(folder) && /^(rounds\.db|vault)/.test(basename(file)))
    throw new RoundsError('usage/backup', `${file} is a file of the store itself`, { place, advice: 'Give the backup another name or place.' });
  if (!existsSync(file)) return;
  try {
    if (statSync(file).isFile() && (statSync(file).size === 0 || isBackup(file))) return;
  } catch {
    // Not to be read: not ours.
  }
  throw new RoundsError('usage/backup', `${file} is there already, and no backup`, { place, advice: 'Give the backup another name.' });
}

function isBackup(file: string): boolean {
  const db = openSqlite(file, { readonly: true, fileMustExist: true });
  try {
    return db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(ABOUT_TABLE) !== undefined;
  } finally {
    db.close();
  }
}

function writeAbout(part: string, { vault, program, now }: BackupRequest): void {
  const db = openSqlite(part, { fileMustExist: true });
  try {
    // The file has no name yet that anybody would look for: it is synced as a whole afterwards.
    db.pragma('journal_mode = MEMORY');
    db.pragma('synchronous = OFF');
    db.exec(`CREATE TABLE ${ABOUT_TABLE} (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`);
    const put = db.prepare(`INSERT INTO ${ABOUT_TABLE} (key, value) VALUES (?, ?)`);
    put.run('format', FORMAT);
    put.run('made-at', String(now));
    put.run('program', program);
    if (vault !== null) put.run('vault', vault);
  } finally {
    db.close();
  }
}

function checkBackupVersion(db: Database.Database, file: string): void {
  try {
    checkVersion(db, file);
  } catch (error) {
    if (!(error instanceof RoundsError)) throw error;
    if (error.kind === 'store/foreign') throw noBackup(file);
    throw new RoundsError('store/newer-version', `${file}: a newer version of Rounds made this backup`, {
      ...error.details,
      advice: 'Use the newer Rounds that made it.',
    });
  }
}

function aboutOf(db: Database.Database, file: string): Map<string, string> {
  if (db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(ABOUT_TABLE) === undefined) throw noBackup(file);
  const about = new Map(
    db
      .prepare<[], { key: string; value: string }>(`SELECT key, value FROM ${ABOUT_TABLE}`)
      .all()
      .map(({ key, value }) => [key, value]),
  );
  if (about.get('format') !== FORMAT)
    throw new RoundsError('store/newer-version', `${file}: a newer version of Rounds made this backup`, {
      place: { file },
      advice: 'Use the newer Rounds that made it.',
    });
  return about;
}

function summaryOf(db: Database.Database, file: string): StoreSummary {
  // An old one may lack a table; it gets it when it is opened.
  const has = (table: string): boolean => db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
  const one = (table: string, what: string, where = '1'): number | null =>
    has(table) ? (db.prepare<[], { n: number | null }>(`SELECT ${what} AS n FROM ${table} WHERE ${where}`).get()?.n ?? null) : null;
  const kind = (name: string): number => one('set_up', 'count(*)', `kind = '${name}'`) ?? 0;
  return {
    tenants: kind('tenant'),
    computers: kind('computer'),
    deployments: kind('deployment'),
    sessions: one('sessions', 'count(*)') ?? 0,
    newest: one('sessions', 'max(created_at)'),
    bytes: statSync(file).size,
  };
}

const noBackup = (file: string): RoundsError =>
  new RoundsError('input/backup', `${file}: it is no backup of Rounds`, {
    place: { file },
    advice: 'Choose a file that rounds backup, or the window, has written.',
  });
const damaged = (file: string, why: string): RoundsError =>
  new RoundsError('input/backup', `${file}: this backup is damaged (${why}); nothing was changed`, {
    place: { file },
    advice: 'Take an older backup.',
  });

/** Bytes; null where nobody can say. */
function roomLeft(folder: string): number | null {
  try {
    return statfsSync(folder).bavail;
  } catch {
    return null;
  }
}

/** What was written is on the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
