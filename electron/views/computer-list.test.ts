import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ComputerColumn } from '../../shared/api/computers.ts';
import type { SessionRecord } from '../../shared/record.ts';
import type { Engine } from '../engine.ts';
import { openEngine } from '../open-engine.ts';
import { execAction, execItem } from '../sessions/exec-item.ts';
import { ComputerList } from './computer-list.ts';
import { Fleet } from './fleet.ts';

let folder: string;
let engine: Engine;
let list: ComputerList;
let made = 0;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-list-'));
  engine = await openEngine({ dataFolder: path.join(folder, 'data'), secrets: () => Promise.resolve(null) });
  await apply(['web-9', 'web-10', 'Web-1', 'db-1']);
  list = new ComputerList(engine, new Fleet(engine));
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function apply(names: string[]): Promise<void> {
  const file = path.join(folder, 'set-up.yaml');
  const computers = names.map((name) => `  - { name: ${name}, tenant: Acme, tags: [${name.startsWith('db') ? 'db' : 'web'}] }`);
  writeFileSync(file, ['tenants: [{ name: Acme }]', 'computers:', ...computers, ''].join('\n'));
  await engine.apply([file], { prune: true, dryRun: false });
}

const item = execItem({ text: 'true', shell: 'sh', name: 'script.sh' });

/** A session with one action, as another process would have recorded it. */
async function session(computer: string, status: SessionRecord['status'], at: number): Promise<string> {
  made += 1;
  const id = `s${made}`;
  const record: SessionRecord = {
    id,
    batch: `b${made}`,
    kind: 'maintenance',
    computerId: `Acme/${computer}`,
    computer,
    tenant: 'Acme',
    status,
    reason: null,
    detail: null,
    phase: null,
    parent: null,
    createdAt: at,
    startedAt: at,
    endedAt: status === 'running' ? null : at + 1,
    facts: null,
    owner: engine.store.owner,
    resumed: 0,
  };
  const result = status === 'passed' ? 'success' : status === 'failed' ? 'error' : 'pending';
  await engine.store.createBatch(
    {
      id: record.batch,
      kind: 'maintenance',
      options: { kind: 'maintenance', include: [], offline: { rule: 'skip' } },
      createdAt: at,
      endedAt: null,
      parent: null,
      targetText: 'all',
    },
    [record],
    [{ ...execAction(id, item), result }],
    [item],
  );
  return id;
}

const FILTER = { text: '', tenants: [], platforms: [], connections: [], tags: [], groups: [], statuses: [] };
async function names(by: ComputerColumn = 'name', descending = false, filter: Partial<typeof FILTER> = {}): Promise<string[]> {
  const { rows } = await list.page({ filter: { ...FILTER, ...filter }, sort: { by, descending }, offset: 0, limit: 100 });
  return rows.map(({ name }) => name);
}
/** What changed is looked for twice a second at most. */
const soon = { timeout: 10_000, interval: 100 };

it('orders names as people do, and nothing goes last in both directions', async () => {
  expect(await names()).toEqual(['db-1', 'Web-1', 'web-9', 'web-10']);
  expect(await names('name', true)).toEqual(['web-10', 'web-9', 'Web-1', 'db-1']);
  await session('web-9', 'failed', 1000);
  await session('db-1', 'passed', 2000);
  await expect.poll(() => names('compliance'), soon).toEqual(['web-9', 'db-1', 'Web-1', 'web-10']);
  expect(await names('compliance', true)).toEqual(['db-1', 'web-9', 'Web-1', 'web-10']);
});

it('follows sessions: begun, over, interrupted and gone on with', async () => {
  const status = async (): Promise<unknown> => (await list.one('Acme/web-9'))?.row.last?.status ?? null;
  expect(await status()).toBeNull();
  const id = await session('web-9', 'running', 1000);
  await expect.poll(status, soon).toBe('running');
  await engine.store.updateSession(id, { status: 'interrupted', owner: null });
  await expect.poll(status, soon).toBe('interrupted');
  await engine.store.updateSession(id, { status: 'running', resumed: 1 });
  await expect.poll(status, soon).toBe('running');
  await engine.store.updateAction(id, 0, { result: 'success' });
  await engine.store.updateSession(id, { status: 'passed', endedAt: 3000, owner: null });
  await expect.poll(status, soon).toBe('passed');
  expect(await names('name', false, { statuses: ['passed'] as never[] })).toEqual(['web-9']);
  // An older one that is recorded later changes nothing.
  await session('web-9', 'failed', 500);
  await session('db-1', 'failed', 500);
  await expect.poll(async () => (await list.one('Acme/db-1'))?.row.last?.status, soon).toBe('failed');
  expect(await status()).toBe('passed');
});

it('follows the set-up: computers that go, come and change, with what is known of them', async () => {
  await engine.store.updateComputerState('Acme/web-9', { facts: { platform: 'linux', 'os-name': 'Debian GNU/Linux 12 (bookworm)' }, lastSeen: 5 });
  await expect.poll(async () => (await list.one('Acme/web-9'))?.row.platform, soon).toBe('Debian 12');
  await apply(['web-9', 'fresh']);
  expect(await names()).toEqual(['fresh', 'web-9']);
  expect((await list.one('Acme/web-9'))?.row.platform).toBe('Debian 12');
  expect(await list.one('Acme/db-1')).toBeNull();
  expect(await names('name', false, { tags: ['db'] as never[] })).toEqual([]);
  expect(await list.ids({ ...FILTER, text: 'FRESH' })).toEqual(['Acme/fresh']);
});

it('is the same set-up until something changes', async () => {
  const [a, b] = [(await engine.setUp()).setUp, (await engine.setUp()).setUp];
  expect(a).toBe(b);
  await apply(['web-9']);
  const after = (await engine.setUp()).setUp;
  expect(after).not.toBe(a);
  expect(after.computers.map(({ name }) => name)).toEqual(['web-9']);
});
