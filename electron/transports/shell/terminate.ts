import type { Link } from '../link.ts';
import { runAside, type AsideOptions } from './aside.ts';
import type { ShellChannel } from './shell-channel.ts';
import { quote } from './quote.ts';
import { sleep } from './sleep.ts';

/** Whether a process group is gone: said by the computer itself, or nobody could say. */
export type Termination = 'gone' | 'alive' | 'unknown';

export interface TerminateOptions {
  /** The process group that has to end. */
  group: number;
  /** The boot in which the group is that one; empty where the computer tells none. After a restart it is gone, and its id may be a stranger's. */
  boot: string;
  /** How long it may take after SIGTERM, before SIGKILL, milliseconds. */
  grace: number;
  /** How long all of it may take, milliseconds. */
  bound: number;
}

/**
 * The sh script that ends a process group: TERM, then KILL after the grace, status 0 once nothing of it is left. It works on
 * by itself when we go away. A group of which only dead processes are left that nobody reaps counts as gone; one whose
 * processes belong to somebody else does not. Of a computer that was started anew meanwhile nothing is touched: all is gone.
 */
export function terminateScript({ group, boot, grace, bound }: TerminateOptions): string {
  const rounds = (ms: number) => Math.max(1, Math.ceil(ms / 100));
  // Read and compared as the prologue of a shell does: in words.
  const same = `{ b=; read -r b </proc/sys/kernel/random/boot_id || b=$(sysctl -n kern.boottime); } 2>/dev/null
set -- $b
[ "$*" = ${quote(boot)} ] || exit 0`;
  return `
${boot === '' ? '' : same}
there() {
  m=$(kill -0 -${group} 2>&1) || case $m in *ermitted*) return 0;; *) return 1;; esac
  [ -r /proc/self/stat ] || return 0
  for f in /proc/[0-9]*/stat; do
    { read -r l <"$f"; } 2>/dev/null || continue
    set -- \${l##*) }
    [ "$3" = ${group} ] && [ "$1" != Z ] && return 0
  done
  return 1
}
wait_for() {
  n=0
  while [ $n -lt "$1" ]; do
    there || exit 0
    if sleep 0.1 2>/dev/null; then n=$((n+1)); else sleep 1; n=$((n+10)); fi
  done
}
LC_ALL=C
kill -TERM -${group} 2>/dev/null
wait_for ${rounds(grace)}
kill -KILL -${group} 2>/dev/null
wait_for ${rounds(bound - grace - 500)}
exit 1
`;
}

/** Ends a process group through a second channel, and by what is left where there is none: see `ladder`. */
export async function terminate(link: Link, aside: AsideOptions, shell: ShellChannel | null, options: TerminateOptions): Promise<Termination> {
  const text = terminateScript(options);
  const until = Date.now() + options.bound;
  for (const step of ladder(link, shell)) {
    const left = until - Date.now();
    if (left <= 0) break;
    try {
      const way = await step(left);
      try {
        const { status } = await runAside(way.link, aside, text, left);
        return status === 0 ? 'gone' : 'alive';
      } finally {
        await way.close();
      }
    } catch {
      // The next step is tried; the last one's failure means that nobody can say.
    }
  }
  return 'unknown';
}

interface Way {
  link: Link;
  close(): Promise<void>;
}

const ROOM_MS = 400;
const nothing = async () => undefined;

async function endOf(shell: ShellChannel): Promise<void> {
  const over = new AbortController();
  await Promise.race([shell.ended, sleep(ROOM_MS, over.signal)]);
  over.abort();
}

/**
 * The ways to get a word in: a second channel; where the server opens none (MaxSessions 1), the same after the shell was
 * signalled and let go, which makes room; at last a connection of its own.
 */
function* ladder(link: Link, shell: ShellChannel | null): Generator<(left: number) => Promise<Way>> {
  yield async () => ({ link, close: nothing });
  if (shell) {
    yield async () => {
      shell.signal('TERM');
      await endOf(shell);
      shell.signal('KILL');
      await endOf(shell);
      shell.close();
      return { link, close: nothing };
    };
  }
  yield async (left) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), left);
    try {
      const own = await link.reopen(abort.signal);
      return { link: own, close: () => own.close() };
    } finally {
      clearTimeout(timer);
    }
  };
}
