import type { ScriptSource } from '../../shared/model.ts';
import type { ActionRecord, ActionStep, OutputRecord } from '../../shared/record.ts';
import type { Shell } from '../../shared/words.ts';
import type { Connection, Outcome } from '../transports/transport.ts';
import { childController } from './abort.ts';
import type { Clock } from './clock.ts';
import type { Heard, Lines } from './judge.ts';
import type { Recorder } from './recorder.ts';
import { createRedactor } from './output-redactor.ts';
import type { KnownSecrets } from './redact.ts';

/** How many of a script's lines are kept in memory to judge it by; the record has all. */
const HEARD_LINES = 500;

export interface ScriptRun {
  connection: Connection;
  recorder: Recorder;
  clock: Clock;
  action: ActionRecord;
  step: ActionStep;
  script: ScriptSource;
  /** What is sent: a `read` script only looks. */
  access: 'read' | 'change';
  env: Record<string, string>;
  /** Known so far in this session; taken out of everything that is kept. */
  secrets: KnownSecrets;
  /** Milliseconds that the action has left; asked again when the script really begins, as it may be sent before others ended. */
  budget: () => number;
  idleTimeout: number;
  signal: AbortSignal;
  /** The script before it, which may be sent together with it: what this one says is recorded after that one's end. Never rejects. */
  before: Promise<unknown>;
}

/** The shell that a script is for, by its ending. */
export const shellOf = (script: ScriptSource): Shell => (script.file.toLowerCase().endsWith('.ps1') ? 'powershell' : 'sh');

/** Runs one script of an action: its output goes redacted into the record and to who watches; its end comes back. */
export async function runScript(run: ScriptRun): Promise<{ outcome: Outcome; heard: Heard }> {
  const { action, recorder, clock, script, step } = run;
  const redactor = createRedactor(run.secrets);
  const raw = new LastLines();
  const shown = new LastLines();
  const record = (records: OutputRecord[]): Promise<void> => run.before.then(() => recorder.output(action, records));
  const note = (text: string): Promise<void> => record([{ at: clock.now(), stream: 'rounds', text: run.secrets.text(text) }]);
  const keep = (records: OutputRecord[]): Promise<void> => {
    shown.take(records);
    return record(records);
  };

  const { controller, release } = childController(run.signal);
  let timer: { cancel(): void } | undefined;
  let expired = false;
  const timeout = run.budget();
  let outcome = await run.connection.run({
    text: script.text,
    shell: shellOf(script),
    env: run.env,
    access: run.access,
    timeout,
    idleTimeout: Math.min(timeout, run.idleTimeout),
    signal: controller.signal,
    onStart: () => {
      const left = run.budget();
      if (left < timeout) {
        timer = clock.after(left, () => {
          expired = true;
          controller.abort();
        });
      }
      recorder.event({
        type: 'action.started',
        at: clock.now(),
        session: action.session,
        n: action.n,
        item: action.item,
        instance: action.instance,
        step,
      });
      void note(`${step}: ${script.file}`).catch(() => undefined);
    },
    onOutput: (records) => {
      raw.take(records);
      return keep(redactor.records(records));
    },
  });
  timer?.cancel();
  release();
  if (expired && outcome.kind === 'cancelled') outcome = { ...outcome, kind: 'timeout', limit: 'action' };
  await keep(redactor.records([], true));
  await note(`${step} ${endText(outcome)}`);
  return { outcome, heard: { ...shown.lines(), raw: raw.lines() } };
}

/** The last lines of a script, put together where they came in pieces. */
class LastLines {
  readonly #lines: Lines = { stdout: [], stderr: [] };
  readonly #open = { stdout: false, stderr: false };

  take(records: readonly OutputRecord[]): void {
    for (const { stream, text, partial } of records) {
      if (stream !== 'stdout' && stream !== 'stderr') continue;
      const lines = this.#lines[stream];
      if (this.#open[stream]) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
      this.#open[stream] = partial === true;
      if (lines.length > HEARD_LINES * 2) lines.splice(0, HEARD_LINES);
    }
  }

  lines(): Lines {
    return { stdout: withoutEmptyEnd(this.#lines.stdout), stderr: withoutEmptyEnd(this.#lines.stderr) };
  }
}

/** Trailing empty lines say nothing when the last line is what counts. */
function withoutEmptyEnd(lines: string[]): string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.trim() === '') end--;
  return lines.slice(0, end);
}

function endText(outcome: Outcome): string {
  const time = `after ${outcome.ms} ms`;
  switch (outcome.kind) {
    case 'exited':
      return `ended with status ${outcome.status} ${time}${outcome.restart ? ', asks for a restart' : ''}${outcome.reconnected ? ', found again after the connection broke' : ''}`;
    case 'signalled':
      return `ended by signal ${outcome.signal} ${time}`;
    case 'timeout':
      return `ended by its ${outcome.limit} limit ${time}${running(outcome.running)}`;
    case 'cancelled':
      return `cancelled ${time}${running(outcome.running)}`;
    case 'input-requested':
      return `asked for input ${time}`;
    case 'not-started':
      return `not started: ${outcome.message}`;
    case 'lost':
      return `lost ${time}: ${outcome.message}${running(outcome.running)}`;
  }
}

function running(pid: number | 'unknown' | null): string {
  if (pid === null) return '';
  return pid === 'unknown' ? '; it may still run on the computer' : `; process ${pid} may still run on the computer`;
}
