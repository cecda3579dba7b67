import { randomBytes } from 'node:crypto';
import { RoundsError } from '../../../shared/errors.ts';
import type { Platform } from '../../../shared/words.ts';
import type { Link } from '../link.ts';
import type { ConnectContext, Connection, ConnectionTarget } from '../transport.ts';
import { elevation as elevationOf, type Elevation } from './elevation.ts';
import { readFrame, type ShellInfo } from './frames.ts';
import { openShell } from './open-shell.ts';
import { ScriptQueue } from './script-queue.ts';
import type { ShellChannel } from './shell-channel.ts';
import { ShellConnection } from './shell-connection.ts';
import { SHELL_TIMES, ShellSupply, type ShellTimes } from './shell-supply.ts';
import { sleep } from './sleep.ts';

export interface ConnectShellOptions {
  target: ConnectionTarget;
  context: ConnectContext;
  /** Shorter ones for tests. */
  times?: Partial<ShellTimes>;
}

/** What a lasting shell is given of the time, before one channel a script is tried. */
const LASTING_SHARE = 0.6;
const PLATFORMS: Record<string, Platform> = { Linux: 'linux', Darwin: 'macos' };

/**
 * Makes a Connection of a link: starts a shell over it (through sudo where the target says so) and runs every script in it.
 * Owns the link from now on, also when it throws.
 * @throws RoundsError `connect/*`: which step failed, and what the computer said.
 */
export async function connectShell(link: Link, options: ConnectShellOptions): Promise<Connection> {
  const { target, context } = options;
  const step = target.sudo ? 'sudo' : 'shell';
  context.onStep?.({ step, state: 'started' });
  try {
    const plain = await elevationOf(target, context);
    const first = await firstShell(link, plain, target, context.signal);
    const apart = needsOwnGroup(first.info, plain);
    const elevation: Elevation = apart ? { ...plain, command: 'exec setsid sh' } : plain;
    if (apart && first.shell) await leave(first.shell);
    const start = apart ? await firstShell(link, elevation, target, context.signal) : first;
    const platform = PLATFORMS[start.info.system] ?? 'linux';
    const supply = new ShellSupply(link, {
      elevation,
      single: start.shell === null,
      times: { ...SHELL_TIMES, ...options.times },
      limit: target.limits.authenticate,
      folderName: `.rounds-${randomBytes(12).toString('hex')}`,
    });
    context.onStep?.({
      step,
      state: 'ok',
      detail: `${start.info.system}, ${start.shell ? 'one shell' : 'one channel a script'}${target.sudo ? ', through sudo' : ''}`,
    });
    return new ShellConnection({ platform, description: link.description, supply, queue: new ScriptQueue(supply, start.info, start.shell) });
  } catch (error) {
    context.onStep?.({ step, state: 'failed', detail: error instanceof Error ? error.message : undefined });
    await link.close();
    throw error;
  }
}

/** Some servers (dropbear) start commands in a process group of their own: there the shell has to leave it, or it could not be ended as a group. */
function needsOwnGroup(info: ShellInfo, elevation: Elevation): boolean {
  return !elevation.sudo && info.grouping === 'setsid' && info.group !== 0 && info.group !== info.pid;
}

interface FirstShell {
  info: ShellInfo;
  /** Null: one channel a script. */
  shell: ShellChannel | null;
}

async function firstShell(link: Link, elevation: Elevation, target: ConnectionTarget, signal?: AbortSignal): Promise<FirstShell> {
  const limit = target.limits.authenticate;
  const until = Date.now() + limit;
  let first: unknown = null;
  if (target.persistentShell) {
    try {
      const shell = await openShell(link, { elevation, limit: Math.ceil(limit * LASTING_SHARE), signal });
      return { info: shell.info, shell };
    } catch (error) {
      if (!(error instanceof RoundsError) || error.kind !== 'connect/shell-silent') throw error;
      first = error;
    }
  }
  try {
    const shell = await openShell(link, {
      elevation,
      limit: Math.max(1, until - Date.now()),
      signal,
      single: {
        id: 0,
        frame: (prefix) => readFrame(prefix, { id: 0, text: ':', env: {} }),
        sink: { started: nothing, output: nothing, ended: nothing },
      },
    });
    shell.close();
    return { info: shell.info, shell: null };
  } catch (error) {
    throw first ?? error;
  }
}

/** How long the end of a shell that is let go of is waited for, milliseconds: its server may take no other before. */
const LEAVE_MS = 500;

async function leave(shell: ShellChannel): Promise<void> {
  const done = new AbortController();
  shell.end();
  await Promise.race([shell.ended, sleep(LEAVE_MS, done.signal)]);
  done.abort();
  shell.close();
}

const nothing = (): void => undefined;
