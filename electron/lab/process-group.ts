import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** How long a group has between being asked to end and being ended, milliseconds. */
const GRACE_MS = 300;
/** Where the tools of the usual systems are. The path of whoever starts the lab stays out: a lab computer is one like any other. */
const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin';
const LAB_ID = 'ROUNDS_LAB_ID';

/** Groups whose leader runs or whose output is still open. */
const groups = new Set<number>();

export type ShellProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts a command under `sh` in a session and process group of its own, with nothing of our environment. */
export function startShell(command: string | null, home: string, labId: string, user: string): ShellProcess {
  const child = spawn('/bin/sh', command === null ? [] : ['-c', command], {
    cwd: home,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      HOME: home,
      ROUNDS_LAB_ROOT: home,
      TMPDIR: path.join(home, 'tmp'),
      PATH: `${path.join(home, 'bin')}:${SEARCH_PATH}`,
      USER: user,
      LOGNAME: user,
      SHELL: '/bin/sh',
      LANG: 'C.UTF-8',
      [LAB_ID]: labId,
    },
  });
  const { pid } = child;
  if (pid !== undefined) {
    groups.add(pid);
    child.once('close', () => groups.delete(pid));
  }
  return child;
}

/** Signals the whole group; false when nothing of it is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ends a group: asked first, ended after a moment. */
export function endGroup(pid: number): void {
  if (signalGroup(pid, 'SIGTERM')) setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS).unref();
}

/** Ends, at once, every group and also what left its group (a `setsid`), found by the mark in its environment where there is a /proc. */
export function endAll(labId: string): void {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
  const mark = `${LAB_ID}=${labId}\0`;
  for (const name of processNames()) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark)) process.kill(pid, 'SIGKILL');
    } catch {
      // Ended meanwhile, or another user's.
    }
  }
}

function processNames(): string[] {
  try {
    return readdirSync('/proc');
  } catch {
    return [];
  }
}
