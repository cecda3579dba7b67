/**
 * A whole Debian to test on: systemd as its first process, its own network, files, processes and users' database, in
 * Linux namespaces of this computer. Nothing in it can change this computer: files are a folder of their own, the clock,
 * kernel modules and kernel settings are out of its reach, and it has no way to any network.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CACHE, execute } from './item-scripts.ts';
import type { Bound, Ended, Runner } from './item-scripts.ts';
import { findProgram, SYSTEM_PATH } from './shells.ts';

const IMAGE_SCRIPT = fileURLToPath(new URL('debian-image.sh', import.meta.url));
const BOOT_SCRIPT = fileURLToPath(new URL('boot-machine.sh', import.meta.url));
const HOST_ENV = { PATH: SYSTEM_PATH, LC_ALL: 'C', HOME: '/root' };

/** Where control groups of the second version are; systemd needs a branch of them. */
function controlGroups(): string | null {
  const line = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .find((mount) => mount.split(' ')[2] === 'cgroup2');
  return line?.split(' ')[1] ?? null;
}

/** Why no machine can be made here, with what to do; null when it can. */
export function machineTrouble(): string | null {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  const packages = {
    debootstrap: 'debootstrap',
    unshare: 'util-linux',
    nsenter: 'util-linux',
    setpriv: 'util-linux',
    ip: 'iproute2',
    tar: 'tar',
    'apt-get': 'apt',
  };
  for (const [program, name] of Object.entries(packages)) if (findProgram(program) === null) return `needs ${program}: apt-get install ${name}`;
  if (controlGroups() === null) return 'needs control groups, version 2 (mount -t cgroup2)';
  if (sources() === '') return 'needs a Debian mirror in the package sources of this computer, and apt-get update';
  return null;
}

/** The Debian mirrors that apt of this computer uses, as lines of sources.list. */
function sources(): string {
  const found = apt('apt-get', ['indextargets', '--format', 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)', 'Identifier: Packages', 'Origin: Debian']);
  return [...new Set(found.split('\n').filter((line) => line !== ''))].join('\n');
}

function apt(command: string, args: string[]): string {
  return execFileSync(command, args, { env: HOST_ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The Debian as an archive, made once and kept in the cache until the script that makes it changes. */
async function image(): Promise<string> {
  const mirrors = sources();
  const key = createHash('sha256').update(readFileSync(IMAGE_SCRIPT)).update(mirrors).digest('hex').slice(0, 16);
  const archive = path.join(CACHE, `debian-${key}.tar`);
  if (existsSync(archive)) return archive;
  mkdirSync(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rounds-debian-'));
  try {
    const env = { ...HOST_ENV, SOURCES: mirrors, APT_CONF: apt('apt-config', ['dump', 'Acquire::http', 'Acquire::https']) };
    const made = await execute('sh', [IMAGE_SCRIPT, folder], env, 400_000);
    if (made.status !== 0) throw new Error(`the Debian for tests could not be made:\n${(made.stdout + made.stderr).slice(-4000)}`);
    const part = `${archive}.${randomUUID()}`;
    const packed = await execute('tar', ['-cf', part, '-C', folder, '.'], HOST_ENV);
    if (packed.status !== 0) throw new Error(`the Debian for tests could not be packed: ${packed.stderr}`);
    // Older ones are of no more use.
    for (const old of readdirSync(CACHE)) if (/^debian-[0-9a-f]+\.tar$/.test(old)) rmSync(path.join(CACHE, old), { force: true });
    renameSync(part, archive);
    return archive;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Machine {
  /** Runs a script as root in it, the way a connection does. */
  run: Runner;
  /** Runs a line of sh and throws when it fails; for what a test prepares and looks at. Its stdout without the last line break. */
  sh(line: string): Promise<string>;
  /** Its folder as this computer sees it. */
  folder: string;
  close(): Promise<void>;
}

/** The machine of a file's tests, and items bound to it. */
export interface OnMachine {
  readonly machine: Machine;
  item(id: string): Bound;
}

/** Makes a machine and waits until it has started. @throws Error with what it said when it does not start. */
export async function startMachine(): Promise<Machine> {
  const archive = await image();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rounds-machine-'));
  const group = path.join(controlGroups() ?? '', `rounds-test-${randomUUID()}`);
  const unpacked = await execute('tar', ['-xf', archive, '-C', folder], HOST_ENV);
  if (unpacked.status !== 0) throw new Error(`the Debian for tests could not be unpacked: ${unpacked.stderr}`);
  mkdirSync(group);
  // It ends with this process, however that ends.
  const outer = spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', BOOT_SCRIPT, folder, group], { env: HOST_ENV, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  outer.stdout.on('data', (data: Buffer) => (said += data.toString()));
  outer.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const over = new Promise<void>((resolve) => outer.on('close', () => resolve()));
  let ended = false;
  void over.then(() => (ended = true));

  const close = async (): Promise<void> => {
    outer.kill('SIGKILL'); // unshare ends its child with it
    await over;
    await removeGroup(group);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const enter = async (command: readonly string[], env: Record<string, string>): Promise<Ended> => {
    const init = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim();
    if (!/^\d+$/.test(init)) throw new Error(`the machine does not run: ${said}`);
    return await execute('nsenter', ['--target', init, '--all', '--', ...command], env);
  };
  const run: Runner = (text, env) => enter(['sh', '-c', text], { PATH: SYSTEM_PATH, HOME: '/root', ...env });
  const sh = async (line: string): Promise<string> => {
    const { status, stdout, stderr } = await run(line, { LC_ALL: 'C' });
    if (status !== 0) throw new Error(`'${line}' ended with ${status}: ${stdout}${stderr}`);
    return stdout.replace(/\n$/, '');
  };

  const deadline = Date.now() + 90_000;
  for (;;) {
    if (ended) break;
    const state = await enter(['systemctl', 'is-system-running'], HOST_ENV).catch(() => null);
    if (state && /^(running|degraded)$/.test(state.stdout.trim())) return { run, sh, folder, close };
    if (Date.now() > deadline) break;
    await sleep(100);
  }
  await close();
  throw new Error(`the machine did not start: ${said || 'it said nothing'}`);
}

/** Branches go from the leaves on; the kernel needs a moment after the last process ended. */
async function removeGroup(group: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { stdout } = await execute('find', [group, '-depth', '-type', 'd'], HOST_ENV);
    let left = false;
    for (const branch of stdout.split('\n').filter((line) => line !== '')) {
      try {
        rmdirSync(branch);
      } catch {
        left = true;
      }
    }
    if (!left) return;
    await sleep(100);
  }
}
