import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databasePath } from './database.ts';
import type { Said } from './test-child.ts';
import { freshFolder, openTestStore } from './test-fixtures.ts';

const CHILD = fileURLToPath(new URL('./test-child.ts', import.meta.url));

interface Running {
  process: ChildProcess;
  said: Said[];
  /** When something of this type is said. */
  until(type: Said['type'], count?: number): Promise<void>;
  ended: Promise<number | null>;
}

function start(folder: string, name: string, mode: 'endless' | 'slow' | 'short'): Running {
  const child = spawn(process.execPath, [CHILD, folder, name, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: Said[] = [];
  let waiting: (() => void)[] = [];
  let rest = '';
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const wakeOne of woken) wakeOne();
  };
  child.stdout.on('data', (data: Buffer) => {
    const lines = (rest + data.toString()).split('\n');
    // A line that kill -9 cut off was not said.
    rest = lines.pop() ?? '';
    for (const line of lines) said.push(JSON.parse(line) as Said);
    wake();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  void ended.then(wake);
  return {
    process: child,
    said,
    ended,
    async until(type, count = 1) {
      while (said.filter((one) => one.type === type).length < count) {
        if (child.exitCode !== null) throw new Error(`the child ended before it said ${type}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

function integrity(folder: string): unknown {
  const db = new Database(databasePath(folder), { readonly: true });
  const answer = db.pragma('integrity_check', { simple: true });
  db.close();
  return answer;
}

describe('kill -9', () => {
  it('at any instant loses nothing that was promised, and what ran is interrupted', async () => {
    const folder = freshFolder();
    for (let round = 0; round < 5; round++) {
      const child = start(folder, `k${round}`, 'endless');
      // The next one finds what the last one left, now and then before this test looked.
      await child.until('result', 1 + Math.floor(Math.random() * 40));
      await sleep(Math.random() * 20);
      child.process.kill('SIGKILL');
      await child.ended;
      if (round % 2 === 1) continue;

      expect(integrity(folder)).toBe('ok');
      const store = await openTestStore({ folder });
      const live = await store.sessions({ status: ['running'] });
      expect(live.length).toBeGreaterThan(0);
      const recovered = await store.recover(77);
      expect(recovered.map(({ id }) => id).sort()).toEqual(live.map(({ id }) => id).sort());
      expect(await store.sessions({ status: ['running', 'queued', 'pending-connectivity'] })).toEqual([]);
      expect(readdirSync(join(folder, 'owners'))).toEqual([`${store.owner}.lock`]);
      expect((await store.batches({})).filter(({ endedAt }) => endedAt === null)).toEqual([]);
      for (const { id } of recovered) {
        expect(await store.session(id)).toMatchObject({ status: 'interrupted', reason: 'interrupted', endedAt: 77, owner: null });
        const results = (await store.actions(id)).map(({ result }) => result);
        expect(results).not.toContain('running');
      }
      for (const one of child.said) {
        if (one.type === 'batch') expect(await store.batch(one.id)).not.toBeNull();
        if (one.type !== 'result') continue;
        const action = (await store.actions(one.session))[one.n];
        expect(action).toMatchObject({ result: 'success', detail: one.detail, logLines: 20 });
        // What a script said is on disk before its result is.
        const { records } = await store.log(one.session, one.n, { first: 0 });
        expect(records.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, line) => `line ${line}`));
      }
      await store.close();
    }
  });

  // How late the timer of the worker may be is the system's affair, hence the second try.
  it('takes at most the last second of a log', { retry: 2 }, async () => {
    const folder = freshFolder();
    const child = start(folder, 'slow', 'slow');
    await child.until('line');
    await sleep(1500);
    const killed = Date.now();
    child.process.kill('SIGKILL');
    await child.ended;
    const old = child.said.filter((one) => one.type === 'line').filter(({ at }) => at < killed - 1000);
    expect(old.length).toBeGreaterThan(0);
    const store = await openTestStore({ folder });
    expect(await store.recover(1)).toMatchObject([{ id: 's-slow' }]);
    const { records, total } = await store.log('s-slow', 0, { first: 0 });
    expect(total).toBeGreaterThanOrEqual(old.length);
    expect(records.map(({ text }) => text)).toEqual(records.map((_, line) => `line ${line}`));
    expect((await store.actions('s-slow'))[0]).toMatchObject({ result: 'unknown', reason: 'interrupted' });
  });
});

it('two processes write one folder at the same time, and neither takes the other for dead', async () => {
  const folder = freshFolder();
  const children = [start(folder, 'one', 'short'), start(folder, 'two', 'short')];
  await Promise.all(children.map((child) => child.until('batch')));
  const store = await openTestStore({ folder });
  const versions = [await store.version()];
  for (let ended = false; !ended;) {
    ended = children.every(({ said }) => said.some(({ type }) => type === 'done'));
    expect(await store.recover(1)).toEqual([]);
    versions.push(await store.version());
    await sleep(20);
    if (children.some(({ process: child }) => child.exitCode !== null && child.exitCode !== 0)) break;
  }
  expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0]);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(versions.at(-1)).toBeGreaterThan(versions[0] ?? 0);
  const results = children.flatMap(({ said }) => said.filter((one) => one.type === 'result'));
  expect(results).toHaveLength(2 * 8 * 3 * 5);
  for (const { session, n, detail } of results) expect((await store.actions(session))[n]).toMatchObject({ result: 'success', detail, logLines: 20 });
  expect(integrity(folder)).toBe('ok');
});
