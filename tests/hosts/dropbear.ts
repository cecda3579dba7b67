/** A real dropbear on loopback: the SSH server of small devices, with habits of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort, makeKey, startDaemon, temporaryFolder } from './program.ts';
import type { Missing } from './program.ts';
import type { TestHost } from './sshd.ts';

export interface DropbearOptions {
  host?: string;
  port?: number;
  /** Further arguments, such as `-j`. */
  args?: string[];
}

/**
 * What is missing to run it on this machine; null when nothing is. Dropbear reads authorized_keys in the account's home
 * only: the test's folder is mounted over it, in a mount namespace of the server's own, which needs root.
 */
export function dropbearMissing(): Missing | null {
  const program = ['dropbear', 'dropbearkey', 'ssh-keygen'].find((name) => findProgram(name) === null);
  if (program !== undefined) return { program, install: 'apt-get install dropbear-bin openssh-client' };
  if (userInfo().uid !== 0) return { program: 'root', install: 'sudo npm test' };
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return null;
  } catch {
    return { program: 'unshare -m', install: 'a machine that allows mount namespaces' };
  }
}

/** @throws Error naming what is missing, or what dropbear said. */
export async function startDropbear(options: DropbearOptions = {}): Promise<TestHost> {
  const missing = dropbearMissing();
  if (missing) throw new Error(`${missing.program} is missing: ${missing.install}`);
  const host = options.host ?? '127.0.0.1';
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const { username: user, homedir: realHome } = userInfo();
  const home = at('home');
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  const userKey = makeKey(at('user_key'));
  writeFileSync(join(home, '.ssh', 'authorized_keys'), readFileSync(`${userKey}.pub`), { mode: 0o600 });
  const made = execFileSync('dropbearkey', ['-t', 'ed25519', '-f', at('host_key')], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  const hostKey = made.split('\n').find((line) => line.startsWith('ssh-ed25519')) ?? '';
  writeFileSync(at('host_key.pub'), `${hostKey}\n`);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const port = options.port ?? (await freePort(host));
    const dropbear = [
      findProgram('dropbear') ?? '',
      '-F',
      '-E',
      '-s',
      '-m',
      '-r',
      at('host_key'),
      '-P',
      at('pid'),
      '-p',
      `${host}:${port}`,
      ...(options.args ?? []),
    ];
    // the paths are arguments of the script, never part of it
    const script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';
    const daemon = await startDaemon('unshare', ['-m', 'sh', '-c', script, 'sh', home, realHome, ...dropbear], /Not backgrounding/);
    if (daemon === null) continue;
    const name = port === 22 ? host : `[${host}]:${port}`;
    writeFileSync(at('known_hosts'), `${name} ${hostKey}\n`);
    const close = async () => {
      await daemon.stop();
      folder.remove();
    };
    return {
      host,
      port,
      user,
      folder: folder.path,
      userKey,
      home,
      knownHosts: at('known_hosts'),
      hostKeys: { ed25519: at('host_key.pub') },
      pid: daemon.pid,
      dropAll: daemon.dropAll,
      log: daemon.log,
      close,
    };
  }
  folder.remove();
  throw new Error(`no free port for dropbear on ${host}`);
}
