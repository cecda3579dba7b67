/** Programs as a user without rights, and whether the system's sandbox is around the page of one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** `nobody`, whom every Linux knows: no user has to be made. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** What stands before a command so that a user without rights runs it; nothing where we are one. */
export const ORDINARY: readonly string[] = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'] : [];

/** Gives a folder to that user. */
export function giveAway(folder: string): void {
  if (isRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
}

/** Why this machine gives a user without rights no sandbox, or null where it does. */
export function sandboxMissing(): string | null {
  const [command = 'unshare', ...args] = [...ORDINARY, 'unshare', '--user', '--map-root-user', '--pid', '--net', '--fork', 'true'];
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? null : `user namespaces for a user without rights: ${error?.message ?? stderr.trim()}`;
}

export interface SandboxState {
  uid: string;
  seccomp: string;
  noNewPrivs: string;
  ownUserNamespace: boolean;
  ownProcesses: boolean;
}

/** How the kernel holds the page's process of a program that was started from a folder; null while there is none. */
export function rendererState(folder: string): SandboxState | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readlinkSync(`/proc/${pid}/exe`).startsWith(folder + path.sep)) continue;
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const field = (name: string): string => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
      const own = (kind: string): boolean => readlinkSync(`/proc/${pid}/ns/${kind}`) !== readlinkSync(`/proc/self/ns/${kind}`);
      return {
        uid: field('Uid'),
        seccomp: field('Seccomp'),
        noNewPrivs: field('NoNewPrivs'),
        ownUserNamespace: own('user'),
        ownProcesses: own('pid'),
      };
    } catch {
      // It is gone, or not ours to look at.
    }
  }
  return null;
}

/** What a renderer in the sandbox looks like: a filter on its system calls, namespaces of its own, no way to more rights. */
export const SANDBOXED = {
  uid: String(isRoot ? NOBODY : (process.getuid?.() ?? '')),
  seccomp: '2',
  noNewPrivs: '1',
  ownUserNamespace: true,
  ownProcesses: true,
} satisfies SandboxState;
