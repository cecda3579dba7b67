/** A real OpenSSH server on loopback, with keys, accounts and configuration of its own. Works as root and as a user. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort, makeKey, startDaemon, temporaryFolder } from './program.ts';
import type { KeyType, Missing } from './program.ts';

export interface SshdOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default: a free one. */
  port?: number;
  hostKeys?: KeyType[];
  /** Lines of sshd_config; of a keyword that stands twice the first holds, and these come first. */
  config?: string[];
  /** Public keys besides that of `userKey`, as lines of authorized_keys; options such as `command="..."` may stand before a key. */
  authorizedKeys?: string[];
  /** Options before `userKey` in authorized_keys, such as `command="/bin/false"`. */
  keyOptions?: string;
  /** Host keys of another server: the same computer again on another port. */
  hostKeysFrom?: TestHost;
  /** Who logs in, where it is not whoever runs the tests: an account that `inside` makes, with its home there. */
  account?: { name: string; home: string };
  /** A piece of sh that root runs before the server starts, in a mount namespace of the server's own: what it mounts nobody else sees. `$FOLDER` holds the server's files. */
  inside?: string;
}

export interface TestHost {
  host: string;
  port: number;
  user: string;
  /** Holds all files of the server; removed by `close`. */
  folder: string;
  /** Private key that may log in as `user`. */
  userKey: string;
  /** The home that sessions see; empty at the start. */
  home: string;
  /** A known_hosts file with this server's keys. */
  knownHosts: string;
  /** Paths of the public host keys. */
  hostKeys: Partial<Record<KeyType, string>>;
  pid: number;
  log: () => string;
  /** Breaks all open connections; new ones are taken. */
  dropAll: () => void;
  close: () => Promise<void>;
}

/** What is missing to run it on this machine; null when nothing is. */
export function sshdMissing(): Missing | null {
  const program = ['sshd', 'ssh-keygen'].find((name) => findProgram(name) === null);
  return program === undefined ? null : { program, install: 'apt-get install openssh-server' };
}

/** @throws Error naming what is missing, or what sshd said. */
export async function startSshd(options: SshdOptions = {}): Promise<TestHost> {
  const missing = sshdMissing();
  const sshd = findProgram('sshd');
  if (missing || sshd === null) throw new Error(`${missing?.program ?? 'sshd'} is missing: ${missing?.install ?? ''}`);
  const host = options.host ?? '127.0.0.1';
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const user = options.account?.name ?? userInfo().username;
  // as root sshd wants this folder for its unprivileged part, and Debian makes it only when the service starts
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  mkdirSync(at('home'), { mode: 0o700 });
  const userKey = makeKey(at('user_key'));
  const prefix = options.keyOptions === undefined ? '' : `${options.keyOptions} `;
  const keys = [`${prefix}${readFileSync(`${userKey}.pub`, 'utf8').trim()}`, ...(options.authorizedKeys ?? [])];
  writeFileSync(at('authorized_keys'), `${keys.join('\n')}\n`, { mode: options.account ? 0o644 : 0o600 });
  // sshd reads an account's keys as the account
  if (options.account) chmodSync(folder.path, 0o755);
  const types = options.hostKeys ?? ['ed25519'];
  const hostKeys: TestHost['hostKeys'] = {};
  for (const type of types) {
    const path = at(`host_${type}`);
    const from = options.hostKeysFrom?.hostKeys[type]?.replace(/\.pub$/, '');
    if (from === undefined) {
      makeKey(path, type);
    } else {
      copyFileSync(from, path);
      copyFileSync(`${from}.pub`, `${path}.pub`);
      chmodSync(path, 0o600);
    }
    hostKeys[type] = `${path}.pub`;
  }
  const config = [
    ...(options.config ?? []),
    `ListenAddress ${host}`,
    ...types.map((type) => `HostKey ${at(`host_${type}`)}`),
    `AuthorizedKeysFile ${at('authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PrintMotd no',
    'MaxStartups 200',
    // else bash would read what root's own home holds, which may cost more than the connection
    ...(options.account ? [] : [`SetEnv HOME=${at('home')}`]),
  ];
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const port = options.port ?? (await freePort(host));
    writeFileSync(at('sshd_config'), `Port ${port}\n${config.join('\n')}\n`);
    const args = ['-D', '-e', '-f', at('sshd_config')];
    const daemon =
      options.inside === undefined
        ? await startDaemon(sshd, args, /Server listening on/)
        : await startDaemon(
            'unshare',
            ['-m', 'sh', '-ec', `FOLDER=$1; shift\n${options.inside}\nexec "$@"`, 'sh', folder.path, sshd, ...args],
            /Server listening on/,
          );
    if (daemon === null) continue;
    const name = port === 22 ? host : `[${host}]:${port}`;
    const lines = types.map((type) => `${name} ${readFileSync(`${at(`host_${type}`)}.pub`, 'utf8')}`);
    writeFileSync(at('known_hosts'), lines.join(''));
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
      home: options.account?.home ?? at('home'),
      knownHosts: at('known_hosts'),
      hostKeys,
      pid: daemon.pid,
      dropAll: daemon.dropAll,
      log: daemon.log,
      close,
    };
  }
  folder.remove();
  throw new Error(`no free port for sshd on ${host}`);
}
