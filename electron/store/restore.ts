/** A backup takes the store's place: made ready beside it, then put in place in one step that nothing can leave half done. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { ABOUT_TABLE, readBackup, syncFile, vaultOf } from './backup-file.ts';
import { finishRestore, RESTORE_PLAN, RESTORING, syncFolder, type RestorePlan } from './finish-restore.ts';
import { atTheDoor } from './opening.ts';
import { livingOwners } from './owners.ts';
import { openSqlite } from './sqlite.ts';
import { storeError } from './store-error.ts';

export interface RestoreRequest {
  /** The data folder. */
  folder: string;
  /** The backup, absolute. */
  file: string;
  /** Its vault too, where it holds one. */
  vault: boolean;
  now: number;
}

/** A restore that lies ready, and the folder that will hold what is there now. */
export interface ReadyRestore {
  folder: string;
  /** Name of the folder in which it lies. */
  ready: string;
  /** Absolute. */
  aside: string;
}

const PREFIX = `${RESTORING}.part-`;

/** Checks a backup and copies it beside the store. Changes nothing of the store. @throws RoundsError */
export function prepareRestore({ folder, file, vault, now }: RestoreRequest): ReadyRestore {
  readBackup(file);
  const name = `${PREFIX}${process.pid}`;
  const ready = join(folder, name);
  const aside = `before-restore-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeLeftOvers(folder);
    mkdirSync(ready, { mode: 0o700 });
    const copy = join(ready, 'rounds.db');
    copyFileSync(file, copy);
    chmodSync(copy, 0o600);
    const kept = takeAbout(copy);
    if (vault && kept !== null) {
      writeFileSync(join(ready, 'vault'), kept, { mode: 0o600 });
      syncFile(join(ready, 'vault'));
    }
    writeFileSync(join(ready, RESTORE_PLAN), JSON.stringify({ aside } satisfies RestorePlan), { mode: 0o600 });
    syncFile(copy);
    syncFile(join(ready, RESTORE_PLAN));
    syncFolder(ready);
    return { folder, ready: name, aside: join(folder, aside) };
  } catch (error) {
    rmSync(ready, { recursive: true, force: true });
    throw storeError(error, ready);
  }
}

/**
 * Puts it in place. From the rename on it holds, whatever happens: who opens the store next finishes it.
 * @throws RoundsError `usage/store-in-use` while any process has the store open
 */
export function commitRestore(restore: ReadyRestore): void {
  const { folder, ready } = restore;
  try {
    atTheDoor(folder, () => {
      refuseInUse(folder);
      try {
        renameSync(join(folder, ready), join(folder, RESTORING));
      } catch (error) {
        throw new RoundsError('store/restore', `${join(folder, ready)} cannot be put in place (${messageOf(error)}); nothing was changed`, {}, error);
      }
      syncFolder(folder);
      finishRestore(folder);
    });
  } catch (error) {
    // After the rename there is nothing of this name any more.
    rmSync(join(folder, ready), { recursive: true, force: true });
    throw error;
  }
}

function refuseInUse(folder: string): void {
  const others = livingOwners(folder);
  if (others.length === 0) return;
  throw new RoundsError('usage/store-in-use', `${folder} is in use by ${others.length === 1 ? 'another process' : `${others.length} processes`}`, {
    advice: 'Close the window and let commands end that use it, then try again. Nothing was changed.',
  });
}

/** The copy becomes a store again; the vault's ciphertext has no place in one. */
function takeAbout(copy: string): string | null {
  let db: Database.Database | undefined;
  try {
    db = openSqlite(copy, { fileMustExist: true });
    const vault = vaultOf(db);
    db.pragma('secure_delete = ON');
    db.pragma('journal_mode = MEMORY');
    db.exec(`DROP TABLE ${ABOUT_TABLE}`);
    return vault;
  } finally {
    db?.close();
  }
}

/** Of processes that ended in the middle. */
function removeLeftOvers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(PREFIX)) continue;
    const pid = Number(name.slice(PREFIX.length));
    if (pid === process.pid || !isRunning(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
