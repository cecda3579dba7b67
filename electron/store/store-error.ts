/** Everything that can go wrong below, as RoundsErrors that name the file and say what to do. */
import Database from 'better-sqlite3';
import { messageOf, RoundsError, type ErrorKind } from '../../shared/errors.ts';
import type { ErrorData } from './messages.ts';

interface Explanation {
  kind: ErrorKind;
  sentence: string;
  advice?: string;
}

const FULL: Explanation = {
  kind: 'store/full',
  sentence: 'the disk is full',
  advice: 'Make room on the disk; a run that is under way then writes what it holds back.',
};
const READ_ONLY: Explanation = {
  kind: 'store/read-only',
  sentence: 'it cannot be written',
  advice: 'Give this user the right to write there, or choose another folder with --data.',
};
const OPEN: Explanation = { kind: 'store/open', sentence: 'it cannot be opened', advice: 'Check the path, or choose another folder with --data.' };
const BUSY: Explanation = {
  kind: 'store/busy',
  sentence: 'another process holds it for too long',
  advice: 'End the process that hangs, then try again.',
};
const CORRUPT: Explanation = {
  kind: 'store/corrupt',
  sentence: 'it is damaged or no database; it was left as it is',
  advice: 'Move the file away yourself to start afresh, or bring it back from a backup.',
};
const IO: Explanation = { kind: 'store/io', sentence: 'reading or writing it failed', advice: 'Check the disk.' };
const CONFLICT: Explanation = { kind: 'store/conflict', sentence: 'what was to be written contradicts what is there' };
const OTHER: Explanation = { kind: 'store/database', sentence: 'the database refused' };

/** By the begin of SQLite's result code; the longer ones first. */
const BY_SQLITE_CODE: readonly (readonly [string, Explanation])[] = [
  ['SQLITE_FULL', FULL],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_PERM', READ_ONLY],
  ['SQLITE_AUTH', READ_ONLY],
  ['SQLITE_CANTOPEN', OPEN],
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_NOTADB', CORRUPT],
  ['SQLITE_IOERR', IO],
  ['SQLITE_CONSTRAINT', CONFLICT],
];
const BY_SYSTEM_CODE: Readonly<Record<string, Explanation>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: READ_ONLY,
  EPERM: READ_ONLY,
  EROFS: READ_ONLY,
  EIO: IO,
};

/** True for a result code of SQLite that begins like this. */
export function isSqlite(error: unknown, code: string): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith(code);
}

/** Anything that was thrown while `path` was worked with, as an error of kind `store/*`. */
export function storeError(error: unknown, path: string): RoundsError {
  if (error instanceof RoundsError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const found = error instanceof Database.SqliteError ? BY_SQLITE_CODE.find(([begin]) => code.startsWith(begin))?.[1] : BY_SYSTEM_CODE[code];
  const { kind, sentence, advice } = found ?? (code && !(error instanceof Database.SqliteError) ? OPEN : OTHER);
  return new RoundsError(kind, `${path}: ${sentence} (${messageOf(error)})`, { place: { file: path }, code, ...(advice && { advice }) }, error);
}

/** For the way over the thread boundary. */
export function errorData(error: unknown, path: string): ErrorData {
  return storeError(error, path).toJSON();
}
