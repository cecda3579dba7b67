/** The command as users start it: processes, exit statuses, signals, pipes; on this machine itself (`kind: local`). */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const SECRET = 'pl4nted-s3cret';
let folder: string;
let data: string;

interface Call {
  child: ChildProcess;
  done: Promise<{ status: number | null; out: string; err: string; objects: Record<string, unknown>[] }>;
  /** Resolves once stdout holds the text. */
  said(text: string): Promise<void>;
}

function start(argv: string[], options: { env?: Record<string, string>; input?: string } = {}): Call {
  const child = spawn(process.execPath, [MAIN, '--data', data, ...argv], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, LANG: 'C.UTF-8', ...options.env },
    stdio: 'pipe',
  });
  let out = '';
  let err = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    for (const one of waiting) if (out.includes(one.text)) one.resolve();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end(options.input ?? '');
  const done = new Promise<Awaited<Call['done']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      const lines = out.split('\n').filter((line) => line.startsWith('{'));
      resolve({ status, out, err, objects: argv.includes('--json') ? lines.map((line) => JSON.parse(line) as Record<string, unknown>) : [] });
    });
  });
  const said = (text: string) => new Promise<void>((resolve) => (out.includes(text) ? resolve() : void waiting.push({ text, resolve })));
  return { child, done, said };
}
const rounds = (...argv: string[]) => start(argv).done;

async function itemFolder(id: string, yaml: string, scripts: Record<string, string>): Promise<void> {
  const at = path.join(folder, 'items', id);
  await mkdir(at, { recursive: true });
  const names = Object.keys(scripts)
    .map((name) => `${name}: ${name}.sh`)
    .join(', ');
  await writeFile(
    path.join(at, 'item.yaml'),
    `id: ${id}\nname: ${id}\nkind: task\nplatforms: [linux, macos]\n${yaml}scripts: {linux: {${names}}, macos: {${names}}}\n`,
  );
  for (const [name, text] of Object.entries(scripts)) await writeFile(path.join(at, `${name}.sh`), text);
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 1;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rounds-cli-'));
  data = path.join(folder, 'data');
  const target = path.join(folder, 'motd');
  await itemFolder('motd', 'parameters: {token: {type: string, secret: true, required: true}}\n', {
    test: `[ "$(cat '${target}' 2>/dev/null)" = hello ] && exit 0\necho 'text: none -> hello'\nexit 1\n`,
    set: `env | grep ROUNDS_SECRET && exit 9\necho "token $ROUNDS_PARAM_TOKEN"\necho hello > '${target}'\n`,
  });
  await itemFolder('broken', '', { test: 'exit 1\n', set: 'echo nope >&2\nexit 3\n' });
  await itemFolder('slow', '', { test: 'exit 1\n', set: 'echo begun\nsleep 60\n' });
  await writeFile(
    path.join(folder, 'setup.yaml'),
    [
      'tenants: [{name: Acme}]',
      'computers:',
      '  - {name: here, tenant: Acme, tags: [web], connection: {kind: local}}',
      `  - {name: gone, tenant: Acme, connection: {kind: ssh, host: 127.0.0.1, port: ${await closedPort()}, user: nobody}}`,
      'items: [./items/motd, ./items/broken, ./items/slow]',
      'deployments:',
      '  - {name: Message, item: motd, target: {tag: web}, parameters: {token: {secret: my-token}}}',
      '  - {name: Broken, item: broken, target: {tag: web}, enforcement: optional}',
      '  - {name: Slow, item: slow, target: {tag: web}, enforcement: adhoc}',
      '',
    ].join('\n'),
  );
  const applied = await rounds('apply', 'setup.yaml');
  expect([applied.status, applied.err]).toEqual([0, `${data} was not there; it is a new data folder now.\n`]);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the command', () => {
  it('applied again changes nothing; a dry run says what would change and changes nothing', async () => {
    expect((await rounds('apply', 'setup.yaml')).out).toContain('Nothing to change');
    await writeFile(path.join(folder, 'more.yaml'), 'tenants: [{name: Globex}]\n');
    expect((await rounds('apply', 'more.yaml', '--dry-run')).out).toContain('Nothing was changed');
    expect((await rounds('computers', '--json')).objects).toHaveLength(2);
    expect((await rounds('apply', 'missing.yaml')).status).toBe(64);
  });

  it('checks without changing, runs, and finds it compliant the second time', async () => {
    const environment = { env: { ROUNDS_SECRET_MY_TOKEN: SECRET } };
    const last = async (...argv: string[]) => {
      const { status, objects, err } = await start([...argv, 'computer:here', '--json'], environment).done;
      const end = objects.at(-1);
      expect(err).toBe('');
      expect(end).toMatchObject({ type: 'batch.finished', sessions: [{ computer: 'here', tenant: 'Acme' }] });
      const sessions = end?.['sessions'] as { actions: { item: string; result: string; reason: string }[] }[];
      return { status, result: sessions[0]?.actions.find((action) => action.item === 'motd') };
    };
    expect(await last('check')).toMatchObject({ status: 0, result: { result: 'skipped', reason: 'would-change' } });
    expect(await readdir(folder)).not.toContain('motd');
    expect(await last('run')).toMatchObject({ status: 0, result: { result: 'success' } });
    expect(await readFile(path.join(folder, 'motd'), 'utf8')).toBe('hello\n');
    expect(await last('run')).toMatchObject({ status: 0, result: { result: 'already-compliant' } });
  });

  it('takes secrets from stdin too, and keeps none of them', async () => {
    await rm(path.join(folder, 'motd'));
    const { status } = await start(['run', 'computer:here', '--secrets-stdin'], { input: `my-token=${SECRET}\n` }).done;
    expect(status).toBe(0);
    expect((await rounds('show', 'last', '--log', 'motd')).out).toMatch(/stdout +token /);
    for (const name of await readdir(data, { recursive: true, withFileTypes: true })) {
      if (name.isFile()) expect((await readFile(path.join(name.parentPath, name.name))).includes(SECRET)).toBe(false);
    }
  });

  it('says 2 for a failed action, 3 for a computer that was not reached, 3 for both', async () => {
    expect((await rounds('run', 'tag:web', '--item', 'broken')).status).toBe(2);
    expect((await rounds('run', 'computer:gone')).status).toBe(3);
    const both = await rounds('run', 'all', '--item', 'broken');
    expect(both.status).toBe(3);
    expect(both.out).toContain('⇸ Not Reached');
    expect(both.out).toMatch(/Next: rounds --data \S+ retry b\w+\n/);
    expect((await rounds('retry', 'last', '--cause', 'script', '--json')).objects.at(-1)).toMatchObject({
      type: 'batch.finished',
      sessions: [{ computer: 'here', actions: [{ item: 'broken', result: 'error' }] }],
    });
  });

  it('exec of one computer can be piped on: stdout is what the script wrote', async () => {
    const { status, out, err } = await rounds('exec', 'computer:here', '--', 'echo one; echo two >&2');
    expect([status, out]).toEqual([0, 'one\n']);
    expect(err).toContain('two\n');
    expect((await rounds('exec', 'computer:here', '--', 'sh', '-c', 'echo "$0 $1"', 'a b', '$HOME')).out).toBe('a b $HOME\n');
    expect((await rounds('exec', 'computer:here', '--', 'exit 5')).status).toBe(2);
  });

  it('doctor goes step by step', async () => {
    const { status, out } = await rounds('doctor', 'here');
    expect([status, out]).toEqual([0, expect.stringMatching(/✔ facts/)]);
    const gone = await rounds('doctor', 'gone', '--json');
    expect(gone.status).toBe(3);
    expect(gone.objects.at(-1)).toMatchObject({ type: 'doctor.finished', ok: false, reason: 'connect-refused' });
  });

  it('Ctrl-C ends the script, finishes the record, and says 4', async () => {
    const run = start(['run', 'computer:here', '--include', 'adhoc', '--item', 'slow', '--json']);
    await run.said('begun');
    run.child.kill('SIGINT');
    run.child.kill('SIGINT');
    const { status, objects } = await run.done;
    expect(status).toBe(4);
    expect(objects.at(-1)).toMatchObject({ type: 'batch.finished', sessions: [{ status: 'cancelled' }] });
  });

  it('another process may cancel it', async () => {
    const run = start(['run', 'computer:here', '--item', 'slow', '--json']);
    await run.said('begun');
    const cancelled = await rounds('cancel', 'last');
    expect([cancelled.status, cancelled.out]).toEqual([0, expect.stringContaining('Cancelled')]);
    expect((await run.done).status).toBe(4);
  });

  it('killed in the middle, it is interrupted, and resume goes on with it', async () => {
    const run = start(['run', 'computer:here', '--item', 'slow', '--json']);
    await run.said('begun');
    run.child.kill('SIGKILL');
    await run.done;
    const { objects } = await rounds('sessions', '--json', '--limit', '1');
    expect(objects).toMatchObject([{ status: 'interrupted' }]);
    const resumed = start(['resume', 'last', '--json']);
    await resumed.said('begun');
    resumed.child.kill('SIGTERM');
    expect((await resumed.done).status).toBe(4);
  });

  it('ends quietly when the reader leaves', async () => {
    const list = start(['items']);
    list.child.stdout?.destroy();
    const { status, err } = await list.done;
    expect([status, err]).toEqual([0, '']);
  });

  it('a dump applied changes nothing', async () => {
    expect((await rounds('dump', 'dumped')).status).toBe(0);
    expect((await rounds('apply', 'dumped/rounds.yaml')).out).toContain('Nothing to change');
  });
});
