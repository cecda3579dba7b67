/** Group commit: writes that arrive together share one immediate transaction, and each may fail alone. */
import type { Database } from 'better-sqlite3';
import type { RoundsError } from '../../shared/errors.ts';
import { storeError } from './store-error.ts';

export type Attempt = { ok: true; value: unknown } | { ok: false; error: RoundsError };

export interface WriteGroup {
  /** Runs one write; what it throws undoes that write only. The first one begins the transaction. */
  attempt(work: () => unknown): Attempt;
  /** Ends the transaction, if there is one. Not null: nothing of the group was kept, and why. */
  commit(): RoundsError | null;
}

/** Groups of writes on a database, one after the other. */
export function createWriteGroup(db: Database, path: string): WriteGroup {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const savepoint = db.prepare('SAVEPOINT one_write');
  const release = db.prepare('RELEASE one_write');
  const undo = db.prepare('ROLLBACK TO one_write');
  /** Why the transaction of this group cannot be had or is gone (SQLite ends it by itself when the disk is full). */
  let broken: RoundsError | null = null;

  return {
    attempt(work) {
      if (broken) return { ok: false, error: broken };
      try {
        if (!db.inTransaction) begin.run();
        savepoint.run();
      } catch (error) {
        broken = storeError(error, path);
        return { ok: false, error: broken };
      }
      try {
        const value = work();
        release.run();
        return { ok: true, value };
      } catch (error) {
        const failure = storeError(error, path);
        try {
          if (!db.inTransaction) throw failure;
          undo.run();
          release.run();
        } catch {
          broken = failure;
        }
        return { ok: false, error: failure };
      }
    },
    commit() {
      let failure = broken;
      broken = null;
      try {
        if (db.inTransaction && !failure) commit.run();
      } catch (error) {
        failure = storeError(error, path);
      }
      if (db.inTransaction) db.exec('ROLLBACK');
      return failure;
    },
  };
}
