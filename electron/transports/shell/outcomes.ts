import type { ChannelEnd } from '../link.ts';
import type { Outcome } from '../transport.ts';
import type { FrameEnd } from './frame-protocol.ts';
import { NO_PWSH_STATUS } from './powershell.ts';
import type { Interruption, QueuedScript } from './queued-script.ts';
import type { ShellChannel } from './shell-channel.ts';

/** A script of sh asks for a restart by this status, because a status is one byte: 3010 & 255. */
const RESTART_STATUS = 194;
/** 1641 & 255: what is left of PowerShell's other status for a restart. */
const RESTART_STATUS_1641 = 105;

/** A parameter longer than this cannot be handed to a process by Linux (MAX_ARG_STRLEN). */
const MAX_ENV_BYTES = 131_072;

/** The signals that end a process (POSIX numbers where all systems agree). A shell tells one as 128 + its number. */
const SIGNALS: Record<number, string> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  4: 'ILL',
  5: 'TRAP',
  6: 'ABRT',
  8: 'FPE',
  9: 'KILL',
  11: 'SEGV',
  13: 'PIPE',
  14: 'ALRM',
  15: 'TERM',
};

/**
 * What a status means. A shell cannot tell `exit 137` from death by signal 9: such a status is taken for the signal,
 * which also names the cause when a command of the script was ended, not the script itself.
 */
export function outcomeOfEnd(run: QueuedScript, end: FrameEnd, reconnected: boolean): Outcome {
  const { ms } = run;
  const powershell = run.request.shell === 'powershell';
  if (powershell && end.status === NO_PWSH_STATUS) {
    return { kind: 'not-started', reason: 'shell-missing', message: 'pwsh is not on the PATH of the account', ms };
  }
  const signal = SIGNALS[end.status - 128];
  if (signal !== undefined) return { kind: 'signalled', signal, ms };
  const restart = end.restart || end.status === RESTART_STATUS || (powershell && end.status === RESTART_STATUS_1641);
  return { kind: 'exited', status: end.status, restart, ms, reconnected };
}

/** A reading script ended the shell that it ran in: its end is the channel's. */
export function outcomeOfChannel(run: QueuedScript, end: ChannelEnd): Outcome {
  if (end.signal !== null) return { kind: 'signalled', signal: end.signal.replace(/^SIG/, ''), ms: run.ms };
  if (end.status !== null) return outcomeOfEnd(run, { status: end.status, restart: false, lingering: false }, false);
  return lostOutcome(run, 'The channel ended without saying how');
}

/** What is answered for a script that was ended by us; `running` names the process whose end could not be confirmed, as far as it is known. */
export function outcomeOfInterruption(run: QueuedScript, why: Interruption, running: number | 'unknown' | null): Outcome {
  const { ms } = run;
  if (why.kind === 'timeout') return { kind: 'timeout', limit: why.limit, running, ms };
  if (why.kind === 'cancelled') return { kind: 'cancelled', running, ms };
  return lostOutcome(run, why.message, running);
}

/** One that was lost while it ran; `running` as in the outcome, where it is not the script's own process. */
export function lostOutcome(run: QueuedScript, message: string, running: number | 'unknown' | null = leftRunning(run)): Outcome {
  return { kind: 'lost', message, running, ms: run.ms };
}

/** The computer was started anew while it ran: what has its process id now is somebody else's. */
export function restartedOutcome(run: QueuedScript): Outcome {
  return {
    kind: 'lost',
    message: 'The computer was started anew while it ran, and how it ended is not noted',
    running: null,
    restarted: true,
    ms: run.ms,
  };
}

function leftRunning(run: QueuedScript): number | 'unknown' | null {
  return run.request.access === 'change' ? (run.pid ?? 'unknown') : null;
}

export function notStarted(message: string): Outcome {
  return { kind: 'not-started', reason: 'connection-lost', message, ms: 0 };
}

/** What to look for where the end of a script could not be confirmed: one that only looks is in its shell's group. */
export function mayRun(run: QueuedScript, shell: ShellChannel | null): number | 'unknown' {
  return run.pid ?? (run.request.access === 'read' ? shell?.info.pid : undefined) ?? 'unknown';
}

/** Says in the log what `Argument list too long` means here. */
export function explainTooLong(run: QueuedScript, end: FrameEnd): void {
  if (end.status !== 126) return;
  const long = Object.entries(run.request.env).filter(([name, value]) => Buffer.byteLength(value) + name.length + 2 > MAX_ENV_BYTES);
  for (const [name, value] of long)
    run.note(`${name} holds ${Buffer.byteLength(value)} bytes; Linux hands a process at most ${MAX_ENV_BYTES} in one variable.`);
}
