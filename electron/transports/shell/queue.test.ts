import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../../shared/record.ts';
import type { Connection, ConnectionTarget } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { alive, openTestLink, request, TEST_TARGET, type TestLink, type TestLinkOptions } from './test-link.ts';

const root = mkdtempSync(join(tmpdir(), 'rounds-queue-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

async function connect(
  options: TestLinkOptions = {},
  target: Partial<ConnectionTarget> = {},
  grace = 300,
): Promise<{ connection: Connection; link: TestLink }> {
  const link = openTestLink({ env: { ...process.env, TMPDIR: root }, ...options });
  const connection = await connectShell(link, {
    target: { ...TEST_TARGET, ...target },
    context: { secrets: async () => null },
    times: { grace, confirm: grace + 2700, backoff: 20, backoffMax: 100 },
  });
  connection.access = 'change';
  open.push(connection);
  return { connection, link };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 1000 && !condition(); n += 1) await pause(10);
  expect(condition()).toBe(true);
}

let files = 0;
const fresh = () => join(root, `mark-${(files += 1)}`);
const written = (file: string) => existsSync(file) && readFileSync(file, 'utf8').includes('\n');

describe('the beginning of a script', () => {
  it.each([true, false])('is told once, when its turn comes (one shell: %s)', async (persistentShell) => {
    const { connection } = await connect({}, { persistentShell });
    const told: string[] = [];
    const send = (name: string, text: string, access: 'read' | 'change') =>
      connection.run(request(text, { access, onStart: () => told.push(`start ${name}`) })).then((outcome) => {
        told.push(`end ${name}`);
        return outcome;
      });
    const outcomes = await Promise.all([send('a', 'sleep 0.2; exit 1', 'read'), send('b', 'exit 2', 'read'), send('c', 'exit 3', 'change')]);
    expect(outcomes).toMatchObject([{ status: 1 }, { status: 2 }, { status: 3 }]);
    for (const name of ['a', 'b', 'c']) {
      expect(told.filter((one) => one === `start ${name}`)).toHaveLength(1);
      expect(told.indexOf(`start ${name}`)).toBeLessThan(told.indexOf(`end ${name}`));
    }
    expect(told.filter((one) => one.startsWith('start'))).toEqual(['start a', 'start b', 'start c']);
  });

  it('is not told while the one before it runs, nor of one that never began', async () => {
    const { connection } = await connect();
    const mark = fresh();
    const stop = new AbortController();
    let begun = 0;
    const onStart = () => (begun += 1);
    const first = connection.run(request(`echo >${mark}; sleep 0.5`));
    const second = connection.run(request('exit 0', { signal: stop.signal, onStart }));
    await until(() => written(mark));
    expect(begun).toBe(0);
    stop.abort();
    expect(await second).toMatchObject({ kind: 'cancelled', running: null });
    await first;
    await connection.run(request('exit 0'));
    expect(begun).toBe(0);
  });

  it('is not told again after the connection broke', async () => {
    const { connection, link } = await connect();
    const mark = fresh();
    let begun = 0;
    const running = connection.run(request(`echo >>${mark}; sleep 0.3; exit 4`, { onStart: () => (begun += 1) }));
    await until(() => written(mark));
    link.cut();
    expect(await running).toMatchObject({ status: 4 });
    expect(begun).toBe(1);
  });

  it('breaks nothing when who hears of it fails', async () => {
    const { connection } = await connect();
    const onStart = () => {
      throw new Error('no room');
    };
    const records: OutputRecord[] = [];
    const onOutput = (batch: OutputRecord[]) => void records.push(...batch);
    for (const access of ['read', 'change'] as const)
      expect(await connection.run(request('exit 5', { access, onStart, onOutput }))).toMatchObject({ status: 5 });
    expect(records.map((record) => record.text)).toEqual(Array(2).fill('Its beginning was told and not taken: no room'));
  });
});

describe('a script whose channel is being opened', () => {
  const slow = async (options: TestLinkOptions = {}) => {
    const made = await connect(options, { persistentShell: false });
    await made.connection.run(request('exit 0', { access: 'change' }));
    made.link.options.before = 'sleep 1';
    return made;
  };

  it.each(['cancelled', 'timeout'])('never begins after it was %s, and that is not claimed', async (kind) => {
    const { connection, link } = await slow();
    const mark = fresh();
    const stop = new AbortController();
    const more = kind === 'timeout' ? { timeout: 300 } : { signal: stop.signal };
    const running = connection.run(request(`echo >${mark}`, { access: 'change', ...more }));
    const waiting = connection.run(request('exit 6'));
    await pause(200);
    stop.abort();
    expect(await running).toMatchObject({ kind, running: 'unknown' });
    link.options.before = undefined;
    expect(await waiting).toMatchObject({ status: 6 });
    await pause(1300);
    expect(existsSync(mark)).toBe(false);
  });

  it('was never begun where no channel was had yet', async () => {
    const { connection, link } = await slow();
    link.options.maxChannels = 0;
    const stop = new AbortController();
    const running = connection.run(request('exit 0', { access: 'change', signal: stop.signal }));
    await pause(150);
    stop.abort();
    expect(await running).toMatchObject({ kind: 'cancelled', running: null });
    link.options.maxChannels = 5;
    link.options.before = undefined;
    expect(await connection.run(request('exit 7'))).toMatchObject({ status: 7 });
  });
});

describe('a script that never told its process', () => {
  it('is not called gone', async () => {
    const { connection, link } = await connect();
    await connection.run(request('exit 0', { access: 'change' }));
    const mark = fresh();
    await connection.run(request(`echo $$ >${mark}`));
    // Its shell stands still, and there is no other way in.
    process.kill(Number(readFileSync(mark, 'utf8')), 'SIGSTOP');
    link.options.maxChannels = 0;
    link.options.onReopen = () => new Promise(() => undefined);
    const stop = new AbortController();
    const running = connection.run(request('exit 0', { access: 'change', signal: stop.signal }));
    await pause(50);
    stop.abort();
    expect(await running).toMatchObject({ kind: 'cancelled', running: 'unknown' });
  });
});

describe('the script after one that is being ended', () => {
  /** Ends at SIGTERM, and leaves what does not: its end marker comes long before it is gone. */
  const STUBBORN = (mark: string) => `(trap '' TERM; echo >${mark}; exec >/dev/null 2>&1; while :; do sleep 0.1; done) & sleep 60`;

  it('keeps its limit', async () => {
    const { connection } = await connect({}, {}, 1500);
    const [mark, next] = [fresh(), fresh()];
    const first = connection.run(request(STUBBORN(mark), { access: 'change', timeout: 700 }));
    await until(() => written(mark));
    const second = connection.run(request(`echo $$ >${next}; sleep 12`, { timeout: 600 }));
    expect(await first).toMatchObject({ kind: 'timeout', running: null });
    expect(await second).toMatchObject({ kind: 'timeout', limit: 'action', running: null });
  });

  it('can be cancelled meanwhile', async () => {
    const { connection } = await connect({}, {}, 1500);
    const mark = fresh();
    const stop = new AbortController();
    const first = connection.run(request(STUBBORN(mark), { access: 'change', timeout: 700 }));
    await until(() => written(mark));
    const second = connection.run(request('sleep 12', { signal: stop.signal }));
    const third = connection.run(request('exit 8'));
    await pause(1200);
    const at = Date.now();
    stop.abort();
    expect(await second).toMatchObject({ kind: 'cancelled' });
    expect(Date.now() - at).toBeLessThan(2500);
    expect(await first).toMatchObject({ kind: 'timeout' });
    expect(await third).toMatchObject({ status: 8 });
  });

  it('is given a shell that lives', async () => {
    const { connection } = await connect({}, {}, 1500);
    const [shell, mark] = [fresh(), fresh()];
    await connection.run(request(`echo $$ >${shell}`));
    const first = connection.run(request(STUBBORN(mark), { access: 'change', timeout: 500 }));
    await until(() => written(mark));
    const second = connection.run(request('exit 9', { access: 'change', idleTimeout: 4000 }));
    // Its end was told by now; the shell goes before the rest of it is gone.
    await pause(1200);
    process.kill(Number(readFileSync(shell, 'utf8')), 'SIGKILL');
    expect(await first).toMatchObject({ kind: 'timeout', running: null });
    expect(await second).toMatchObject({ status: 9 });
  });
});

describe('closing', () => {
  it('leaves no timer behind, nor what was sent ahead', async () => {
    const { connection } = await connect();
    const mark = fresh();
    const running = connection.run(request(`echo >${mark}; sleep 60`, { access: 'change' }));
    const ahead = fresh();
    const waiting = connection.run(request(`echo $$ >${ahead}; sleep 60`));
    await until(() => written(mark));
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    await connection.close();
    expect(await running).toMatchObject({ kind: 'cancelled' });
    expect(await waiting).toMatchObject({ kind: 'cancelled' });
    expect(timers()).toBeLessThanOrEqual(before);
    if (existsSync(ahead)) expect(alive(Number(readFileSync(ahead, 'utf8')))).toBe(false);
  });
});
