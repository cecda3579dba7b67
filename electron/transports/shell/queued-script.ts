import { messageOf } from '../../../shared/errors.ts';
import type { Outcome, ScriptRequest } from '../transport.ts';
import type { FrameEnd, ShellStream } from './frame-protocol.ts';
import { OutputPump } from './output-pump.ts';
import { asksForInput } from './powershell.ts';

/** Why a script has to end before it ended by itself. */
export type Interruption = { kind: 'timeout'; limit: 'idle-output' | 'action' } | { kind: 'cancelled' } | { kind: 'output-failed'; message: string };

export interface RunHooks {
  /** Called once, at the first cause. */
  interrupt(run: QueuedScript, why: Interruption): void;
  hold(held: boolean): void;
}

/** Where raw bytes go instead of being decoded, for what Rounds itself runs. */
export type RawOutput = (stream: ShellStream, data: Buffer) => void | Promise<void>;

/** The end of stderr that is kept to recognise a prompt of PowerShell, characters. */
const KEPT_STDERR = 8192;

/** One script from `run` to its outcome: its clock, its output and the one answer. */
export class QueuedScript {
  readonly id: number;
  readonly request: ScriptRequest;
  /** Resolves once; never rejects. */
  readonly outcome: Promise<Outcome>;
  /** Whether its frame was written to the shell that is there now. */
  written = false;
  /** Its frame was written at some time, and nobody found out since that it was not begun. */
  sent = false;
  /** Milliseconds since 1970; null while it has not begun. */
  startedAt: number | null = null;
  /** Of a change script: its process and process group. */
  pid: number | null = null;
  /** The connection broke while it ran, and it is being looked for. */
  recovering = false;
  /** How the shell said that it ended, while it was being ended by us. */
  end: FrameEnd | null = null;
  interruption: Interruption | null = null;
  #resolve: (outcome: Outcome) => void = () => undefined;
  #settled = false;
  #announced = false;
  #lastOutput = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #pump: OutputPump | null;
  readonly #raw: RawOutput | null;
  readonly #hooks: RunHooks;
  #stderr = '';
  #held = false;
  #failure: string | null = null;

  constructor(id: number, request: ScriptRequest, hooks: RunHooks, raw: RawOutput | null) {
    this.id = id;
    this.request = request;
    this.#hooks = hooks;
    this.#raw = raw;
    this.outcome = new Promise((resolve) => (this.#resolve = resolve));
    const { onOutput } = request;
    this.#pump = onOutput ? new OutputPump({ onOutput, hold: (held) => this.#hold(held), failed: (error) => this.#outputFailed(error) }) : null;
    request.signal?.addEventListener('abort', this.#abort);
  }

  get settled(): boolean {
    return this.#settled;
  }

  get ms(): number {
    return this.startedAt === null ? 0 : Math.max(0, Date.now() - this.startedAt);
  }

  /** When its time is over, milliseconds since 1970. */
  get deadline(): number {
    return (this.startedAt ?? Date.now()) + this.request.timeout;
  }

  get held(): boolean {
    return this.#held;
  }

  /** It runs from now on (a second time: on what is left of its time). */
  begin(): void {
    this.startedAt ??= Date.now();
    this.#lastOutput = Date.now();
    this.#arm();
  }

  /** Says, once, that it really began on the computer. */
  started(): void {
    if (this.#announced || this.#settled) return;
    this.#announced = true;
    try {
      this.request.onStart?.();
    } catch (error) {
      this.note(`Its beginning was told and not taken: ${messageOf(error)}`);
    }
  }

  /** Cancels it, as its signal does. */
  cancel(): void {
    this.#interrupt({ kind: 'cancelled' });
  }

  /** Stops its clock, while the connection is looked for. */
  suspend(): void {
    clearTimeout(this.#timer);
  }

  output(stream: ShellStream, data: Buffer): void {
    this.#lastOutput = Date.now();
    if (this.#settled) return;
    if (stream === 'stderr' && this.request.shell === 'powershell') this.#stderr = (this.#stderr + data.toString('utf8')).slice(-KEPT_STDERR);
    this.#pump?.push(stream, data);
    const taken = this.#raw?.(stream, data);
    if (taken) {
      this.#hold(true);
      void taken.catch((error: unknown) => this.#outputFailed(error)).then(() => this.#hold(false));
    }
  }

  note(text: string): void {
    this.#pump?.note(text);
  }

  /** Gives the answer, after all output was taken. Only the first one counts. */
  async settle(outcome: Outcome): Promise<void> {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.request.signal?.removeEventListener('abort', this.#abort);
    // One that was cancelled is answered at once, whether its output is taken or not.
    if (outcome.kind === 'cancelled') void this.#pump?.finish();
    else await this.#pump?.finish();
    this.#hold(false);
    if (this.#failure !== null && outcome.kind !== 'cancelled') {
      const running = 'running' in outcome ? outcome.running : null;
      this.#resolve({ kind: 'lost', message: `Its output could not be kept: ${this.#failure}`, running, ms: outcome.ms });
    } else this.#resolve(outcome.kind === 'exited' && asksForInput(this.#stderr) ? { kind: 'input-requested', ms: outcome.ms } : outcome);
  }

  /** Looks again how much time is left. */
  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#settled) return;
    const now = Date.now();
    if (this.#held) this.#lastOutput = now;
    const action = this.deadline - now;
    const idle = this.#lastOutput + this.request.idleTimeout - now;
    if (action <= 0) this.#interrupt({ kind: 'timeout', limit: 'action' });
    else if (idle <= 0) this.#interrupt({ kind: 'timeout', limit: 'idle-output' });
    else this.#timer = setTimeout(() => this.#arm(), Math.min(action, idle, 2 ** 31 - 1));
  }

  #hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    this.#lastOutput = Date.now();
    this.#hooks.hold(held);
  }

  #outputFailed(error: unknown): void {
    this.#failure ??= messageOf(error);
    this.#interrupt({ kind: 'output-failed', message: this.#failure });
  }

  readonly #abort = (): void => this.cancel();

  #interrupt(why: Interruption): void {
    if (this.#settled || (this.interruption && why.kind !== 'cancelled')) return;
    clearTimeout(this.#timer);
    this.interruption = why;
    this.#hooks.interrupt(this, why);
  }
}
