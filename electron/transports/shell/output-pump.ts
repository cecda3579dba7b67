import type { OutputRecord } from '../../../shared/record.ts';
import type { ShellStream } from './frame-protocol.ts';
import { OutputDecoder } from './output-decoder.ts';

/** A line without an end is given out after this silence, milliseconds: it may be a prompt, and the record must not lose it. */
const PARTIAL_AFTER_MS = 900;

export interface PumpHooks {
  onOutput: (records: OutputRecord[]) => void | Promise<void>;
  /** No further output is wanted, or is wanted again. */
  hold(held: boolean): void;
  /** Who takes the output failed: the record comes first, so the script has to end. */
  failed(error: unknown): void;
}

/** From the bytes of one script to batches of records: one batch a tick, one at a time, with backpressure. */
export class OutputPump {
  readonly #hooks: PumpHooks;
  readonly #decoders: Record<ShellStream, OutputDecoder> = { stdout: new OutputDecoder('stdout'), stderr: new OutputDecoder('stderr') };
  #batch: OutputRecord[] = [];
  #scheduled = false;
  #delivering: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #dead = false;

  constructor(hooks: PumpHooks) {
    this.#hooks = hooks;
  }

  /** True while who takes the output asked to wait. */
  get held(): boolean {
    return this.#delivering !== null;
  }

  push(stream: ShellStream, data: Buffer): void {
    if (this.#dead) return;
    this.#decoders[stream].push(data, Date.now(), this.#batch);
    this.#schedule();
    if (this.#timer === undefined && this.#waiting()) this.#timer = setTimeout(() => this.#flushPartial(), PARTIAL_AFTER_MS);
  }

  /** Our own note in the log. */
  note(text: string): void {
    if (this.#dead) return;
    this.#batch.push({ at: Date.now(), stream: 'rounds', text });
    this.#schedule();
  }

  /** Gives out what is left and resolves once all of it was taken. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#dead) return;
    for (const stream of ['stdout', 'stderr'] as const) this.#decoders[stream].flush(Date.now(), this.#batch, true);
    while (!this.#dead && (this.#delivering || this.#batch.length > 0)) {
      if (this.#delivering) await this.#delivering;
      else this.#deliver();
    }
    this.#dead = true;
  }

  /** Nothing is given out any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#dead = true;
    this.#batch = [];
  }

  #waiting(): boolean {
    return this.#decoders.stdout.waiting || this.#decoders.stderr.waiting;
  }

  #flushPartial(): void {
    this.#timer = undefined;
    for (const stream of ['stdout', 'stderr'] as const) this.#decoders[stream].flush(Date.now(), this.#batch, false);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#delivering || this.#batch.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#delivering) this.#deliver();
    });
  }

  #deliver(): void {
    const batch = this.#batch;
    if (this.#dead || batch.length === 0) return;
    this.#batch = [];
    try {
      const taken = this.#hooks.onOutput(batch);
      if (!taken) return;
      this.#hooks.hold(true);
      this.#delivering = taken
        .catch((error: unknown) => this.#fail(error))
        .then(() => {
          this.#delivering = null;
          this.#hooks.hold(false);
          this.#schedule();
        });
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.stop();
    this.#hooks.failed(error);
  }
}
