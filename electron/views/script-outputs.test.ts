import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BatchRecord, OutputRecord, SessionRecord } from '../../shared/record.ts';
import { execAction, execItem } from '../sessions/exec-item.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { ScriptOutputs } from './script-outputs.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-outputs-'));
  store = await openStore({ folder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const item = execItem({ text: 'uptime\n', shell: 'sh', name: 'script.sh' });

/** A batch whose computers said these; null: not over yet. */
async function ran(id: string, said: Record<string, string[] | null>): Promise<void> {
  const batch: BatchRecord = {
    id,
    kind: 'exec',
    options: { kind: 'exec', include: [], offline: { rule: 'skip' } },
    createdAt: 1000,
    endedAt: null,
    parent: null,
    targetText: 'tag:web',
  };
  const sessions = Object.entries(said).map(([name, lines]): SessionRecord => ({
    id: `${id}-${name}`,
    batch: id,
    kind: 'exec',
    computerId: `Acme/${name}`,
    computer: name,
    tenant: 'Acme',
    status: lines === null ? 'running' : 'passed',
    reason: null,
    detail: null,
    phase: null,
    parent: null,
    createdAt: 1000,
    startedAt: 1000,
    endedAt: lines === null ? null : 2000,
    facts: null,
    owner: store.owner,
    resumed: 0,
  }));
  const actions = sessions.map((session) => ({
    ...execAction(session.id, item),
    result: session.status === 'running' ? ('running' as const) : ('success' as const),
  }));
  await store.createBatch(batch, sessions, actions, [item]);
  for (const [name, lines] of Object.entries(said)) {
    const records = (lines ?? []).map((text): OutputRecord => ({ at: 1500, stream: 'stdout', text }));
    if (records.length > 0) await store.appendLog(`${id}-${name}`, 0, records);
  }
  await store.flush();
}

const EXACT = { blanks: false, names: false };

it('folds what is the same, the largest group first, and those that said nothing last', async () => {
  await ran('b', { a: ['x'], b: ['y', 'z'], c: ['y', 'z'], d: [], e: [], f: [], g: null });
  const view = await new ScriptOutputs(store).view('b', EXACT);
  expect(view).toMatchObject({ script: 'uptime\n', computers: 7, waiting: 1, targetText: 'tag:web' });
  expect(view.groups.map(({ computers, lines, compared }) => [computers.map(({ name }) => name).join(), lines?.length ?? null, compared])).toEqual([
    ['b,c', 2, false],
    ['a', 1, false],
    ['d,e,f', 0, false],
    ['g', null, false],
  ]);
});

it('sees what was not over before when it is over', async () => {
  await ran('b', { a: ['x'], b: null });
  const outputs = new ScriptOutputs(store);
  expect((await outputs.view('b', EXACT)).waiting).toBe(1);
  await store.appendLog('b-b', 0, [{ at: 1, stream: 'stdout', text: 'x' }]);
  await store.updateAction('b-b', 0, { result: 'success' });
  await store.updateSession('b-b', { status: 'passed', endedAt: 3000 });
  const view = await outputs.view('b', EXACT);
  expect(view.groups.map(({ count }) => count)).toEqual([2]);
});

it('refuses what ran no script, and what is not there', async () => {
  await expect(new ScriptOutputs(store).view('nothing', EXACT)).rejects.toThrow('not in the record');
});

it('tells the scripts of before, each once, the newest first', async () => {
  await ran('one', { a: ['x'] });
  await ran('two', { a: ['x'] });
  expect((await new ScriptOutputs(store).recent()).map(({ text, shell }) => [text, shell])).toEqual([['uptime\n', 'sh']]);
});
