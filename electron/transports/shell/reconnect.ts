import type { QueuedScript } from './queued-script.ts';
import type { ShellChannel } from './shell-channel.ts';
import type { ShellSupply } from './shell-supply.ts';

/**
 * Sees to it, in the script's time, that the link holds and, for a lasting shell, that there is one. `shell` is null where
 * every script has a channel of its own; all of it is null when the script is over meanwhile or `closing`.
 * @throws the last failure.
 */
export async function reconnect(supply: ShellSupply, run: QueuedScript, closing: AbortSignal): Promise<{ shell: ShellChannel | null } | null> {
  const over = new AbortController();
  const stop = () => over.abort();
  closing.addEventListener('abort', stop);
  if (closing.aborted) stop();
  void run.outcome.then(stop);
  const until = run.deadline;
  try {
    for (;;) {
      await supply.reopen(until, over.signal);
      if (supply.single) return run.settled ? null : { shell: null };
      try {
        return { shell: await supply.open(over.signal) };
      } catch (error) {
        if (over.signal.aborted || !(await supply.broke()) || Date.now() >= until) throw error;
      }
    }
  } catch (error) {
    if (over.signal.aborted) return null;
    throw error;
  } finally {
    closing.removeEventListener('abort', stop);
  }
}
