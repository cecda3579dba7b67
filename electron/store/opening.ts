/**
 * The door of a data folder: who opens its database, and who puts another one in its place, comes through here one after the
 * other. So nobody opens half of a restore, and a restore sees everybody who has the database open.
 */
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { RoundsError } from '../../shared/errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { createFile } from './database.ts';
import { finishRestore } from './finish-restore.ts';
import { openSqlite } from './sqlite.ts';
import { isSqlite, storeError } from './store-error.ts';

/** How long one waits for another at the door: a database that is migrated takes its time. */
const WAIT_MS = 60_000;

/** Does work alone at the door, after a restore that was begun before is finished. @throws RoundsError `store/*` */
export function atTheDoor<T>(folder: string, work: () => T): T {
  const path = join(folder, 'opening.lock');
  let held: Database.Database | undefined;
  try {
    try {
      makeFolder(folder);
      createFile(path);
      held = openSqlite(path, { timeout: WAIT_MS });
      // Nothing is ever written, so there is no need of a journal file beside it.
      held.pragma('journal_mode = MEMORY');
      held.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      if (!isSqlite(error, 'SQLITE_BUSY')) throw storeError(error, path);
      throw new RoundsError('store/busy', `${folder}: another process opens or restores it for too long`, {
        place: { file: path },
        advice: 'Wait until it is done; if it stays so, end the other Rounds that hangs.',
      });
    }
    finishRestore(folder);
    return work();
  } finally {
    held?.close();
  }
}
