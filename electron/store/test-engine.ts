/** The engine without its thread: quicker, and its database is at hand. */
import type { Database } from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { openDatabase } from './database.ts';
import { createEngine, type Engine } from './engine.ts';
import type { CallName, Entry } from './messages.ts';
import { registerOwner, type Owners } from './owners.ts';
import type { Store } from './store.ts';
import { freshFolder } from './test-fixtures.ts';

const CAP = { lines: 1000, bytes: 2 ** 20 };

/** An engine on a folder, closed when the test ends. */
export function openEngine(folder = freshFolder()): { engine: Engine; db: Database; owners: Owners; folder: string } {
  const db = openDatabase(folder);
  const owners = db.transaction(() => registerOwner(folder, 'me')).immediate();
  onTestFinished(() => {
    owners.release();
    db.close();
  });
  return { engine: createEngine(db, folder, owners, CAP), db, owners, folder };
}

let seq = 0;
/** A call as the worker gets it. */
export function call<K extends CallName>(name: K, ...args: Parameters<Store[K]>): Entry {
  return { type: 'call', call: { seq: ++seq, name, args } };
}
