/**
 * Who is alive. An owner is a process that holds the exclusive lock of a small SQLite file, `owners/<id>.lock`; the kernel
 * lets go of it when the process ends in whatever way, so nothing has to be trusted to tidy up.
 *
 * Lock files are made, judged and removed only by who holds the write lock of the database (register, recover and release run
 * in an immediate transaction): so nobody sees a file that is made and not yet locked, and nobody takes another's look for a lock.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openSqlite } from './sqlite.ts';
import { createFile } from './database.ts';
import { isSqlite, storeError } from './store-error.ts';

export interface Owners {
  /** This store's owner id. */
  readonly id: string;
  /** Whether a process holds the lock of this owner. Where that cannot be established it counts as alive. */
  isAlive(owner: string): boolean;
  /** Removes the lock files of owners that are gone. */
  removeDead(): void;
  /** Lets go of the lock and removes its file. */
  release(): void;
}

const SUFFIX = '.lock';
/** An owner's id names a file, so nothing else than this is looked for. */
const ID = /^[0-9A-Za-z][0-9A-Za-z-]*$/;

/**
 * Takes the lock of a new owner: `base`, or `base-2` and so on for further stores of the same process.
 * To be called in an immediate transaction on the database of the folder.
 * @throws RoundsError `store/*` with the path.
 */
export function registerOwner(folder: string, base: string): Owners {
  const owners = join(folder, 'owners');
  const pathOf = (id: string) => join(owners, id + SUFFIX);
  try {
    mkdirSync(owners, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storeError(error, owners);
  }
  let id = base;
  let held = lock(pathOf(id));
  for (let number = 2; held === null; number++) {
    id = `${base}-${number}`;
    held = lock(pathOf(id));
  }
  const mine = held;

  /** Whether nobody holds a lock file: by taking it for a moment. */
  function isFree(path: string): boolean {
    const taken = lock(path);
    taken?.close();
    return taken !== null;
  }

  return {
    id,
    isAlive(owner) {
      if (owner === id) return true;
      if (!ID.test(owner) || !existsSync(pathOf(owner))) return false;
      try {
        return !isFree(pathOf(owner));
      } catch {
        return true;
      }
    },
    removeDead() {
      for (const name of readdirSync(owners)) {
        if (!name.endsWith(SUFFIX) || name === id + SUFFIX) continue;
        const path = join(owners, name);
        try {
          if (isFree(path)) rmSync(path, { force: true });
        } catch {
          // Not ours to open or remove (another user's): it is looked at again next time.
        }
      }
    },
    release() {
      mine.close();
      rmSync(pathOf(id), { force: true });
    },
  };
}

/** Everybody who has the store of a folder open. Only at the door: nobody comes in meanwhile. */
export function livingOwners(folder: string): string[] {
  const owners = join(folder, 'owners');
  if (!existsSync(owners)) return [];
  return readdirSync(owners).filter((name) => {
    if (!name.endsWith(SUFFIX)) return false;
    try {
      const taken = lock(join(owners, name));
      taken?.close();
      return taken === null;
    } catch {
      // Another user's: it may well be alive.
      return true;
    }
  });
}

/** Opens and locks a file. Null when another holds it. */
function lock(path: string): Database.Database | null {
  let db: Database.Database | undefined;
  try {
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
