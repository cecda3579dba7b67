/** Sessions over a real store and computers in memory: what the tests of sessions/ stand on. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { resolve } from '../../electron/resolution/index.ts';
import { BatchRun } from '../../electron/sessions/batch-run.ts';
import type { Clock } from '../../electron/sessions/clock.ts';
import { systemClock } from '../../electron/sessions/clock.ts';
import { newId } from '../../electron/sessions/ids.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { Store } from '../../electron/store/store.ts';
import { DEFAULT_LIMITS } from '../../shared/limits.ts';
import type { RunEvent, SessionSummary } from '../../shared/events.ts';
import type { Computer, Deployment, Item, SetUp } from '../../shared/model.ts';
import type { ActionRecord, BatchOptions, BatchRecord, SessionRecord } from '../../shared/record.ts';
import { FakeClock, settle } from './clock.ts';
import { FakeTransport, type FakeComputer } from './transport.ts';

export function item(id: string, more: Partial<Item> = {}): Item {
  const source = (name: string) => ({ file: `${name}.sh`, text: `# ${name} of ${id}` });
  return {
    id,
    name: `The ${id}`,
    kind: 'task',
    platforms: ['linux'],
    parameters: {},
    dependsOn: [],
    place: { section: 'unordered' },
    mayRestart: false,
    files: [],
    scripts: { linux: { test: source('test'), set: source('set'), get: source('get') } },
    hash: `hash-${id}`,
    folder: `/items/${id}`,
    source: 'local',
    ...more,
  };
}

export function software(id: string, more: Partial<Item> = {}): Item {
  const scripts = Object.fromEntries(
    ['detect', 'available', 'install', 'upgrade', 'uninstall'].map((name) => [name, { file: `${name}.sh`, text: '' }]),
  );
  return item(id, { kind: 'software', versionScheme: 'dotted', scripts: { linux: scripts }, ...more });
}

export function deployment(itemId: string, more: Partial<Deployment> = {}): Deployment {
  return {
    name: `Deploy ${itemId}`,
    item: itemId,
    instance: null,
    target: { all: true },
    enforcement: 'required',
    origin: 'local',
    mode: 'enforce',
    parameters: {},
    enabled: true,
    ...more,
  };
}

export function computers(count: number, tenant = 'Acme'): Computer[] {
  return Array.from({ length: count }, (_, i) => ({ id: `${tenant}/c${i + 1}`, name: `c${i + 1}`, tenant, tags: [] }));
}

export interface Scene {
  items: Item[];
  deployments?: Deployment[];
  computers?: Computer[];
  setUp?: Partial<SetUp>;
  fake?: Record<string, FakeComputer>;
  clock?: Clock;
  secrets?: Record<string, string>;
}

export interface Bench {
  store: Store;
  transport: FakeTransport;
  setUp: SetUp;
  folder: string;
  start(
    options?: Partial<BatchOptions>,
    prior?: Map<string, ActionRecord[]>,
  ): Promise<{ batch: BatchRun; sessions: SessionRecord[]; events: RunEvent[] }>;
  /** Starts and waits, moving a fake clock on while nothing else happens. */
  run(options?: Partial<BatchOptions>): Promise<{ summaries: SessionSummary[]; events: RunEvent[]; batch: BatchRun; sessions: SessionRecord[] }>;
  drive<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openBench(scene: Scene): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rounds-bench-'));
  const store = await openStore({ folder });
  const clock = scene.clock ?? systemClock;
  const transport = new FakeTransport(clock, scene.fake ?? {});
  const setUp: SetUp = {
    tenants: [{ name: 'Acme' }],
    credentials: [],
    computers: scene.computers ?? computers(1),
    groups: [],
    deployments: scene.deployments ?? scene.items.map((one) => deployment(one.id)),
    items: scene.items,
    limits: {},
    ...scene.setUp,
  };

  let happened = 0;
  const start: Bench['start'] = async (more = {}, prior = new Map()) => {
    const options: BatchOptions = { kind: 'maintenance', include: ['required'], offline: { rule: 'skip' }, ...more };
    const now = clock.now();
    const record: BatchRecord = { id: newId('b', now), kind: options.kind, options, createdAt: now, endedAt: null, parent: null, targetText: 'all' };
    const sessions = setUp.computers.map((computer): SessionRecord => ({
      id: newId('s', now),
      batch: record.id,
      kind: options.kind,
      computerId: computer.id,
      computer: computer.name,
      tenant: computer.tenant,
      status: 'queued',
      reason: null,
      detail: null,
      phase: null,
      parent: null,
      createdAt: now,
      startedAt: null,
      endedAt: null,
      facts: null,
      owner: store.owner,
      resumed: 0,
    }));
    await store.createBatch(record, sessions, []);
    const { include, chosen } = options;
    const batch = new BatchRun(record, sessions, {
      setUp,
      options,
      store,
      transport,
      clock,
      secrets: (name) => Promise.resolve(scene.secrets?.[name] ?? null),
      computerOf: (id) => setUp.computers.find((one) => one.id === id),
      targetOf: (id) => ({ computer: id, kind: 'ssh', host: id, persistentShell: true, limits: DEFAULT_LIMITS }),
      resolve: (id, facts) => resolve(setUp, id, facts, { include, onboarding: options.kind === 'onboarding', ...(chosen ? { chosen } : {}) }),
      knownFacts: () => ({}),
      prepared: (session) =>
        Promise.resolve(prior.has(session.computerId) ? { actions: prior.get(session.computerId) ?? [], items: scene.items } : null),
    });
    const events: RunEvent[] = [];
    batch.subscribe((event) => {
      happened++;
      events.push(event);
    });
    return { batch, sessions, events };
  };

  const drive: Bench['drive'] = async (promise) => {
    if (!(clock instanceof FakeClock)) return promise;
    let over = false;
    void promise.catch(() => undefined).then(() => (over = true));
    // Time goes on only when nothing else does: no script, no event, no answer of the store.
    let quiet = 0;
    for (let before = -1; !over;) {
      await store.flush();
      await settle();
      const progress = transport.sent.length + happened;
      quiet = progress === before ? quiet + 1 : 0;
      before = progress;
      if (!over && quiet >= 4) {
        quiet = 0;
        await clock.advanceToNext();
      }
    }
    return promise;
  };

  return {
    store,
    transport,
    setUp,
    folder,
    start,
    drive,
    async run(options) {
      const started = await start(options);
      return { ...started, summaries: await drive(started.batch.finished) };
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
