import type { ShellInfo } from './frames.ts';
import type { QueuedScript } from './queued-script.ts';
import type { ShellChannel } from './shell-channel.ts';
import type { ShellSupply } from './shell-supply.ts';
import { sleep } from './sleep.ts';
import { terminate, type Termination } from './terminate.ts';

/** How often, and how long each time, a start marker that is on its way is waited for. */
const START_LOOKS = 10;
const START_PAUSE_MS = 50;
/** The same for the end marker of a script whose processes are gone. */
const END_LOOKS = 10;
const END_PAUSE_MS = 30;
/** Between SIGTERM and SIGKILL at most, when somebody waits for the answer, milliseconds. */
const QUICK_GRACE_MS = 1000;

export interface EndOptions {
  run: QueuedScript;
  /** The shell that runs it; null when it is gone. */
  shell: ShellChannel | null;
  /** The boot of the computer in which its process id means something. */
  boot: string;
  supply: ShellSupply;
  /** Somebody cancelled it and waits. */
  quick: boolean;
}

/**
 * Ends what a script runs on the computer. True when the end of all of it was confirmed, within `times.confirm`; a script that
 * changes things and never told its process is never confirmed, because it may have left the shell's group.
 */
export async function endScript(options: EndOptions): Promise<boolean> {
  const { run, shell, supply } = options;
  const over = new AbortController();
  try {
    const late = sleep(supply.times.confirm, over.signal).then(() => 'unknown' as const);
    const said = await Promise.race([endGroups(options), late]);
    if (said === 'gone' && run.pid !== null) for (let n = 0; !run.end && shell && !shell.over && n < END_LOOKS; n += 1) await sleep(END_PAUSE_MS);
    return said === 'gone' || (said === 'unknown' && run.end !== null && !run.end.lingering);
  } finally {
    over.abort();
  }
}

async function endGroups({ run, shell, boot, supply, quick }: EndOptions): Promise<Termination> {
  const until = Date.now() + supply.times.confirm;
  const change = run.request.access === 'change';
  const end = (group: number) => {
    const bound = Math.max(1, until - Date.now());
    const grace = quick ? Math.min(supply.times.grace, QUICK_GRACE_MS) : supply.times.grace;
    return terminate(supply.link, supply, shell, { group, boot, grace, bound });
  };
  for (let n = 0; change && run.pid === null && !run.end && n < START_LOOKS; n += 1) await sleep(START_PAUSE_MS);
  if (run.pid !== null) return end(run.pid);
  const group = shell ? ownGroup(shell.info, supply.elevation.sudo) : null;
  if (group === null) return 'unknown';
  const said = await end(group);
  if (!change) return said;
  // With the shell gone nothing begins any more; what began meanwhile has a group of its own.
  const started = run.pid as number | null;
  return started === null ? 'unknown' : end(started);
}

/** The process group that the shell shares with nothing that is not ours; null when it is not known to be so. */
function ownGroup(info: ShellInfo, sudo: boolean): number | null {
  return info.group === info.pid || (sudo && info.group === info.parent) ? info.group || null : null;
}
