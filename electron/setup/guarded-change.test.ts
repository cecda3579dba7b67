import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../store/open-store.ts';
import type { SetUpEntry, Store } from '../store/store.ts';
import { valuesOf } from './entries.ts';
import { guardedChange } from './guarded-change.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-guard-'));
  store = await openStore({ folder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const tenant = (name: string): SetUpEntry => ({ kind: 'tenant', sources: ['window'], value: { name } });
const names = async (): Promise<string[]> =>
  valuesOf(await store.readSetUp(), 'tenant')
    .map(({ name }) => name)
    .sort();

it('is worked out anew when somebody else was quicker, and loses nothing of his', async () => {
  let tries = 0;
  await guardedChange(store, async (entries) => {
    tries += 1;
    if (tries === 1) await store.changeSetUp({ put: [tenant('Theirs')], remove: [] });
    return { change: { put: [tenant(`Seen ${entries.length}`)], remove: [] } };
  });
  expect(tries).toBe(2);
  expect(await names()).toEqual(['Seen 1', 'Theirs']);
});

it('gives up when others are quicker every time, and changes nothing', async () => {
  let tries = 0;
  const change = guardedChange(store, async () => {
    tries += 1;
    await store.changeSetUp({ put: [tenant(`Theirs ${tries}`)], remove: [] });
    return { change: { put: [tenant('Ours')], remove: [] } };
  });
  await expect(change).rejects.toMatchObject({ kind: 'store/set-up-changed' });
  expect(await names()).not.toContain('Ours');
});
