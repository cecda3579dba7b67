import type Database from 'better-sqlite3';
import { makeFolder } from '../files/make-folder.ts';
import { dirname } from 'node:path';
import { RoundsError } from '../../shared/errors.ts';
import { createFile } from './database.ts';
import { openSqlite, useBinding } from './sqlite.ts';
import { isSqlite, storeError } from './store-error.ts';

const LOOK_MS = 25;

/**
 * Does work while no other process (and nothing else of this one) does work under the same file. The kernel lets go of the lock when
 * its process ends in whatever way, so none is ever left over.
 * @throws RoundsError `store/busy` when another holds it for longer than `limit`, `store/*` where the file cannot be made
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  { limit = 10_000, nativeBinding }: { limit?: number; nativeBinding?: string } = {},
): Promise<T> {
  if (nativeBinding !== undefined) useBinding(nativeBinding);
  for (const end = performance.now() + limit; ; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
    const held = take(path);
    if (held) {
      try {
        return await work();
      } finally {
        held.close();
      }
    }
    if (performance.now() > end)
      throw new RoundsError('store/busy', `${path} is held by another process`, {
        place: { file: path },
        advice: 'Try again; if it stays so, end the other Rounds that hangs.',
      });
  }
}

function take(path: string): Database.Database | null {
  let db: Database.Database | undefined;
  try {
    makeFolder(dirname(path));
    createFile(path);
    db = openSqlite(path, { timeout: 0 });
    // Nothing is ever written, so there is no need of a journal file beside it.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db?.close();
    if (isSqlite(error, 'SQLITE_BUSY')) return null;
    throw storeError(error, path);
  }
}
