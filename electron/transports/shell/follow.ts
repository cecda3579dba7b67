import { statusFile, readFrame, type ShellInfo } from './frames.ts';
import { lostOutcome, outcomeOfEnd, outcomeOfInterruption, restartedOutcome } from './outcomes.ts';
import type { QueuedScript } from './queued-script.ts';
import type { ShellChannel } from './shell-channel.ts';
import type { ShellSupply } from './shell-supply.ts';
import { sleep } from './sleep.ts';
import { terminate } from './terminate.ts';

/** How often the computer is asked, milliseconds: the first pause and the longest. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
/** An end may be noted a moment after the process is gone: so often it is asked again. */
const LAST_LOOKS = 5;
const TIME_OVER = { kind: 'timeout', limit: 'action' } as const;

export interface FollowOptions {
  run: QueuedScript;
  /** The shell that ran it. */
  old: ShellInfo;
  supply: ShellSupply;
  /** The shell that is there now; null where every script has a channel of its own. */
  shell: () => ShellChannel | null;
  /** The connection broke; else only the shell ended. */
  broken: boolean;
  /** Sees to it that the connection holds. False when it does not within the script's time, which is then settled. */
  reconnect: () => Promise<boolean>;
}

const LOOK = `
a= b= c= s=dead e=none
[ -e "$ROUNDS_FILE" ] && e=note
{ read -r a b c <"$ROUNDS_FILE"; } 2>/dev/null
p=\${a:-$ROUNDS_PROCESS}
[ "$p" ] && kill -0 "$p" 2>/dev/null && s=alive
# A dead process that nobody reaps.
{ read -r l <"/proc/$p/stat" && case \${l##*) } in Z*) s=dead;; esac; } 2>/dev/null
o=dead
kill -0 "$ROUNDS_SHELL" 2>/dev/null && o=alive
echo "$s $o $e $p $b $c"
`;

/**
 * Finds again a script that changes things, after the shell that ran it is gone: by the note in the work folder of how it
 * ended, or as a process that still runs, which is waited for inside the script's time. Leaves the run unsettled when it
 * never began, so that it is sent again.
 */
export async function follow({ run, old, supply, shell, broken, reconnect }: FollowOptions): Promise<void> {
  if (broken) run.note('The connection broke and was opened again; output in between may be missing.');
  const folder = supply.knownFolder ?? null;
  // Without a folder nothing says that a script never began: as if there were a note.
  const file = folder === null ? '/dev/null' : statusFile(folder, run.id);
  let missed = 0;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const env = { ROUNDS_FILE: file, ROUNDS_PROCESS: run.pid === null ? '' : String(run.pid), ROUNDS_SHELL: String(old.pid) };
    const answer = await supply.ask(shell(), (prefix, id) => readFrame(prefix, { id, text: LOOK, env })).catch(() => null);
    if (!answer && (await supply.broke()) && Date.now() < run.deadline) {
      if (!(await reconnect())) return;
      run.note('The connection broke again while the script was looked for, and was opened again.');
      continue;
    }
    if (!answer) return run.settle(lostOutcome(run, 'The connection broke again while the script was looked for'));
    const [state, shellState, note, pid, status, restart] = answer.stdout.trimEnd().split(' ');
    if (pid) run.pid = Number(pid);
    if (status) supply.worked();
    if (status) return run.settle(outcomeOfEnd(run, { status: Number(status), restart: restart === '1', lingering: false }, broken));
    if (answer.info.boot !== old.boot) {
      supply.restarted();
      return run.settle(restartedOutcome(run));
    }
    // Cancelled while it was looked for, and answered as what may still run: it is ended all the same.
    const over = run.settled || Date.now() >= run.deadline;
    if (state === 'alive') {
      if (over) return end(run, supply, old.boot);
      missed = 0;
    } else if (!pid && note === 'none' && shellState === 'alive') {
      // The old shell has not begun it and must not begin it any more.
      if (over && missed > LAST_LOOKS) return end(run, supply, old.boot);
      missed += 1;
      await supply.ask(shell(), (prefix, id) => readFrame(prefix, { id, text: `kill -KILL ${old.pid}`, env: {} })).catch(() => null);
    } else if (!pid && note === 'none' && missed >= LAST_LOOKS) {
      // When its time is over it is not sent again: it never began.
      return over ? run.settle(outcomeOfInterruption(run, TIME_OVER, null)) : undefined;
    } else {
      missed += 1;
      if (missed > LAST_LOOKS) return run.settle(lostOutcome(run, 'The script is over, but how it ended is not noted', null));
    }
    await sleep(Math.min(missed > 0 ? FIRST_PAUSE_MS : pause, Math.max(1, run.deadline - Date.now())));
  }
}

/** Its time is over: what still runs is ended. */
async function end(run: QueuedScript, supply: ShellSupply, boot: string): Promise<void> {
  const said =
    run.pid === null
      ? 'unknown'
      : await terminate(supply.link, supply, null, { group: run.pid, boot, grace: supply.times.grace, bound: supply.times.confirm });
  await run.settle(outcomeOfInterruption(run, TIME_OVER, said === 'gone' ? null : (run.pid ?? 'unknown')));
}
