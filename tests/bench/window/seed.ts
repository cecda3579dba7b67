/**
 * A data folder as it is after months at a large place: computers with what is known of them, deployments, and sessions with
 * their actions and some logs. All of it goes through the engine and its store. The same every time but for ids and the date.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../../electron/engine.ts';
import { newId } from '../../../electron/sessions/ids.ts';
import type { Item } from '../../../shared/model.ts';
import type { ReasonCode } from '../../../shared/reasons.ts';
import type { ActionRecord, BatchRecord, SessionRecord } from '../../../shared/record.ts';
import type { Result, SessionStatus } from '../../../shared/words.ts';

export interface SeedSize {
  computers: number;
  sessions: number;
  /** Of each session. */
  actions: number;
}

const TENANTS = ['Acme', 'Borealis', 'Cobalt', 'Delta Freight', 'Evergreen', 'Fjord', 'Globex', 'Harbor'];
const ROLES = ['web', 'db', 'mail', 'kiosk', 'till', 'build', 'files', 'edge'];
const SYSTEMS = [
  ['debian', 'Debian GNU/Linux 12 (bookworm)', '12'],
  ['ubuntu', 'Ubuntu 24.04.1 LTS', '24.04'],
  ['almalinux', 'AlmaLinux 9.4', '9.4'],
  ['alpine', 'Alpine Linux v3.20', '3.20'],
];
const ITEMS = 60;
/** Computers of one batch; sessions begin so far apart. */
const BATCH = 250;
const DAYS = 90;
const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Every so many sessions one has logs. */
const LOGGED = 50;
const LINES = 20;

const of = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
const itemId = (i: number): string => `bench-item-${String(i + 1).padStart(2, '0')}`;
const roleOf = (i: number): number => i % ROLES.length;
const nameOf = (i: number): string => `${of(ROLES, i)}-${String(i).padStart(5, '0')}`;
const tenantOf = (i: number): string => of(TENANTS, Math.floor(i / 3));
const idOf = (i: number): string => `${tenantOf(i)}/${nameOf(i)}`;

/** Numbers from 0 to below 1 that look like chance and are the same every time (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The items that a computer's sessions have: half of them everybody's, the others of its role. */
function itemsOf(computer: number, actions: number): number[] {
  const everybody = Math.ceil(actions / 2);
  const own = Array.from({ length: ITEMS - everybody }, (_, i) => everybody + i).filter((i) => i % ROLES.length === roleOf(computer));
  return [...Array.from({ length: everybody }, (_, i) => i), ...own].slice(0, actions);
}

function writeItem(folder: string, i: number): string {
  const place = path.join(folder, 'items', itemId(i));
  mkdirSync(place, { recursive: true });
  const yaml = `id: ${itemId(i)}\nname: Bench item ${i + 1}\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh, set: set.sh}}\n`;
  writeFileSync(path.join(place, 'item.yaml'), yaml);
  writeFileSync(path.join(place, 'test.sh'), `[ -e "$HOME/${itemId(i)}" ]\n`);
  writeFileSync(path.join(place, 'set.sh'), `: > "$HOME/${itemId(i)}"\n`);
  return place;
}

/** Writes the set-up's file and items; returns the file. JSON is YAML. */
function writeSetUp(folder: string, { computers, actions }: SeedSize): string {
  const all = Array.from({ length: computers }, (_, i) => i);
  const everybody = Math.ceil(actions / 2);
  const setUp = {
    credentials: [{ name: 'ops', kind: 'password' }],
    tenants: TENANTS.map((name) => ({ name, connection: { kind: 'ssh', user: 'ops', credential: 'ops' } })),
    computers: all.map((i) => ({
      name: nameOf(i),
      tenant: tenantOf(i),
      tags: [i % 2 === 0 ? 'production' : 'staging', `site-${i % 20}`],
      connection: { host: `10.${Math.floor(i / 65_536)}.${Math.floor(i / 256) % 256}.${i % 256}` },
    })),
    groups: ROLES.map((role, at) => ({ name: role, members: all.filter((i) => roleOf(i) === at).map(idOf) })),
    items: Array.from({ length: ITEMS }, (_, i) => writeItem(folder, i)),
    deployments: Array.from({ length: ITEMS }, (_, i) => ({
      name: `Bench ${i + 1}`,
      item: itemId(i),
      target: i < everybody ? { all: true } : { group: of(ROLES, i) },
    })),
  };
  const file = path.join(folder, 'rounds.yaml');
  writeFileSync(file, JSON.stringify(setUp));
  return file;
}

interface Ended {
  result: Result;
  reason: ReasonCode;
}

function endOf(chance: number): Ended {
  if (chance < 0.9) return { result: 'already-compliant', reason: 'already-compliant' };
  if (chance < 0.97) return { result: 'success', reason: 'set-and-verified' };
  if (chance < 0.99) return { result: 'error', reason: 'set-failed' };
  return { result: 'timeout', reason: 'action-timeout' };
}

interface Made {
  session: SessionRecord;
  actions: ActionRecord[];
}

function sessionOf(batch: BatchRecord, computer: number, size: SeedSize, items: ReadonlyMap<string, Item>, next: () => number): Made {
  const id = newId('s', batch.createdAt);
  const off = next() < 0.04;
  const startedAt = batch.createdAt + Math.floor(next() * 60_000);
  let at = startedAt + 500;
  const actions = itemsOf(computer, size.actions).map((i, n): ActionRecord => {
    const ms = Math.floor(50 + next() * 2000);
    const { result, reason } = endOf(next());
    const begun = at;
    at += ms;
    return {
      session: id,
      n,
      item: itemId(i),
      itemName: `Bench item ${i + 1}`,
      instance: null,
      ...(off ? { result: 'skipped', reason: 'connect-timeout' } : { result, reason }),
      detail: null,
      flags: [],
      startedAt: off ? null : begun,
      endedAt: off ? null : at,
      ms: off ? 0 : ms,
      changed: !off && result === 'success',
      frozen: {
        itemHash: items.get(itemId(i))?.hash ?? '',
        deployment: `Bench ${i + 1}`,
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
    };
  });
  const bad = actions.filter(({ result }) => result === 'error' || result === 'timeout').length;
  const status: SessionStatus = off ? 'not-reached' : bad === 0 ? 'passed' : bad === actions.length ? 'failed' : 'partly-failed';
  const session: SessionRecord = {
    id,
    batch: batch.id,
    kind: 'maintenance',
    computerId: idOf(computer),
    computer: nameOf(computer),
    tenant: tenantOf(computer),
    status,
    reason: off ? 'connect-timeout' : null,
    detail: null,
    phase: null,
    parent: null,
    createdAt: batch.createdAt,
    startedAt,
    endedAt: at,
    facts: null,
    owner: null,
    resumed: 0,
  };
  return { session, actions };
}

/** Fills the data folder of an engine; `folder` keeps the set-up's file and items. */
export async function seed(engine: Engine, folder: string, size: SeedSize, say: (text: string) => void): Promise<void> {
  const { store } = engine;
  await engine.apply([writeSetUp(folder, size)], { prune: false, dryRun: false });
  const { setUp } = await engine.setUp();
  const items = new Map(setUp.items.map((item) => [item.id, item]));
  const next = chances(1);
  const end = Date.now();
  await seedFacts(engine, size.computers, end);
  say(`${size.computers} computers, ${setUp.deployments.length} deployments`);
  const batches = Math.ceil(size.sessions / BATCH);
  for (let b = 0, made = 0; b < batches; b++) {
    const createdAt = Math.floor(end - HOUR - DAYS * DAY * (1 - (b + 1) / batches));
    const batch: BatchRecord = {
      id: newId('b', createdAt),
      kind: 'maintenance',
      options: { kind: 'maintenance', include: ['required'], offline: { rule: 'skip' } },
      createdAt,
      endedAt: createdAt + 300_000,
      parent: null,
      targetText: `tag:site-${b % 20}`,
    };
    const count = Math.min(BATCH, size.sessions - made);
    const sessions = Array.from({ length: count }, (_, i) => sessionOf(batch, (made + i) % size.computers, size, items, next));
    const actions = sessions.flatMap((one) => one.actions);
    await store.createBatch(
      batch,
      sessions.map(({ session }) => session),
      actions,
      b === 0 ? [...items.values()] : [],
    );
    for (const [i, { session }] of sessions.entries()) {
      if ((made + i) % LOGGED !== 0 || session.status === 'not-reached') continue;
      const lines = Array.from({ length: LINES }, (_, n) => ({
        at: createdAt + n,
        stream: 'stdout' as const,
        text: `step ${n} of ${session.computer}: ${n === 13 ? 'permission denied' : 'done'}`,
      }));
      await store.appendLog(session.id, 0, lines);
    }
    made += count;
    if ((b + 1) % 40 === 0) say(`${made} sessions, ${made * size.actions} actions`);
  }
  await store.flush();
}

async function seedFacts({ store }: Engine, computers: number, at: number): Promise<void> {
  const known: Promise<void>[] = [];
  for (let i = 0; i < computers; i++) {
    const [os = '', name = '', version = ''] = of(SYSTEMS, Math.floor(i / 5));
    const facts = { platform: 'linux', role: 'server', os, 'os-name': name, 'os-version': version, arch: 'x86_64', hostname: nameOf(i) };
    known.push(store.updateComputerState(idOf(i), { facts, onboarding: 'onboarded', lastSeen: at - i * 1000 }));
  }
  await Promise.all(known);
}
