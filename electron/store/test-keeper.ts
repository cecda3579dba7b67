/** The keeper without its thread: quicker, and its database is at hand. */
import type { Database } from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { openDatabase } from './database.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import type { CallName, Entry } from './messages.ts';
import { registerOwner, type Owners } from './owners.ts';
import type { Store } from './store.ts';
import { freshFolder } from './test-fixtures.ts';

const CAP = { lines: 1000, bytes: 2 ** 20 };

/** A keeper on a folder, closed when the test ends. */
export function openKeeper(folder = freshFolder()): { keeper: Keeper; db: Database; owners: Owners; folder: string } {
  const db = openDatabase(folder);
  const owners = db.transaction(() => registerOwner(folder, 'me')).immediate();
  onTestFinished(() => {
    owners.release();
    db.close();
  });
  return { keeper: createKeeper(db, folder, owners, CAP), db, owners, folder };
}

let seq = 0;
/** A call as the worker gets it. */
export function call<K extends CallName>(name: K, ...args: Parameters<Store[K]>): Entry {
  return { type: 'call', call: { seq: ++seq, name, args } };
}
