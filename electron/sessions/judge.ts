/** What a script's end means (the item contract): pure, so that every rule of it is one row of a test. */
import { assertNever } from '../../shared/assert-never.ts';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { PropertyChange } from '../../shared/record.ts';
import type { Shell } from '../../shared/words.ts';
import type { FinalResult } from '../../shared/words.ts';
import type { Outcome } from '../transports/transport.ts';

/** A result with its cause, as it goes into the record. */
export interface Verdict {
  result: FinalResult;
  reason: ReasonCode;
  detail: string | null;
}

/** What a test says, or the result that its end is. */
export type TestAnswer = { compliant: true } | { compliant: false } | { verdict: Verdict };

/** The last lines that a script wrote, oldest first. */
export interface Lines {
  stdout: string[];
  stderr: string[];
}

/** What was heard of a script besides its end: without secrets, since parts of lines go into the record, and a part of a secret is none that could be found. */
export interface Heard extends Lines {
  /** As it was written, secrets and all: to decide by, and never to be kept. */
  raw: Lines;
}

/** Programs that wanted to ask, by what they say when there is nobody. */
const ASKED_FOR_INPUT = [
  /^sudo: (a password is required|a terminal is required|no tty present|sorry, you must have a tty)/,
  /^sudo: .*(no askpass program specified)/,
  /is in NonInteractive mode\. Read and Prompt functionality is not available/,
  /^(passwd|chpasswd): .*(Authentication token manipulation|conversation)/i,
  /end of file on stdin at conffile prompt/i,
  /^Host key verification failed\.$/,
  /^(ssh_askpass|fatal: could not read (Username|Password))/,
  /^su: must be run from a terminal/,
];

const askedForInput = (heard: Heard): string | undefined => heard.stderr.find((line) => ASKED_FOR_INPUT.some((pattern) => pattern.test(line)));

/** The end of a script that did not end by itself, or of one that could not ask; null when its status decides. */
export function judgeEnd(outcome: Outcome, heard: Heard): Verdict | null {
  switch (outcome.kind) {
    case 'exited': {
      const asked = outcome.status === 0 ? undefined : askedForInput(heard);
      return asked === undefined ? null : { result: 'error', reason: 'input-requested', detail: asked };
    }
    case 'signalled':
      return { result: 'error', reason: 'signalled', detail: `signal ${outcome.signal}` };
    case 'timeout': {
      const reason = outcome.limit === 'idle-output' ? 'idle-timeout' : 'action-timeout';
      return { result: 'timeout', reason, detail: stillRunning(outcome.running) };
    }
    case 'cancelled':
      return outcome.running === null
        ? { result: 'cancelled', reason: 'cancelled-by-operator', detail: null }
        : { result: 'cancelled', reason: 'still-running', detail: stillRunning(outcome.running) };
    case 'input-requested':
      return { result: 'error', reason: 'input-requested', detail: null };
    case 'not-started':
      return outcome.reason === 'shell-missing'
        ? { result: 'error', reason: 'shell-missing', detail: outcome.message }
        : { result: 'skipped', reason: 'connection-lost', detail: outcome.message };
    case 'lost':
      return { result: 'unknown', reason: lostReason(outcome), detail: lostText(outcome) };
    default:
      return assertNever(outcome, 'outcome');
  }
}

/** A computer that was started anew is back: only what ran then is lost, not the connection. */
export const lostReason = ({ restarted }: Extract<Outcome, { kind: 'lost' }>): ReasonCode =>
  restarted === true ? 'computer-restarted' : 'connection-lost';

/** Why it was lost, and what to look for on the computer. */
export function lostText({ message, running }: Extract<Outcome, { kind: 'lost' }>): string {
  const may = stillRunning(running);
  return may === null ? message : `${message.replace(/[.;]$/, '')}; ${may}`;
}

function stillRunning(running: number | 'unknown' | null): string | null {
  if (running === null) return null;
  return running === 'unknown' ? 'it may still run' : `process ${running} may still run`;
}

/**
 * A test's status: 0 compliant, 1 not compliant, 100 not applicable, 101 incompatible, 102 condition; all else is an
 * error, so that a stray status never looks good. A PowerShell test may say the same by $true or $false as its last output.
 */
export function judgeTest(outcome: Outcome, heard: Heard, shell: Shell): TestAnswer {
  const ended = judgeEnd(outcome, heard);
  if (ended) return { verdict: ended };
  const status = outcome.kind === 'exited' ? outcome.status : -1;
  const last = shell === 'powershell' ? heard.raw.stdout.at(-1)?.trim() : undefined;
  if (status === 0 && last === 'False') return { compliant: false };
  switch (status) {
    case 0:
      return { compliant: true };
    case 1:
      return { compliant: false };
    case 100:
      return { verdict: { result: 'not-applicable', reason: 'test-not-applicable', detail: lastLine(heard) } };
    case 101:
      return { verdict: { result: 'incompatible', reason: 'incompatible', detail: lastLine(heard) } };
    case 102:
      return { verdict: { result: 'skipped', reason: 'condition', detail: lastLine(heard) } };
    default:
      return { verdict: { result: 'error', reason: 'test-failed', detail: withStatus(status, heard) } };
  }
}

/** Null when a set (install, upgrade, uninstall) ended well; a restart that it asks for is no failure. */
export function judgeSet(outcome: Outcome, heard: Heard): Verdict | null {
  const ended = judgeEnd(outcome, heard);
  if (ended) return ended;
  if (outcome.kind !== 'exited' || outcome.status === 0 || outcome.restart) return null;
  return { result: 'error', reason: 'set-failed', detail: withStatus(outcome.status, heard) };
}

/** Monitoring: the value that was read, or why not. */
export function judgeGet(outcome: Outcome, heard: Heard): Verdict {
  const ended = judgeEnd(outcome, heard);
  if (ended) return ended;
  const status = outcome.kind === 'exited' ? outcome.status : -1;
  if (status === 0) return { result: 'success', reason: 'value-read', detail: lastLine(heard) };
  const answer = judgeTest(outcome, heard, 'sh');
  if (status >= 100 && status <= 102 && 'verdict' in answer) return answer.verdict;
  return { result: 'error', reason: 'get-failed', detail: withStatus(status, heard) };
}

/** A script that somebody ran by hand: nothing is tested, and the record says so. */
export function judgeExec(outcome: Outcome, heard: Heard): Verdict {
  const ended = judgeEnd(outcome, heard);
  if (ended) return ended;
  const status = outcome.kind === 'exited' ? outcome.status : -1;
  if (status === 0 || (outcome.kind === 'exited' && outcome.restart)) return { result: 'success', reason: 'ran-untested', detail: null };
  return { result: 'error', reason: 'exit-status', detail: withStatus(status, heard) };
}

const lastLine = (heard: Heard): string | null => clip(heard.stdout.at(-1) ?? heard.stderr.at(-1));

function withStatus(status: number, heard: Heard): string {
  const line = clip(heard.stderr.at(-1) ?? heard.stdout.at(-1));
  return line ? `status ${status}: ${line}` : `status ${status}`;
}

const clip = (line: string | undefined): string | null => (line ? line.slice(0, 300) : null);

const CHANGE_LINE = /^\s*([^:]{1,120}): (.*) -> (.*)$/;
const VALUE_LINE = /^\s*([^:]{1,120}): (.*)$/;

/** The `key: current -> desired` lines that a test may write. */
export function propertyChanges(lines: readonly string[]): PropertyChange[] {
  return lines.flatMap((line) => {
    const [, key, current, desired] = CHANGE_LINE.exec(line) ?? [];
    return key !== undefined && current !== undefined && desired !== undefined ? [{ key, current, desired }] : [];
  });
}

/** The `key: value` lines that a get may write; output without any is one value. */
export function propertyValues(lines: readonly string[]): PropertyChange[] {
  const named = lines.flatMap((line) => {
    const [, key, current] = VALUE_LINE.exec(line) ?? [];
    return key !== undefined && current !== undefined ? [{ key, current, desired: null }] : [];
  });
  if (named.length > 0) return named;
  const value = lines.join('\n').trim();
  return value === '' ? [] : [{ key: 'value', current: value.slice(0, 4000), desired: null }];
}
