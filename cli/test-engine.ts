/** An engine for tests of commands: a set-up in memory, and batches whose events the test scripts. */
import { expect } from 'vitest';
import type { Engine, EngineOptions } from '../electron/engine.ts';
import type { RetryRequest, RunningBatch, RunRequest } from '../electron/sessions/run-request.ts';
import type { LogPage, SetUpChange, SetUpEntry, Store } from '../electron/store/store.ts';
import type { RunEvent, SessionSummary } from '../shared/events.ts';
import type { ComputerState, Deployment, Item, SetUp } from '../shared/model.ts';
import type { ActionRecord, BatchRecord, OutputRecord, SessionRecord } from '../shared/record.ts';

export const AT = new Date(2025, 4, 15, 12, 0, 0).getTime();

export function computer(tenant: string, name: string, tags: string[] = []) {
  return { id: `${tenant}/${name}`, name, tenant, tags };
}

export function deployment(name: string, more: Partial<Deployment> = {}): Deployment {
  return {
    name,
    item: 'motd',
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

export function item(id: string, more: Partial<Item> = {}): Item {
  return {
    id,
    name: id,
    kind: 'task',
    platforms: ['linux'],
    parameters: {},
    dependsOn: [],
    place: { section: 'unordered' },
    mayRestart: false,
    files: [],
    scripts: {},
    hash: `hash-${id}`,
    folder: '/items',
    source: 'local',
    ...more,
  };
}

export const SETUP: SetUp = {
  tenants: [{ name: 'Acme' }, { name: 'Globex' }],
  credentials: [],
  computers: [computer('Acme', 'web-1', ['web']), computer('Acme', 'web-2', ['web']), computer('Globex', 'web-1'), computer('Globex', 'db-1')],
  groups: [
    { id: 'Acme/Web servers', name: 'Web servers', tenant: 'Acme', members: ['Acme/web-1', 'Acme/web-2'] },
    { id: 'Acme/Empty', name: 'Empty', tenant: 'Acme', members: [] },
  ],
  deployments: [
    deployment('Everywhere'),
    deployment('On the web', { target: { group: 'Acme/Web servers' } }),
    deployment('Recommended time', { item: 'time', origin: 'recommended', enabled: false }),
  ],
  items: [item('motd'), item('time')],
  limits: {},
};

export const STATES: Record<string, ComputerState> = {
  'Acme/web-1': { facts: { platform: 'linux', 'os-name': 'Debian 12' }, onboarding: 'onboarded', lastSeen: AT - 120_000 },
};

export interface TestRecord {
  batches: BatchRecord[];
  sessions: SessionRecord[];
  actions: ActionRecord[];
  log: OutputRecord[];
}

export function batchRecord(id: string): BatchRecord {
  const options: BatchRecord['options'] = { kind: 'maintenance', include: ['required'], offline: { rule: 'skip' } };
  return { id, kind: 'maintenance', options, createdAt: AT, endedAt: null, parent: null, targetText: 'all' };
}

export function sessionRecord(id: string, more: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id,
    batch: 'b1',
    kind: 'maintenance',
    computerId: 'Acme/web-1',
    computer: 'web-1',
    tenant: 'Acme',
    status: 'passed',
    reason: null,
    detail: null,
    phase: 'completion',
    parent: null,
    createdAt: AT,
    startedAt: AT,
    endedAt: AT + 1500,
    facts: null,
    owner: null,
    resumed: 0,
    ...more,
  };
}

export function actionRecord(session: string, n: number, item: string, more: Partial<ActionRecord> = {}): ActionRecord {
  return {
    session,
    n,
    item,
    itemName: item,
    instance: null,
    result: 'success',
    reason: 'set-and-verified',
    detail: null,
    flags: [],
    startedAt: AT,
    endedAt: AT + 400,
    ms: 400,
    changed: true,
    frozen: {
      itemHash: 'h',
      deployment: 'Everywhere',
      enforcement: 'required',
      mode: 'enforce',
      parameters: {},
      dependsOn: [],
      after: [],
      neededBy: [],
    },
    planned: null,
    properties: [],
    logLines: 0,
    logBytes: 0,
    droppedLines: 0,
    droppedBytes: 0,
    ...more,
  };
}

/** What a batch under way does when the test lets it. */
export interface ScriptedBatch {
  events: RunEvent[];
  sessions: SessionSummary[];
  /** Ends only when it is cancelled, with these. */
  untilCancelled?: SessionSummary[];
}

export interface TestEngine {
  open: (options: EngineOptions) => Promise<Engine>;
  requests: (RunRequest | RetryRequest | string)[];
  changes: SetUpChange[];
  options: EngineOptions[];
  closed: number;
  /** Resolves when a batch has begun. */
  started: Promise<void>;
}

function runningBatch(script: ScriptedBatch, started: () => void): RunningBatch {
  let end: (sessions: SessionSummary[]) => void = () => {};
  const finished = new Promise<SessionSummary[]>((resolve) => (end = resolve));
  return {
    id: 'b1',
    subscribe(listener) {
      setImmediate(() => {
        for (const event of script.events) listener(event);
        if (!script.untilCancelled) {
          listener({ type: 'batch.finished', at: AT, batch: 'b1', sessions: script.sessions });
          end(script.sessions);
        }
        started();
      });
      return () => {};
    },
    cancel: () => script.untilCancelled && end(script.untilCancelled),
    finished,
  };
}

export function testEngine(
  options: {
    batch?: ScriptedBatch;
    record?: Partial<TestRecord>;
    setUp?: SetUp;
    warnings?: string[];
    cancel?: 'here' | 'asked' | 'over';
    entries?: SetUpEntry[];
  } = {},
): TestEngine {
  const { batches = [], sessions = [], actions = [], log = [] } = options.record ?? {};
  let begun: () => void = () => {};
  const result: TestEngine = {
    open: async () => engine,
    requests: [],
    changes: [],
    options: [],
    closed: 0,
    started: new Promise((resolve) => (begun = resolve)),
  };
  const start = async (request: RunRequest | RetryRequest | string) => {
    result.requests.push(request);
    return runningBatch(options.batch ?? { events: [], sessions: [] }, begun);
  };
  const page = (first: number, limit: number): LogPage => ({ records: log.slice(first, first + limit), first, total: log.length });
  const store: Partial<Store> = {
    readSetUp: async () => options.entries ?? [],
    setUpVersion: async () => 7,
    changeSetUp: async ({ put, remove, version }) => {
      expect(version).toBe(7);
      result.changes.push({ put, remove });
    },
    computerStates: async () => STATES,
    batch: async (id) => batches.find((batch) => batch.id === id) ?? null,
    session: async (id) => sessions.find((session) => session.id === id) ?? null,
    sessions: async (filter) =>
      sessions.filter(
        (session) =>
          (filter.batch === undefined || session.batch === filter.batch) &&
          (filter.parent === undefined || session.parent === filter.parent) &&
          (filter.status === undefined || filter.status.includes(session.status)),
      ),
    counts: async (ids) => ids.map((session) => ({ session, results: { success: actions.filter((action) => action.session === session).length } })),
    actions: async (session) => actions.filter((action) => action.session === session),
    log: async (_session, _n, { first, limit }) => page(first, limit ?? 1000),
    findIds: async (text) => [
      ...sessions.filter(({ id }) => id.startsWith(text)).map(({ id }) => ({ kind: 'session' as const, id })),
      ...batches.filter(({ id }) => id.startsWith(text) || text === 'last').map(({ id }) => ({ kind: 'batch' as const, id })),
    ],
  };
  const engine = {
    store: store as Store,
    setUp: async () => ({ setUp: options.setUp ?? SETUP, warnings: options.warnings ?? [] }),
    run: start,
    retry: start,
    resume: start,
    cancel: async (id: string) => {
      result.requests.push(`cancel ${id}`);
      return options.cancel ?? 'asked';
    },
    close: async () => void result.closed++,
  } as unknown as Engine;
  result.open = async (given) => {
    result.options.push(given);
    return engine;
  };
  return result;
}
