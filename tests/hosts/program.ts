/** Real servers for tests: whether they are installed, a folder of their own, a free port, and their end. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { findProgram } from '../requirements.ts';

/** What a test needs and the machine lacks, with the one line that installs it. */
export interface Missing {
  program: string;
  install: string;
}

export { findProgram };

/** A port of this address that nobody listens on right now. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

export interface Folder {
  path: string;
  remove: () => void;
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'rounds-host-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa';

/** Makes a key pair with ssh-keygen; returns the path of the private half. `options` such as `-m PEM`. */
export function makeKey(path: string, type: KeyType = 'ed25519', passphrase = '', options: string[] = []): string {
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', passphrase, '-C', '', '-f', path, ...options]);
  return path;
}

export interface Daemon {
  pid: number;
  /** What it wrote so far. */
  log: () => string;
  /** Ends what it started and leaves it itself alone: open connections break, new ones are taken. */
  dropAll: () => void;
  /** Ends it and the processes it started; resolves when it is gone. */
  stop: () => Promise<void>;
}

/** Starts a server and waits until it says that it listens; null when the port was taken meanwhile. */
export function startDaemon(program: string, args: string[], ready: RegExp): Promise<Daemon | null> {
  // ends with this process, whatever ends that: a test that fails before it closes its server leaves none behind
  const setpriv = findProgram('setpriv');
  const child = spawn(setpriv ?? program, setpriv === null ? args : ['--pdeathsig', 'KILL', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const stop = () => endTree(child);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      void stop().then(() => reject(new Error(`${program} did not start: ${log}`)));
    }, 10_000);
    const onData = (data: Buffer) => {
      log += data.toString();
      if (!ready.test(log)) return;
      clearTimeout(timer);
      resolve({ pid: child.pid ?? 0, log: () => log, dropAll: () => endAll(descendants(child.pid ?? 0)), stop });
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      if (/in use|Cannot bind/i.test(log)) resolve(null);
      else reject(new Error(`${program} ended: ${log}`));
    });
  });
}

/** Ends a process with all it started: sshd gives each connection a session of its own, so a group is not enough. */
function endTree(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    const below = descendants(pid);
    child.kill('SIGKILL');
    endAll(below);
  });
}

function endAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it ended in this moment
    }
  }
}

function descendants(root: number): number[] {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='])
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  // the list grows while it is walked
  for (const parent of found) for (const [pid = 0, ppid] of pairs) if (ppid === parent) found.push(pid);
  return found.slice(1);
}
