import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ssh2, { type ClientChannel } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith, requireProgram } from '../../tests/requirements.ts';
import { makeKeyPair } from './keys.ts';
import { startLab, type Lab, type LabComputer } from './start.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'rounds lab '));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Polls until it holds; the test's own limit ends it. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function named(lab: Lab, id: string): LabComputer {
  const found = lab.computers.find((computer) => computer.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

function connect(lab: Lab, id: string, options: ssh2.ConnectConfig = {}): Promise<ssh2.Client> {
  const { host, port, user } = named(lab, id);
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.once('ready', () => resolve(client)).on('error', reject);
    client.connect({ host, port, username: user, privateKey: readFileSync(lab.keyFile), ...options });
  });
}

interface Ran {
  stdout: Buffer;
  stderr: string;
  status: number | null;
  signal: string | null;
}

function run(client: ssh2.Client, command: string, use: (channel: ClientChannel) => void = (channel) => channel.end()): Promise<Ran> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      const out: Buffer[] = [];
      const ran: Ran = { stdout: Buffer.alloc(0), stderr: '', status: null, signal: null };
      channel.on('data', (data: Buffer) => out.push(data));
      channel.stderr.on('data', (data: Buffer) => (ran.stderr += data.toString()));
      channel.on('exit', (status: number | null, signal?: string) => Object.assign(ran, { status, signal: signal ?? null }));
      channel.on('close', () => resolve({ ...ran, stdout: Buffer.concat(out) }));
      use(channel);
    });
  });
}

const answers = (port: number) =>
  new Promise<string>((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A process that ended and that nobody has asked about yet is gone as well.
    return !existsSync('/proc/self/stat') || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a lab that runs', () => {
  let lab: Lab;
  let client: ssh2.Client;
  beforeAll(async () => {
    lab = await startLab(path.join(root, 'ordinary'), { extra: 3 });
    client = await connect(lab, 'Acme/web-1');
  });
  afterAll(async () => {
    client.end();
    await lab.close();
  });

  it('has six computers in two tenants, and as many plain ones as asked for', () => {
    expect(lab.computers.map(({ id }) => id)).toEqual([
      'Acme/web-1',
      'Acme/web-2',
      'Acme/db-1',
      'Globex/till-1',
      'Globex/kiosk-1',
      'Globex/attic-1',
      'Load/load-001',
      'Load/load-002',
      'Load/load-003',
    ]);
    expect(new Set(lab.computers.map(({ port }) => port)).size).toBe(9);
  });

  it('keeps streams apart, passes stdin and statuses, and gives only its own environment', async () => {
    process.env['ROUNDS_SECRET_PLANTED'] = 'planted';
    const { stdout, stderr, status } = await run(
      client,
      'cat; echo err >&2; pwd; echo "$HOME" "$ROUNDS_LAB_ROOT" "$ROUNDS_SECRET_PLANTED"; exit 7',
      (channel) => channel.end('in é\n'),
    );
    delete process.env['ROUNDS_SECRET_PLANTED'];
    const { home } = named(lab, 'Acme/web-1');
    expect(stdout.toString()).toBe(`in é\n${home}\n${home} ${home} \n`);
    expect(stderr).toBe('err\n');
    expect(status).toBe(7);
  });

  it('passes much in both directions without loss', async () => {
    const sent = Buffer.alloc(8_000_000, 'rounds ');
    const { stdout, status } = await run(client, 'cat', (channel) => channel.end(sent));
    expect(stdout.equals(sent)).toBe(true);
    expect(status).toBe(0);
  });

  it('passes signals to the process group and says how a command ended', async () => {
    const ended = await run(client, 'echo ready; sleep 60 & sleep 60', (channel) => channel.once('data', () => channel.signal('TERM')));
    expect(ended).toMatchObject({ status: null, signal: 'SIGTERM' });
    expect(await run(client, 'kill -9 $$')).toMatchObject({ status: null, signal: 'SIGKILL' });
    expect((await run(client, '/nowhere/at-all')).status).toBe(127);
  });

  it('ends a command that cannot be started with a status and a word', async () => {
    const without = await connect(lab, 'Load/load-003');
    rmSync(named(lab, 'Load/load-003').home, { recursive: true });
    const { status, stderr } = await run(without, 'true');
    expect(status).toBe(126);
    expect(stderr).toMatch(/^lab: .*\n$/);
    without.end();
  });

  it('runs several commands on one connection at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => run(client, `sleep 0.05; echo ${index}`)));
    expect(all.map(({ stdout }) => Number(stdout.toString()))).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('ends the process group when the client goes away', async () => {
    const second = await connect(lab, 'Acme/web-1');
    const pid = await new Promise<number>((resolve) => {
      void run(second, 'echo $$; sleep 60 & sleep 60', (channel) => channel.once('data', (data: Buffer) => resolve(Number(data.toString()))));
    });
    expect(alive(pid)).toBe(true);
    second.destroy();
    await until(() => !alive(pid));
  });

  it('lets in its own key only', async () => {
    const other = makeKeyPair().private;
    await expect(connect(lab, 'Acme/web-1', { privateKey: other })).rejects.toThrow(/authentication/);
    await expect(connect(lab, 'Acme/web-1', { username: 'root' })).rejects.toThrow(/authentication/);
    await expect(connect(lab, 'Acme/web-1', { authHandler: ['password'], password: 'lab' })).rejects.toThrow(/authentication/);
  });

  it('survives a client that speaks something else', async () => {
    const { port } = named(lab, 'Acme/web-2');
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write('GET / HTTP/1.1\r\n\r\n'.repeat(5000));
    await new Promise((resolve) => socket.once('close', resolve));
    (await connect(lab, 'Acme/web-2')).end();
  });

  it('refuses on the port of the computer that is away', async () => {
    expect(await answers(named(lab, 'Globex/attic-1').port)).toBe('ECONNREFUSED');
  });

  it('cuts off the computer that unplugs itself, and only that one', async () => {
    const kiosk = await connect(lab, 'Globex/kiosk-1');
    const closed = new Promise<void>((resolve) => kiosk.once('close', () => resolve()));
    void run(kiosk, ': > power-off; sleep 60');
    await closed;
    expect(await answers(named(lab, 'Globex/kiosk-1').port)).toBe('ECONNREFUSED');
    expect((await run(client, 'echo here')).stdout.toString()).toBe('here\n');
  });

  it('keeps what is secret from other users', () => {
    for (const file of ['lab-key', 'secrets.json', 'host-keys/Acme%2Fweb-1']) expect(statSync(path.join(lab.folder, file)).mode & 0o777).toBe(0o600);
    expect(statSync(lab.folder).mode & 0o777).toBe(0o700);
    expect(Object.keys(lab.secrets)).toEqual(['lab-token']);
    expect(lab.secrets['lab-token']).toMatch(/^lab-.{24}$/);
  });

  it('is not started twice in one folder', async () => {
    await expect(startLab(lab.folder)).rejects.toMatchObject({
      kind: 'usage/lab-running',
      message: `The lab is already running in process ${process.pid}`,
    });
  });
});

describeWith(requireProgram('ssh', 'apt-get install openssh-client'), "OpenSSH's client", () => {
  it('knows the host by its key and runs a command', async () => {
    const lab = await startLab(path.join(root, 'openssh'));
    const { host, port, user, home } = named(lab, 'Acme/db-1');
    const options = [
      '-F',
      'none',
      '-i',
      lab.keyFile,
      '-o',
      `UserKnownHostsFile="${lab.knownHosts}"`,
      '-o',
      'BatchMode=yes',
      '-o',
      'IdentitiesOnly=yes',
      '-p',
      String(port),
    ];
    const { stdout } = await promisify(execFile)('ssh', [...options, `${user}@${host}`, 'pwd; echo 日本語']);
    expect(stdout).toBe(`${home}\n日本語\n`);
    await lab.close();
  });
});

describe('a key of the lab', () => {
  it('can be read, whatever it begins with', () => {
    // One in 256 keys of ssh2's maker cannot be.
    const keys = Array.from({ length: 1000 }, () => ssh2.utils.parseKey(makeKeyPair().public));
    expect(keys.filter((key) => key instanceof Error)).toEqual([]);
  });
});

describe('a lab folder', () => {
  it('keeps keys, ports and what the computers hold; only the first start is fresh until a run ended as expected', async () => {
    const folder = path.join(root, 'kept');
    const first = await startLab(folder);
    expect(first.pass).toBe('first');
    writeFileSync(path.join(named(first, 'Acme/web-1').home, 'mine'), 'kept');
    writeFileSync(path.join(named(first, 'Globex/kiosk-1').home, 'power-off'), '');
    const key = readFileSync(first.keyFile, 'utf8');
    const knownHosts = readFileSync(first.knownHosts, 'utf8').split('\n');
    await first.close();
    const second = await startLab(folder);
    expect(second.pass).toBe('either');
    expect(readFileSync(second.keyFile, 'utf8')).toBe(key);
    const keys = (lines: string[]) => lines.map((line) => line.split(' ')[2]);
    expect(keys(readFileSync(second.knownHosts, 'utf8').split('\n'))).toEqual(keys(knownHosts));
    expect(readFileSync(path.join(named(second, 'Acme/web-1').home, 'mine'), 'utf8')).toBe('kept');
    expect(second.secrets).toEqual(first.secrets);
    (await connect(second, 'Globex/kiosk-1')).end();
    await second.close();
  });

  it('takes a key anew that is no key', async () => {
    const folder = path.join(root, 'broken-key');
    await (await startLab(folder)).close();
    writeFileSync(path.join(folder, 'lab-key'), '');
    writeFileSync(path.join(folder, 'host-keys', 'Acme%2Fweb-1'), 'no key');
    const lab = await startLab(folder);
    (await connect(lab, 'Acme/web-1')).end();
    await lab.close();
  });

  it('is never made where something else lies', async () => {
    const folder = path.join(root, 'other');
    await promisify(execFile)('mkdir', [folder]);
    writeFileSync(path.join(folder, 'thesis.txt'), 'mine');
    await expect(startLab(folder)).rejects.toMatchObject({ kind: 'usage/lab-folder' });
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('with a state that is none says so', async () => {
    const folder = path.join(root, 'odd');
    await promisify(execFile)('mkdir', [folder]);
    writeFileSync(path.join(folder, 'state.json'), '{"runs":"often"}');
    await expect(startLab(folder)).rejects.toMatchObject({
      kind: 'input/lab-state',
      message: `${path.join(folder, 'state.json')} is no state of a lab`,
    });
  });
});

describe('the end of a lab', () => {
  it('leaves no process, not even one that left its group', async () => {
    const lab = await startLab(path.join(root, 'ended'));
    const client = await connect(lab, 'Acme/web-1');
    client.on('error', () => undefined);
    const { stdout } = await run(client, 'setsid sleep 60 > /dev/null 2>&1 & echo $!; sleep 60 > /dev/null 2>&1 & echo $!');
    const pids = stdout.toString().trim().split('\n').map(Number);
    await lab.close();
    if (process.platform === 'linux') await until(() => !pids.some(alive));
    expect(await answers(named(lab, 'Acme/web-1').port)).toBe('ECONNREFUSED');
  });

  it('comes with that of its owner, also when the owner is killed', async () => {
    const folder = path.join(root, 'killed');
    const start = fileURLToPath(new URL('./start.ts', import.meta.url));
    const code = `import { startLab } from ${JSON.stringify(start)};
      const lab = await startLab(${JSON.stringify(folder)});
      console.log(lab.computers[0].port);
      setInterval(() => undefined, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<number>((resolve, reject) => {
      owner.stdout.once('data', (data: Buffer) => resolve(Number(data.toString())));
      owner.once('exit', () => reject(new Error('the owner did not start the lab')));
    });
    expect(await answers(port)).toBe('connected');
    owner.kill('SIGKILL');
    await until(async () => (await answers(port)) === 'ECONNREFUSED');
    // The lock of the killed owner counts for nothing.
    await (await startLab(folder)).close();
  });

  it('does not keep its owner alive', async () => {
    const folder = path.join(root, 'unref');
    const start = fileURLToPath(new URL('./start.ts', import.meta.url));
    const code = `import { startLab } from ${JSON.stringify(start)}; await startLab(${JSON.stringify(folder)});`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  });
});
