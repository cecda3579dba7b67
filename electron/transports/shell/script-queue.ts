import { durationText } from '../../../shared/duration.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { ChannelEnd } from '../link.ts';
import type { Outcome, ScriptRequest } from '../transport.ts';
import { endScript } from './end-script.ts';
import type { FrameEnd } from './frame-protocol.ts';
import { changeFrame, readFrame, type ShellInfo } from './frames.ts';
import { follow } from './follow.ts';
import { explainTooLong, lostOutcome, mayRun, notStarted, outcomeOfChannel, outcomeOfEnd, outcomeOfInterruption } from './outcomes.ts';
import { checkScript } from './quote.ts';
import { reconnect } from './reconnect.ts';
import { QueuedScript, type Interruption, type RawOutput } from './queued-script.ts';
import type { ShellChannel, FrameSink } from './shell-channel.ts';
import type { ShellSupply } from './shell-supply.ts';
import { Timers } from './timers.ts';

/** A cancelled script is answered within this time, whatever the computer does (P24 allows two seconds). */
const CANCEL_ANSWER_MS = 1700;
/** One that was cancelled while it waited its turn behind another is ended if it runs longer than this. */
const LEFTOVER_MS = 1000;
/** The script whose channel is being opened, one channel a script. */
interface Opening {
  run: QueuedScript;
  stop: AbortController;
  /** Its frame was written: it may begin at any moment. */
  sent: boolean;
}

/**
 * Runs scripts one after the other through one shell, sent ahead of their turn: all that only look, and those that change
 * things when nothing is before them, so that what was sent but not begun can always be sent again.
 */
export class ScriptQueue {
  readonly #supply: ShellSupply;
  #shell: ShellChannel | null;
  #info: ShellInfo;
  #runs: QueuedScript[] = [];
  /** How many wait for something before the next frame may be written. */
  #busy = 0;
  #opening: Opening | null = null;
  /** The script that is being ended, so that the end of its shell is expected; the next one's turn comes after it. */
  #ending: QueuedScript | null = null;
  /** When the one that is being ended, or was last, is over. */
  #over: Promise<void> = Promise.resolve();
  readonly #timers = new Timers();
  readonly #closing = new AbortController();

  constructor(supply: ShellSupply, info: ShellInfo, shell: ShellChannel | null) {
    this.#supply = supply;
    this.#info = info;
    this.#shell = null;
    if (shell) this.#use(shell);
  }

  get shell(): ShellChannel | null {
    return this.#shell;
  }

  /** Runs a script. @throws RoundsError `input/*` for what no computer could run. */
  run(request: ScriptRequest, raw: RawOutput | null = null): Promise<Outcome> {
    checkScript(request.text, request.env);
    if (this.#closing.signal.aborted) return Promise.resolve(notStarted('The connection is closed'));
    if (request.signal?.aborted) return Promise.resolve({ kind: 'cancelled', running: null, ms: 0 });
    const run = new QueuedScript(this.#supply.nextId(), request, { interrupt: (r, why) => this.#interrupt(r, why), hold: () => this.#hold() }, raw);
    this.#runs.push(run);
    this.#pump();
    return run.outcome;
  }

  /** The work folder, once there is a shell and nothing runs in it that it would have to wait for. */
  async folder(): Promise<string | null> {
    if (this.#supply.knownFolder !== undefined) return this.#supply.knownFolder;
    if (!this.#shell && !this.#supply.single) this.#take(await this.#supply.open());
    return this.#supply.folder(this.#shell);
  }

  /** Ends what runs; nothing is begun any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    const runs = [...this.#runs];
    for (const run of runs.reverse()) run.cancel();
    await Promise.all(runs.map((run) => run.outcome));
    this.#timers.clear();
    // One that was sent ahead may have begun after its answer: it must not outlive the connection.
    const left = this.#runs[0];
    if (left?.settled && left.written && !this.#opening) this.#end(left, { kind: 'cancelled' });
    while (this.#ending) await this.#over;
  }

  /** A shell that was opened for the queue: one is enough, when two asked for it at once. */
  #take(shell: ShellChannel): void {
    if (this.#shell) shell.close();
    else this.#use(shell);
  }

  #use(shell: ShellChannel): void {
    this.#shell = shell;
    if (shell.info.boot !== this.#info.boot) {
      this.#supply.restarted();
      this.#runs[0]?.note('The computer was started anew meanwhile.');
    }
    this.#info = shell.info;
    void shell.ended.then((end) => this.#shellEnded(shell, end));
  }

  /** Lets go of the shell; what was sent to it and not begun is sent again to the next. */
  #leave(how: 'close' | 'drain' | 'gone'): void {
    const shell = this.#shell;
    this.#shell = null;
    for (const run of this.#runs) run.written = false;
    if (how === 'close') shell?.close();
    if (how === 'drain' && shell) this.#supply.drain(shell);
  }

  #pump(): void {
    if (this.#busy > 0 || this.#runs.length === 0) return;
    this.#busy += 1;
    void this.#write()
      .catch((error: unknown) => this.#giveUp(messageOf(error)))
      .finally(() => this.#free());
  }

  /** One less waits; when nobody does, what may be written is. */
  #free(): void {
    this.#busy -= 1;
    if (this.#more()) this.#pump();
  }

  /** Whether there is a script that may be written now. */
  #more(): boolean {
    const next = this.#runs.findIndex((run) => !run.written);
    return next === 0 || (next > 0 && this.#shell !== null && !this.#supply.single && this.#runs[next]?.request.access === 'read');
  }

  /** Writes what may be written now. */
  async #write(): Promise<void> {
    let head = this.#head();
    if (!head) return;
    if (this.#supply.single ? !head.written : !this.#shell) {
      if (!(await this.#connect(head))) return;
      head = this.#head();
    }
    if (head && !head.written && head.request.access === 'change' && this.#supply.knownFolder === undefined) {
      await this.folder();
      head = this.#head();
    }
    if (this.#supply.single) {
      if (head && !head.written) await this.#single(head);
      return;
    }
    const shell = this.#shell;
    if (!shell) return;
    for (const [n, run] of this.#runs.entries()) {
      if (run.written) continue;
      if (run.request.access === 'change' && n > 0) break;
      run.written = true;
      run.sent = true;
      if (n === 0) this.#begin(run);
      shell.send(run.id, this.#frame(shell.prefix, run), this.#sink(run));
    }
  }

  /** The first script that still wants an answer; those that were cancelled before they were sent are dropped. */
  #head(): QueuedScript | undefined {
    while (this.#runs[0]?.settled && !this.#runs[0].written) this.#runs.shift();
    return this.#runs[0];
  }

  /** Sees to it that scripts can be sent. False when the script is over meanwhile. */
  async #connect(head: QueuedScript): Promise<boolean> {
    try {
      const made = await reconnect(this.#supply, head, this.#closing.signal);
      if (made?.shell) this.#take(made.shell);
      return made !== null;
    } catch (error) {
      this.#giveUp(messageOf(error));
      return false;
    }
  }

  /** No shell can be had: everything that waits is answered. */
  #giveUp(message: string): void {
    const runs = this.#runs;
    this.#runs = [];
    for (const run of runs) void run.settle(run.startedAt === null || !run.sent ? notStarted(message) : lostOutcome(run, message));
  }

  async #single(run: QueuedScript): Promise<void> {
    run.written = true;
    run.begin();
    const opening: Opening = { run, stop: new AbortController(), sent: false };
    const frame = (prefix: string) => {
      opening.sent = true;
      run.sent = true;
      if (run.request.access === 'read') run.started();
      return this.#frame(prefix, run);
    };
    this.#opening = opening;
    try {
      const shell = await this.#supply.open(opening.stop.signal, { id: run.id, frame, sink: this.#sink(run) });
      if (run.settled || !this.#runs.includes(run)) shell.close();
      else this.#use(shell);
    } catch (error) {
      if (!run.settled) {
        const again = !opening.sent || run.request.access === 'read';
        // Broken while it was opened: what has not begun, or only looks, is sent again.
        if (again && (await this.#supply.broke())) run.written = false;
        else {
          if (!opening.sent) void run.settle(notStarted(messageOf(error)));
          throw error;
        }
      }
    } finally {
      this.#opening = null;
      if (run.settled) this.#runs = this.#runs.filter((other) => other !== run);
      else if (run.interruption) this.#end(run, run.interruption);
    }
  }

  #frame(prefix: string, run: QueuedScript): string {
    const script = { id: run.id, text: run.request.text, env: run.request.env };
    if (run.request.access === 'read') return readFrame(prefix, script);
    return changeFrame(prefix, script, this.#info, this.#supply.knownFolder ?? null);
  }

  #sink(run: QueuedScript): FrameSink {
    return {
      started: (pid) => {
        run.pid = pid;
        run.started();
      },
      output: (stream, data) => run.output(stream, data),
      ended: (end) => this.#ended(run, end),
    };
  }

  /** It is the script's turn. */
  #begin(run: QueuedScript): void {
    if (!run.settled) {
      run.begin();
      if (run.request.access === 'read') run.started();
    } else if (this.#closing.signal.aborted) this.#end(run, { kind: 'cancelled' });
    else {
      this.#timers.after(LEFTOVER_MS, () => {
        if (this.#runs[0] === run && run.written) this.#end(run, { kind: 'cancelled' });
      });
    }
  }

  #ended(run: QueuedScript, end: FrameEnd): void {
    run.end = end;
    this.#supply.worked();
    // Its turn came while the one before it was being ended.
    if (run.startedAt === null && !run.settled) this.#begin(run);
    this.#runs = this.#runs.filter((other) => other !== run);
    if (this.#ending !== run) {
      explainTooLong(run, end);
      void run.settle(run.interruption ? outcomeOfInterruption(run, run.interruption, null) : outcomeOfEnd(run, end, false));
    }
    if (this.#supply.single) this.#leave('close');
    else if (end.lingering && this.#ending !== run) this.#leave('drain');
    // Nobody waits for the next one's output yet, whatever becomes of this one's.
    this.#hold();
    const next = this.#runs[0];
    if (next?.written && !this.#ending) this.#begin(next);
    this.#pump();
  }

  #hold(): void {
    if (this.#runs[0]?.held) this.#shell?.pause();
    else this.#shell?.resume();
  }

  #interrupt(run: QueuedScript, why: Interruption): void {
    const opening = this.#opening?.run === run ? this.#opening : null;
    if (opening) {
      // One that told its process has its shell by now: it is ended as soon as that is in use.
      if (run.pid !== null) return;
      opening.stop.abort();
      void run.settle(outcomeOfInterruption(run, why, opening.sent ? 'unknown' : null));
    } else if (run.recovering) void run.settle(outcomeOfInterruption(run, why, run.pid ?? 'unknown'));
    else if (this.#runs[0] !== run && this.#ending !== run && this.#runs.includes(run)) void run.settle(outcomeOfInterruption(run, why, null));
    else if (!run.written && this.#ending !== run) void run.settle(outcomeOfInterruption(run, why, null));
    else if (this.#ending) {
      // The one that is being ended, or the next one, which is ended after it.
      if (why.kind === 'cancelled') this.#answer(run, why, this.#shell);
    } else if (this.#runs[0] === run) this.#end(run, why);
  }

  /** Answers a cancel in time, whatever the computer does. */
  #answer(run: QueuedScript, why: Interruption, shell: ShellChannel | null): void {
    void run.outcome.then(this.#timers.after(CANCEL_ANSWER_MS, () => void run.settle(outcomeOfInterruption(run, why, mayRun(run, shell)))));
  }

  /** Ends the script that runs, on the computer and here. */
  #end(run: QueuedScript, why: Interruption): void {
    if (this.#ending) return;
    const shell = this.#shell;
    this.#ending = run;
    this.#busy += 1;
    if (why.kind === 'cancelled') this.#answer(run, why, shell);
    let gone = false;
    this.#over = endScript({ run, shell, boot: this.#info.boot, supply: this.#supply, quick: why.kind === 'cancelled' })
      .then((confirmed) => {
        gone = confirmed;
        this.#runs = this.#runs.filter((other) => other !== run);
        return run.settle(outcomeOfInterruption(run, why, gone ? null : mayRun(run, shell)));
      })
      .finally(() => {
        // A script that shared the shell's group took the shell with it; one that does not answer is not waited for.
        if (!run.end || run.request.access === 'read' || this.#shell?.over) this.#leave('close');
        else if (run.end.lingering && !gone) this.#leave('drain');
        this.#ending = null;
        this.#resume(gone);
        this.#free();
      });
  }

  /** The next script's turn, after the one before it was ended; what was to end it meanwhile does so now. */
  #resume(gone: boolean): void {
    const next = this.#runs[0];
    if (!next) return;
    if (next.written) this.#begin(next);
    if (!next.interruption || next.settled) return;
    if (next.written) this.#end(next, next.interruption);
    else void next.settle(outcomeOfInterruption(next, next.interruption, gone ? null : 'unknown'));
  }

  #shellEnded(shell: ShellChannel, end: ChannelEnd): void {
    if (shell !== this.#shell) return;
    // Seen when it was ended.
    if (this.#ending) return;
    const head = this.#runs[0]?.written ? this.#runs[0] : undefined;
    this.#leave('gone');
    if (!head) return;
    this.#busy += 1;
    head.suspend();
    head.recovering = true;
    void this.#recover(head, shell, end)
      .catch((error: unknown) => head.settle(lostOutcome(head, messageOf(error))))
      .finally(() => {
        head.recovering = false;
        if (head.settled) this.#runs = this.#runs.filter((run) => run !== head);
        this.#free();
      });
  }

  /** The shell is gone in the middle of a script. */
  async #recover(head: QueuedScript, shell: ShellChannel, end: ChannelEnd): Promise<void> {
    const broken = end.status === null && end.signal === null && (await this.#supply.broke());
    if (head.settled) return;
    if (head.request.access === 'read') {
      if (!broken) return head.settle(outcomeOfChannel(head, end));
      const { pause, trouble } = this.#supply;
      if (Date.now() + pause >= head.deadline) return this.#supply.exhausted() ? this.#giveUp(trouble) : head.settle(lostOutcome(head, trouble));
      head.note(`The connection broke; the script only looks and runs again${pause > 0 ? ` in ${durationText(pause)}` : ''}.`);
      return;
    }
    if (!(await this.#connect(head)) || head.settled) return;
    const reconnect = async () => (await this.#connect(head)) && !head.settled;
    await follow({ run: head, old: shell.info, supply: this.#supply, shell: () => this.#shell, broken, reconnect });
  }
}
