import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { RoundsError } from '../../../shared/errors.ts';
import type { OutputRecord } from '../../../shared/record.ts';
import type { Connection, ConnectionTarget } from '../transport.ts';
import { connectShell } from './connect-shell.ts';
import { alive, openTestLink, request, TEST_TARGET, type TestLink, type TestLinkOptions } from './test-link.ts';

const root = mkdtempSync(join(tmpdir(), 'rounds-faults-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

async function connect(options: TestLinkOptions = {}, target: Partial<ConnectionTarget> = {}): Promise<{ connection: Connection; link: TestLink }> {
  const link = openTestLink({ env: { ...process.env, TMPDIR: root }, ...options });
  const connection = await connectShell(link, {
    target: { ...TEST_TARGET, ...target },
    context: { secrets: async () => null },
    times: { grace: 300, confirm: 3000, backoff: 20, backoffMax: 100 },
  });
  connection.access = 'change';
  open.push(connection);
  return { connection, link };
}

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !condition(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

let files = 0;
const fresh = () => join(root, `mark-${(files += 1)}`);

describe('a login that is noisy', () => {
  const NOISE: Record<string, string> = {
    'prints on both streams': 'echo welcome; echo trouble >&2; printf "no line end"; printf "no line end" >&2',
    'prints a lot': 'seq 100000; seq 100000 >&2',
    'reads a line': 'read line',
    'reads two lines': 'read line; read line',
    'reads a block': 'head -c 100 >/dev/null',
    'reads one line with a tool that takes more': 'head -n 1 >/dev/null',
    'is slow': 'sleep 1',
  };
  it.each(Object.keys(NOISE))('works all the same: %s', async (name) => {
    const { connection } = await connect({ before: NOISE[name] });
    const records: OutputRecord[] = [];
    expect(await connection.run(request('echo out; echo err >&2; exit 3', { onOutput: (batch) => void records.push(...batch) }))).toMatchObject({
      status: 3,
    });
    expect(records.map((record) => record.text).sort()).toEqual(['err', 'out']);
  });

  const FAILING: [string, string, string, RegExp][] = [
    ['exits', 'echo go away; exit 3', 'connect/shell-ended', /status 3.*go away/],
    ['is nologin', 'echo This account is currently not available.; exit 1', 'connect/login-refused', /not available/],
    ['is a forced command', 'echo backup done; exit 0', 'connect/shell-ended', /status 0.*backup done/],
    ['reads for ever', 'for n in 1 2 3 4 5 6; do cat >/dev/null; sleep 0.5; done', 'connect/shell-silent', /did not answer/],
    ['hangs', 'echo wait; sleep 60', 'connect/shell-silent', /wait/],
    ['is killed', 'kill -9 $$', 'connect/shell-ended', /signal KILL/],
  ];
  it.each(FAILING)('says what it is when it %s', async (_, before, kind, message) => {
    const failing = connect({ before }, { limits: { ...TEST_TARGET.limits, authenticate: 1500 } });
    await expect(failing).rejects.toMatchObject({ kind, message: expect.stringMatching(message) as string });
  });

  it('falls back to one channel a script where stdin is handed on only when it ended', async () => {
    const { connection } = await connect(
      { before: `t=$(cat; echo x); printf '%s' "\${t%x}" | { ` + 'exec sh; }; exit' },
      { limits: { ...TEST_TARGET.limits, authenticate: 3000 } },
    );
    expect(await connection.run(request('exit 5'))).toMatchObject({ kind: 'exited', status: 5 });
    expect(await connection.run(request('exit 6', { access: 'change' }))).toMatchObject({ kind: 'exited', status: 6 });
  });
});

describe('a connection that breaks', () => {
  it('finds a change again that went on, and how it ended', async () => {
    const { connection, link } = await connect();
    const mark = fresh();
    const running = connection.run(request(`echo start >>${mark}; sleep 1; echo end >>${mark}; exit 194`, { access: 'change' }));
    await until(() => existsSync(mark));
    link.cut();
    expect(await running).toMatchObject({ kind: 'exited', status: 194, restart: true, reconnected: true });
    expect(readFileSync(mark, 'utf8')).toBe('start\nend\n');
  });

  it('finds a change that ended while nobody was there', async () => {
    const gate = fresh();
    const { connection, link } = await connect({
      onReopen: () => {
        if (!existsSync(gate)) throw new RoundsError('connect/connect-timeout', 'not yet', { reason: 'connect-timeout' });
      },
    });
    const mark = fresh();
    const running = connection.run(request(`echo >${mark}; sleep 0.3; echo >${gate}; exit 3`, { access: 'change' }));
    await until(() => existsSync(mark));
    link.cut();
    expect(await running).toMatchObject({ kind: 'exited', status: 3, reconnected: true });
  });

  it('runs what only looks again, and what was waiting once', async () => {
    const { connection, link } = await connect();
    const [read, mark] = [fresh(), fresh()];
    const outcomes = Promise.all([
      connection.run(request(`echo >>${read}; sleep 0.5; exit 4`)),
      connection.run(request(`echo >>${mark}; exit 5`, { access: 'change' })),
      connection.run(request('exit 6')),
    ]);
    await until(() => existsSync(read));
    link.cut();
    expect(await outcomes).toMatchObject([{ status: 4 }, { status: 5 }, { status: 6 }]);
    expect(readFileSync(mark, 'utf8')).toBe('\n');
  });
  it('runs what only looks again as often as the connection breaks', async () => {
    const { connection, link } = await connect();
    const mark = fresh();
    writeFileSync(mark, '');
    const begun = () => readFileSync(mark, 'utf8').length;
    const records: OutputRecord[] = [];
    const onOutput = (batch: OutputRecord[]) => void records.push(...batch);
    const text = `printf x >>${mark}; [ $(wc -c <${mark}) -gt 4 ] && exit 4; sleep 60`;
    const running = connection.run(request(text, { onOutput }));
    for (let n = 1; n <= 4; n += 1) {
      await until(() => begun() === n);
      link.cut();
    }
    expect(await running).toMatchObject({ kind: 'exited', status: 4 });
    const again = 'The connection broke; the script only looks and runs again';
    expect(records.map((record) => record.text)).toEqual([`${again}.`, `${again} in 20ms.`, `${again} in 40ms.`, `${again} in 80ms.`]);
  });

  it('gives up one whose connection breaks each time when its time is over, and goes on with the next', async () => {
    let opened = 0;
    const { connection, link } = await connect({ onReopen: () => void (opened += 1) });
    const mark = fresh();
    writeFileSync(mark, '');
    const begun = () => readFileSync(mark, 'utf8').length;
    let over = false;
    const running = connection.run(request(`printf x >>${mark}; sleep 60`, { timeout: 1000 })).finally(() => (over = true));
    const waiting = connection.run(request('exit 6'));
    for (let n = 1; !over;) {
      if (begun() === n) {
        n += 1;
        link.cut();
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // Its time is over while it waits for its next try, or while it runs.
    const outcome = await running;
    if (outcome.kind === 'lost') expect(outcome.message).toMatch(/broke \d+ times .* It was cut/);
    else expect(outcome).toMatchObject({ kind: 'timeout', limit: 'action' });
    expect(await waiting).toMatchObject({ status: 6 });
    // At once, after 20, 40 and 80 ms, then each 100 ms; and once more for what waited.
    expect(opened).toBeGreaterThan(1);
    expect(opened).toBeLessThanOrEqual(4 + 9 + 1);
  });

  it.each([true, false])('opens again ever more slowly where nothing ends over it (one shell: %s)', async (persistentShell) => {
    let opened = 0;
    let cutting = true;
    const { connection, link } = await connect({ onReopen: () => void (opened += 1) }, { persistentShell });
    link.options.onExec = () => {
      if (cutting) link.cut();
    };
    link.cut();
    await link.lost;
    await new Promise((resolve) => setImmediate(resolve));
    expect(await connection.run(request('exit 1', { timeout: 700 }))).toMatchObject({ kind: 'not-started' });
    expect(opened).toBeGreaterThan(1);
    expect(opened).toBeLessThanOrEqual(4 + 6);
    cutting = false;
    expect(await connection.run(request('exit 2'))).toMatchObject({ status: 2 });
  });

  it('sends a change again that was never begun', async () => {
    const mark = fresh();
    const { connection, link } = await connect();
    await connection.run(request('exit 0', { access: 'change' }));
    const running = connection.run(request(`echo >>${mark}; exit 5`, { access: 'change' }));
    link.cut();
    expect(await running).toMatchObject({ kind: 'exited', status: 5 });
    expect(readFileSync(mark, 'utf8')).toBe('\n');
  });

  it('never guesses: a change whose process vanished is lost', async () => {
    const mark = fresh();
    const { connection, link } = await connect({
      onReopen: () => {
        const [shell, script] = readFileSync(mark, 'utf8').trim().split(' ').map(Number);
        process.kill(shell ?? 0, 'SIGKILL');
        process.kill(-(script ?? 0), 'SIGKILL');
      },
    });
    const running = connection.run(request(`echo $PPID $$ >${mark}; sleep 60`, { access: 'change' }));
    await until(() => existsSync(mark) && readFileSync(mark, 'utf8').includes('\n'));
    link.cut();
    expect(await running).toMatchObject({ kind: 'lost', running: null });
    expect(await connection.run(request('exit 1'))).toMatchObject({ status: 1 });
  });

  it.each([true, false])('finds a change again although the connection breaks while it is looked for (one shell: %s)', async (persistentShell) => {
    const { connection, link } = await connect({}, { persistentShell });
    const mark = fresh();
    const records: OutputRecord[] = [];
    const onOutput = (batch: OutputRecord[]) => void records.push(...batch);
    const text = `echo >>${mark}; while [ ! -e ${mark}.go ]; do sleep 0.05; done; exit 7`;
    const running = connection.run(request(text, { access: 'change', onOutput }));
    await until(() => existsSync(mark));
    let looks = 0;
    // The shell is opened and takes the work folder over; what is asked then is not answered any more.
    link.options.onWrite = (data) => {
      if (!data.includes('ROUNDS_SHELL')) return;
      looks += 1;
      if (looks <= 3) link.cut();
      else writeFileSync(`${mark}.go`, '');
    };
    link.cut();
    expect(await running).toMatchObject({ kind: 'exited', status: 7, reconnected: true });
    expect(looks).toBeGreaterThan(3);
    expect(records.map((record) => record.text).filter((note) => note.startsWith('The connection broke again'))).toHaveLength(3);
    expect(readFileSync(mark, 'utf8')).toBe('\n');
  });

  it('says when it stays away: what ran is lost, what waited was not started', async () => {
    const { connection, link } = await connect({
      onReopen: () => {
        throw new RoundsError('connect/connect-refused', 'nobody there', { reason: 'connect-refused' });
      },
    });
    const mark = fresh();
    let told = false;
    const running = connection.run(request(`echo $$ >${mark}; sleep 5`, { access: 'change', timeout: 2000, onStart: () => (told = true) }));
    const waiting = connection.run(request('exit 0'));
    await until(() => told && existsSync(mark) && readFileSync(mark, 'utf8').includes('\n'));
    link.cut();
    expect(await running).toMatchObject({ kind: 'lost', message: 'nobody there', running: Number(readFileSync(mark, 'utf8')) });
    expect(await waiting).toMatchObject({ kind: 'not-started', reason: 'connection-lost' });
    expect(await connection.run(request('exit 0', { timeout: 100 }))).toMatchObject({ kind: 'not-started' });
  });

  it('stops at once where the host key is another one', async () => {
    let attempts = 0;
    const { connection, link } = await connect({
      onReopen: () => {
        attempts += 1;
        throw new RoundsError('connect/host-key-changed', 'another key', { reason: 'host-key-changed' });
      },
    });
    link.cut();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await connection.run(request('exit 0'))).toMatchObject({ kind: 'not-started', message: 'another key' });
    expect(attempts).toBe(1);
  });

  it('answers a cancel while it is away, naming what may still run', async () => {
    const { connection, link } = await connect({
      onReopen: () => {
        throw new RoundsError('connect/connect-timeout', 'away', { reason: 'connect-timeout' });
      },
    });
    const mark = fresh();
    const stop = new AbortController();
    let told = false;
    const running = connection.run(request(`echo $$ >${mark}; sleep 5`, { access: 'change', signal: stop.signal, onStart: () => (told = true) }));
    // Here too it is known which process it is.
    await until(() => told && existsSync(mark) && readFileSync(mark, 'utf8').includes('\n'));
    link.cut();
    setTimeout(() => stop.abort(), 100);
    expect(await running).toMatchObject({ kind: 'cancelled', running: Number(readFileSync(mark, 'utf8')) });
  });

  it('ends a change whose time is over when it is found again', async () => {
    const { connection, link } = await connect();
    const mark = fresh();
    const running = connection.run(request(`echo $$ >${mark}; sleep 60`, { access: 'change', timeout: 1200 }));
    await until(() => existsSync(mark) && readFileSync(mark, 'utf8').includes('\n'));
    link.cut();
    expect(await running).toMatchObject({ kind: 'timeout', limit: 'action', running: null });
  });

  it('survives breaking at any moment', async () => {
    for (const delay of [0, 1, 2, 3, 5, 8, 13, 21]) {
      const { connection, link } = await connect();
      const mark = fresh();
      const outcomes = Promise.all([
        connection.run(request('exit 1')),
        connection.run(request(`echo >>${mark}; exit 2`, { access: 'change' })),
        connection.run(request('exit 3')),
      ]);
      setTimeout(() => link.cut(), delay);
      const [first, second, third] = await outcomes;
      expect(first).toMatchObject({ status: 1 });
      expect(third).toMatchObject({ status: 3 });
      // Never twice; and where it cannot be known, it is said.
      if (second?.kind === 'exited') expect([second.status, readFileSync(mark, 'utf8')]).toEqual([2, '\n']);
      else expect(second?.kind).toBe('lost');
    }
  });
});

describe('a server that opens one channel only', () => {
  it.each(['read', 'change'] as const)('still ends what hangs: %s', async (access) => {
    const { connection } = await connect({ maxChannels: 1 });
    const mark = fresh();
    const outcome = await connection.run(request(`echo $$ >${mark}; sleep 60`, { access, timeout: 400 }));
    expect(outcome).toMatchObject({ kind: 'timeout', running: null });
    expect(alive(Number(readFileSync(mark, 'utf8')))).toBe(false);
    expect(await connection.run(request('exit 1'))).toMatchObject({ status: 1 });
  });

  it('gives a new shell after a leftover', async () => {
    const { connection } = await connect({ maxChannels: 1 });
    await connection.run(request('(sleep 1; echo late) & echo now', { access: 'change' }));
    expect(await connection.run(request('exit 1'))).toMatchObject({ status: 1 });
  });
});

describe('a computer that does not answer', () => {
  it('names the process that may still run, within two seconds of a cancel', async () => {
    const { connection, link } = await connect({ onReopen: () => new Promise(() => undefined) });
    const mark = fresh();
    const stop = new AbortController();
    const running = connection.run(request(`echo $$ >${mark}; sleep 3`, { access: 'change', signal: stop.signal }));
    await until(() => existsSync(mark) && readFileSync(mark, 'utf8').includes('\n'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    link.options.silent = true;
    link.options.maxChannels = 0;
    stop.abort();
    const outcome = await running;
    expect(outcome.kind).toBe('cancelled');
  });
});

describe('places that take no file', () => {
  it('runs changes without a work folder, and says so when files are pushed', async () => {
    // A shell that finds every place unusable: mkdir fails.
    const bin = mkdtempSync(join(root, 'bin-'));
    writeFileSync(join(bin, 'mkdir'), '#!/bin/sh\necho "No space left on device" >&2\nexit 1\n', { mode: 0o755 });
    const { connection } = await connect({ env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
    expect(await connection.run(request('[ "$ROUNDS_RESTART" = /dev/null ] && exit 7', { access: 'change' }))).toMatchObject({
      status: 7,
      restart: false,
    });
    await expect(connection.putFiles([])).rejects.toMatchObject({ kind: 'transport/put-file', message: expect.stringMatching(/No place/) as string });
  });
});
