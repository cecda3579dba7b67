import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../../shared/record.ts';
import type { Connection, ConnectionTarget, Outcome } from '../transport.ts';
import { describeWith, requireProgram } from '../../../tests/requirements.ts';
import { connectShell } from './connect-shell.ts';
import type { ShellTimes } from './shell-supply.ts';
import { alive, openTestLink, request, TEST_TARGET, type TestLinkOptions } from './test-link.ts';

const root = mkdtempSync(join(tmpdir(), 'rounds shell-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TIMES: Partial<ShellTimes> = { grace: 300, confirm: 4000, backoff: 20 };
const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

async function connect(options: TestLinkOptions = {}, target: Partial<ConnectionTarget> = {}): Promise<Connection> {
  const connection = await connectShell(openTestLink(options), {
    target: { ...TEST_TARGET, ...target },
    context: { secrets: async () => null },
    times: TIMES,
  });
  connection.access = 'change';
  open.push(connection);
  return connection;
}

async function collect(
  connection: Connection,
  ...args: Parameters<typeof request>
): Promise<{ outcome: Outcome; out: string[]; err: string[]; notes: string[] }> {
  const records: OutputRecord[] = [];
  const outcome = await connection.run(request(args[0], { onOutput: (batch) => void records.push(...batch), ...args[1] }));
  const of = (stream: string) => records.filter((record) => record.stream === stream).map((record) => record.text);
  return { outcome, out: of('stdout'), err: of('stderr'), notes: of('rounds') };
}

function find(program: string): string | null {
  try {
    return execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** An environment in which `sh` is the shell that is tested. */
function withSh(program: string): Record<string, string | undefined> {
  const path = find(program);
  const bin = mkdtempSync(join(root, 'bin-'));
  if (path) symlinkSync(path, join(bin, 'sh'));
  return { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: root };
}

const SHELLS = { dash: 'dash', bash: 'bash', busybox: 'busybox-static' };

for (const [program, install] of Object.entries(SHELLS)) {
  describeWith(requireProgram(program, `apt-get install ${install}`), `as sh: ${program}`, () => shellTests(program));
}

function shellTests(program: string): void {
  it.each(['one shell', 'one channel a script'])('runs scripts: %s', async (mode) => {
    const connection = await connect({ env: withSh(program) }, { persistentShell: mode === 'one shell' });
    const text = `printf '%s\\n' "$A" "\${B-unset}" >&2; echo "é 日本 😀"; read x && echo stdin; printf 'no end'; exit 7`;
    for (const access of ['read', 'change'] as const) {
      const { outcome, out, err } = await collect(connection, text, { access, env: { A: `it's "$HOME" \`x\` \\ \nline`, B: '' } });
      expect(outcome).toMatchObject({ kind: 'exited', status: 7, restart: false, reconnected: false });
      expect(out).toEqual(['é 日本 😀', 'no end']);
      expect(err).toEqual([`it's "$HOME" \`x\` \\ `, 'line', '']);
    }
  });

  it('keeps scripts apart, in order, and survives what they do to their shell', async () => {
    const connection = await connect({ env: withSh(program) });
    const texts = [
      'X=1; cd /; exit 3',
      'echo "${X-none}" >&2; exit 4',
      'if then',
      'set -e; false; exit 9',
      'exec sh -c "exit 5"',
      'trap "" TERM; exit 6',
    ];
    const outcomes = await Promise.all(texts.map((text) => connection.run(request(text))));
    expect(
      outcomes.map((outcome) => (outcome.kind === 'exited' ? outcome.status : outcome.kind)).map((status, n) => (n === 2 ? status !== 0 : status)),
    ).toEqual([3, 4, true, 1, 5, 6]);
    expect(await connection.run(request('kill -9 $$'))).toMatchObject({ kind: 'signalled', signal: 'KILL' });
    expect(await connection.run(request('kill -TERM $$', { access: 'change' }))).toMatchObject({ kind: 'signalled', signal: 'TERM' });
    expect(await connection.run(request('exit 8'))).toMatchObject({ kind: 'exited', status: 8 });
  });

  it('hears of a restart by status and by file', async () => {
    const connection = await connect({ env: withSh(program) });
    expect(await connection.run(request('exit 194', { access: 'change' }))).toMatchObject({ status: 194, restart: true });
    expect(await connection.run(request('echo please >"$ROUNDS_RESTART"', { access: 'change' }))).toMatchObject({ status: 0, restart: true });
    expect(await connection.run(request('[ "$ROUNDS_RESTART" ] || exit 1', { access: 'change' }))).toMatchObject({ status: 0, restart: false });
  });

  it('ends what hangs, with all that it started', async () => {
    const connection = await connect({ env: withSh(program) });
    for (const access of ['read', 'change'] as const) {
      const { outcome, out } = await collect(connection, 'trap "" TERM; sleep 61 & echo $!; sleep 62', { access, timeout: 300 });
      expect(outcome).toMatchObject({ kind: 'timeout', limit: 'action', running: null });
      expect(alive(Number(out[0]))).toBe(false);
      expect(await connection.run(request('exit 2'))).toMatchObject({ kind: 'exited', status: 2 });
    }
  });

  it('writes files and reads them back', async () => {
    const connection = await connect({ env: withSh(program) });
    const sizes = [0, 1, 4096, 5000, 1_000_000];
    const files = sizes.map((size, n) => {
      const content = Buffer.from(Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
      const source = join(root, `source ${size}`);
      writeFileSync(source, content);
      return { path: `dir ${n}/-it's "é" \n%d`, sha256: createHash('sha256').update(content).digest('hex'), source, executable: n === 1 };
    });
    const folder = await connection.putFiles(files);
    expect(await connection.putFiles(files)).toBe(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of files) {
      const remote = join(folder, file.path);
      expect(readFileSync(remote).equals(readFileSync(file.source))).toBe(true);
      expect(statSync(remote).mode & 0o100).toBe(file.executable ? 0o100 : 0);
      await connection.getFile(remote, join(root, 'back'));
      expect(readFileSync(join(root, 'back')).equals(readFileSync(file.source))).toBe(true);
    }
    await connection.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('gathers facts', async () => {
    const facts = await (await connect({ env: withSh(program) })).facts({ timeout: 20_000 });
    expect(facts).toMatchObject({ elevated: String(process.getuid?.() === 0) });
    if (find('readlink')) expect(facts['shell']).toContain(program);
    for (const key of [
      'platform',
      'kernel',
      'arch',
      'hostname',
      'memory-mb',
      'disk-root-free-mb',
      'boot-id',
      'user',
      'init',
      'package-manager',
      'role',
      'shell',
      'pending-restart',
    ]) {
      expect(facts[key], key).toBeTruthy();
    }
  });
}

describe('ShellConnection', () => {
  it('refuses a change while it may only look, and what no shell can take', async () => {
    const connection = await connect();
    connection.access = 'read';
    await expect(connection.run(request('true', { access: 'change' }))).rejects.toMatchObject({ kind: 'internal/access' });
    await expect(connection.run(request('true', { env: { 'A-B': '' } }))).rejects.toMatchObject({ kind: 'input/environment' });
    await expect(connection.run(request('true', { env: { A: 'x\0y' } }))).rejects.toMatchObject({ kind: 'input/environment' });
    await expect(connection.run(request('true\0'))).rejects.toMatchObject({ kind: 'input/script' });
  });

  it('writes nothing while it only looks', async () => {
    const place = mkdtempSync(join(root, 'place-'));
    const connection = await connect({ env: { ...process.env, TMPDIR: place } });
    await connection.run(request('exit 0'));
    await connection.facts({ timeout: 20_000 });
    expect(execFileSync('ls', ['-A', place], { encoding: 'utf8' })).toBe('');
    await connection.run(request('exit 0', { access: 'change' }));
    expect(execFileSync('ls', ['-A', place], { encoding: 'utf8' })).toMatch(/^\.rounds-/);
    await connection.close();
    expect(execFileSync('ls', ['-A', place], { encoding: 'utf8' })).toBe('');
  });

  it('gives no script a way to forge an end', async () => {
    const connection = await connect();
    const { outcome, out } = await collect(
      connection,
      `set; printf '\\036'; printf '\\036%s' 0123456789abcdef0123456789abcdef 'e 1 0 0 0'; echo; exit 3`,
    );
    expect(outcome).toMatchObject({ status: 3 });
    const secret = out.join('\n').match(/\x1e[0-9a-f]{32}/g) ?? [];
    expect(secret).toEqual(['\x1e0123456789abcdef0123456789abcdef']);
  });

  it('gives out a line without an end while the script runs, also one that looks like a marker', async () => {
    const connection = await connect();
    const seen: OutputRecord[] = [];
    const stop = new AbortController();
    const outcome = await connection.run(
      request(`printf 'ready?'; printf '\\036' >&2; sleep 60`, {
        signal: stop.signal,
        onOutput: (batch) => {
          seen.push(...batch);
          if (seen.length === 2) stop.abort();
        },
      }),
    );
    expect(outcome).toMatchObject({ kind: 'cancelled', running: null });
    expect(seen.slice(0, 2).map(({ stream, text, partial }) => ({ stream, text, partial }))).toEqual(
      expect.arrayContaining([
        { stream: 'stdout', text: 'ready?', partial: true },
        { stream: 'stderr', text: '\x1e', partial: true },
      ]),
    );
  });

  it('takes scripts and parameters of megabytes, and says what is too long for a process', async () => {
    const connection = await connect();
    const comment = `# ${'x'.repeat(300_000)}\n`;
    const value = 'v'.repeat(2_000_000);
    expect(await connection.run(request(`${comment}exit 4`, { access: 'change' }))).toMatchObject({ status: 4 });
    expect(await connection.run(request(`${comment}[ \${#A} = 2000000 ]`, { env: { A: value } }))).toMatchObject({ status: 0 });
    const { outcome, notes } = await collect(connection, 'exit 0', { access: 'change', env: { A: value } });
    expect(outcome).toMatchObject({ kind: 'exited', status: 126 });
    expect(notes.join()).toContain('A holds 2000000 bytes');
  });

  it('runs what was waiting after a script that had to be killed', async () => {
    const connection = await connect();
    const order: number[] = [];
    const runs = [request('sleep 60', { idleTimeout: 200 }), request('exit 1'), request('exit 2', { access: 'change' }), request('exit 3')];
    const outcomes = await Promise.all(runs.map((one, n) => connection.run(one).finally(() => order.push(n))));
    expect(outcomes[0]).toMatchObject({ kind: 'timeout', limit: 'idle-output', running: null });
    expect(outcomes.slice(1)).toMatchObject([{ status: 1 }, { status: 2 }, { status: 3 }]);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('measures each script from its own beginning', async () => {
    const connection = await connect();
    const runs = [0, 1, 2].map(() => connection.run(request('sleep 0.5', { timeout: 1400, idleTimeout: 1400 })));
    expect((await Promise.all(runs)).map((outcome) => outcome.kind)).toEqual(['exited', 'exited', 'exited']);
  });

  it('cancels one that runs, one that waits and one that comes too late', async () => {
    const connection = await connect();
    const stop = new AbortController();
    const runs = [request('sleep 60', { access: 'change', signal: stop.signal }), request('sleep 60', { signal: stop.signal }), request('exit 1')];
    const outcomes = Promise.all(runs.map((one) => connection.run(one)));
    setTimeout(() => stop.abort(), 200);
    expect(await outcomes).toMatchObject([{ kind: 'cancelled', running: null }, { kind: 'cancelled', running: null }, { status: 1 }]);
    expect(await connection.run(request('exit 0', { signal: stop.signal }))).toMatchObject({ kind: 'cancelled' });
  });

  it('leaves what an earlier set started alone when a later one is killed', async () => {
    const connection = await connect();
    const { out } = await collect(connection, 'sleep 300 >/dev/null 2>&1 & echo $!', { access: 'change' });
    await connection.run(request('sleep 60', { access: 'change', timeout: 200 }));
    await connection.run(request('sleep 60', { timeout: 200 }));
    expect(alive(Number(out[0]))).toBe(true);
    process.kill(Number(out[0]), 'SIGKILL');
  });

  it('does not take the late output of a leftover for that of the next script', async () => {
    const connection = await connect();
    expect((await collect(connection, '(sleep 0.5; echo late) & echo now', { access: 'change' })).out).toEqual(['now']);
    expect((await collect(connection, 'sleep 1; echo next')).out).toEqual(['next']);
  });

  it('lets a script keep SIGINT', async () => {
    const connection = await connect();
    expect(await connection.run(request('kill -INT $$; sleep 5', { access: 'change' }))).toMatchObject({ kind: 'signalled', signal: 'INT' });
  });

  it('waits for who takes the output, without counting that as silence', async () => {
    const connection = await connect();
    let lines = 0;
    let waiting = 0;
    const outcome = await connection.run(
      request('seq 200000', {
        idleTimeout: 300,
        onOutput: async (batch) => {
          waiting += 1;
          expect(waiting).toBe(1);
          if (lines === 0) await new Promise((resolve) => setTimeout(resolve, 700));
          lines += batch.length;
          waiting -= 1;
        },
      }),
    );
    expect(outcome).toMatchObject({ kind: 'exited', status: 0 });
    expect(lines).toBe(200_000);
  });

  it('ends a script whose output cannot be kept', async () => {
    const connection = await connect();
    const failing = [
      () => {
        throw new Error('disk full');
      },
      () => Promise.reject(new Error('disk full')),
    ];
    for (const onOutput of failing) {
      const outcome = await connection.run(request('echo x; sleep 60', { onOutput }));
      expect(outcome).toMatchObject({ kind: 'lost', message: 'Its output could not be kept: disk full' });
      expect(await connection.run(request('echo x', { onOutput }))).toMatchObject({ kind: 'lost' });
    }
    expect(await connection.run(request('exit 1'))).toMatchObject({ status: 1 });
  });

  it('ends what runs when it is closed, and runs nothing after', async () => {
    const connection = await connect();
    const running = connection.run(request('sleep 60', { access: 'change' }));
    const waiting = connection.run(request('sleep 60', { access: 'change' }));
    await connection.close();
    expect(await running).toMatchObject({ kind: 'cancelled' });
    expect(await waiting).toMatchObject({ kind: 'cancelled' });
    expect(await connection.run(request('exit 0'))).toMatchObject({ kind: 'not-started' });
  });

  it('says why a file cannot be written or read', async () => {
    const connection = await connect();
    await expect(connection.getFile('/nonexistent/file', join(root, 'none'))).rejects.toMatchObject({
      kind: 'transport/get-file',
      message: expect.stringMatching(/nonexistent/) as string,
    });
    await expect(connection.getFile('/', join(root, 'none'))).rejects.toMatchObject({
      kind: 'transport/get-file',
      message: expect.stringMatching(/directory/i) as string,
    });
    expect(existsSync(join(root, 'none'))).toBe(false);
    const source = join(root, 'one');
    writeFileSync(source, 'one');
    const sha256 = createHash('sha256').update('one').digest('hex');
    await expect(connection.putFiles([{ path: '../x', sha256, source, executable: false }])).rejects.toMatchObject({ kind: 'transport/put-file' });
    await expect(connection.putFiles([{ path: 'x', sha256: 'other', source, executable: false }])).rejects.toMatchObject({
      message: expect.stringMatching(/changed meanwhile/) as string,
    });
  });

  it('writes files where there is no base64 and no sha256sum', async () => {
    const bin = mkdtempSync(join(root, 'bin-'));
    for (const tool of ['sh', 'mkdir', 'chmod', 'rm', 'cat', 'setsid']) symlinkSync(find(tool) ?? '', join(bin, tool));
    const connection = await connect({ env: { PATH: bin, TMPDIR: root } });
    const content = Buffer.from(Array.from({ length: 500_000 }, (_, at) => at & 0xff));
    const source = join(root, 'binary');
    writeFileSync(source, content);
    const folder = await connection.putFiles([{ path: 'b', sha256: createHash('sha256').update(content).digest('hex'), source, executable: false }]);
    expect(readFileSync(join(folder, 'b')).equals(content)).toBe(true);
  });
});
