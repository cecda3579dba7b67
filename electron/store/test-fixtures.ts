/** Stores and folders for the tests, which go away when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from './open-store.ts';
import type { Store, StoreOptions } from './store.ts';
import { aBatch, anAction, anItem, aSession } from './test-records.ts';

/** A data folder that does not exist yet; removed when the test ends. */
export function freshFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'rounds-store-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'data');
}

/** A store that is closed when the test ends. */
export async function openTestStore(options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({ folder: options.folder ?? freshFolder(), ...options });
  onTestFinished(() => store.close().catch(() => undefined));
  return store;
}

/** A batch b1 with session s1 of this owner and so many actions. */
export async function withActions(store: Store, actions = 1): Promise<void> {
  await store.createBatch(aBatch(), [aSession({ owner: store.owner })], []);
  await store.planSession(
    's1',
    Array.from({ length: actions }, (_, n) => anAction({ n })),
    [anItem()],
  );
}
