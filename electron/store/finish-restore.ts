/**
 * The last part of a restore, which can be done again from wherever it was cut off. What is to come lies complete in the folder
 * `restoring`: the rename that gives it this name is the moment from which the restore holds.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, RoundsError } from '../../shared/errors.ts';

export const RESTORING = 'restoring';
export const RESTORE_PLAN = 'plan.json';

/** What stands in the plan of a restore. */
export interface RestorePlan {
  /** Name of the folder, in the data folder, that takes what was there. */
  aside: string;
}

/** What is replaced, with the files that belong to each: what is left of them would be taken for part of the new one. */
const PARTS = [
  { name: 'rounds.db', present: ['rounds.db', 'rounds.db-wal', 'rounds.db-shm'] },
  { name: 'vault', present: ['vault'] },
] as const;

/** Puts in place what lies ready, if anything does. Only at the door, and with nobody in. @throws RoundsError `store/restore` */
export function finishRestore(folder: string): void {
  const ready = join(folder, RESTORING);
  if (!existsSync(ready)) return;
  try {
    const parts = PARTS.filter(({ name }) => existsSync(join(ready, name)));
    if (parts.length > 0) {
      const { aside } = JSON.parse(readFileSync(join(ready, RESTORE_PLAN), 'utf8')) as RestorePlan;
      const kept = join(folder, aside);
      mkdirSync(kept, { recursive: true, mode: 0o700 });
      for (const { name, present } of parts) {
        for (const file of present) if (existsSync(join(folder, file))) renameSync(join(folder, file), join(kept, file));
        syncFolder(kept);
        renameSync(join(ready, name), join(folder, name));
      }
      syncFolder(folder);
    }
    rmSync(ready, { recursive: true, force: true });
  } catch (error) {
    throw new RoundsError(
      'store/restore',
      `${ready}: a restore was begun and cannot be finished (${messageOf(error)})`,
      { place: { file: ready }, advice: 'Make room and give this user the right to write there; it goes on with the next start.' },
      error,
    );
  }
}

/** So that names survive a power failure; some systems do not let a folder be opened. */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // As good as the system has it.
  }
}
