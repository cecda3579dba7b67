import { messageOf } from '../../../shared/errors.ts';
import type { ChannelEnd } from '../link.ts';
import type { Outcome, ScriptRequest } from '../transport.ts';
import type { FrameEnd } from './frame-protocol.ts';
import { changeFrame, readFrame, type ShellInfo } from './frames.ts';
import { follow } from './follow.ts';
import { lostOutcome, notStarted, outcomeOfChannel, outcomeOfEnd, outcomeOfInterruption } from './outcomes.ts';
import { checkScript } from './quote.ts';
import { ScriptRun, type Interruption, type RawOutput } from './script-run.ts';
import type { ShellChannel, FrameSink } from './shell-channel.ts';
import { sleep, type ShellSupply } from './shell-supply.ts';
import { terminate } from './terminate.ts';

/** A cancelled script is answered within this time, whatever the computer does (P24 allows two seconds). */
const CANCEL_ANSWER_MS = 1700;
/** One that was cancelled while it waited its turn behind another is ended if it runs longer than this. */
const LEFTOVER_MS = 1000;
/** A parameter longer than this cannot be handed to a process by Linux (MAX_ARG_STRLEN). */
const MAX_ENV_BYTES = 131_072;

/**
 * Runs scripts one after the other through one shell, sent ahead of their turn: all that only look, and those that change
 * things when nothing is before them, so that what was sent but not begun can always be sent again.
 */
export class ScriptQueue {
  readonly #supply: ShellSupply;
  #shell: ShellChannel | null;
  #info: ShellInfo;
  #runs: ScriptRun[] = [];
  /** Somebody waits for something before the next frame may be written. */
  #busy = false;
  /** The script that is being ended, so that the end of its shell is expected. */
  #ending: ScriptRun | null = null;
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
    const run = new ScriptRun(this.#supply.nextId(), request, { interrupt: (r, why) => this.#interrupt(r, why), hold: () => this.#hold() }, raw);
    this.#runs.push(run);
    this.#pump();
    return run.outcome;
  }

  /** The work folder, once there is a shell and nothing runs in it that it would have to wait for. */
  async folder(): Promise<string | null> {
    if (this.#supply.knownFolder !== undefined) return this.#supply.knownFolder;
    if (!this.#shell && !this.#supply.single) this.#use(await this.#supply.open());
    return this.#supply.folder(this.#shell);
  }

  /** Ends what runs; nothing is begun any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    const runs = [...this.#runs];
    for (const run of runs.reverse()) this.#interrupt(run, { kind: 'cancelled' });
    await Promise.all(runs.map((run) => run.outcome));
  }

  #use(shell: ShellChannel): void {
    this.#shell = shell;
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
    if (this.#busy || this.#runs.length === 0) return;
    this.#busy = true;
    this.#write()
      .catch((error: unknown) => this.#giveUp(messageOf(error)))
      .finally(() => {
        this.#busy = false;
        if (this.#more()) this.#pump();
      })
      .catch(() => undefined);
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
      if (n === 0) this.#begin(run);
      shell.send(run.id, this.#frame(shell.prefix, run), this.#sink(run));
    }
  }

  /** The first script that still wants an answer; those that were cancelled before they were sent are dropped. */
  #head(): ScriptRun | undefined {
    while (this.#runs[0]?.settled && !this.#runs[0].written) this.#runs.shift();
    return this.#runs[0];
  }

  /** Sees to it that the link holds and, for a lasting shell, that there is one. False when the script is over meanwhile. */
  async #connect(head: ScriptRun): Promise<boolean> {
    const signal = new AbortController();
    const stop = () => signal.abort();
    this.#closing.signal.addEventListener('abort', stop);
    void head.outcome.then(stop);
    const until = head.deadline;
    try {
      for (;;) {
        await this.#supply.reopen(until, signal.signal);
        if (this.#supply.single) return !head.settled;
        try {
          this.#use(await this.#supply.open(signal.signal));
          return true;
        } catch (error) {
          if (signal.signal.aborted || !(await this.#supply.broke()) || Date.now() >= until) throw error;
        }
      }
    } catch (error) {
      if (!signal.signal.aborted) this.#giveUp(messageOf(error));
      return false;
    } finally {
      this.#closing.signal.removeEventListener('abort', stop);
    }
  }

  /** No shell can be had: everything that waits is answered. */
  #giveUp(message: string): void {
    const runs = this.#runs;
    this.#runs = [];
    for (const run of runs) void run.settle(run.startedAt === null ? notStarted(message) : lostOutcome(run, message));
  }

  async #single(run: ScriptRun): Promise<void> {
    run.written = true;
    this.#begin(run);
    const shell = await this.#supply.open(undefined, { id: run.id, frame: (prefix) => this.#frame(prefix, run), sink: this.#sink(run) });
    if (run.settled || !this.#runs.includes(run)) shell.close();
    else this.#use(shell);
  }

  #frame(prefix: string, run: ScriptRun): string {
    const script = { id: run.id, text: run.request.text, env: run.request.env };
    if (run.request.access === 'read') return readFrame(prefix, script);
    return changeFrame(prefix, script, this.#info, this.#supply.knownFolder ?? null);
  }

  #sink(run: ScriptRun): FrameSink {
    return {
      started: (pid) => (run.pid = pid),
      output: (stream, data) => run.output(stream, data),
      ended: (end) => this.#ended(run, end),
    };
  }

  #begin(run: ScriptRun): void {
    if (!run.settled) return run.begin();
    setTimeout(() => {
      if (this.#runs[0] === run && run.written) this.#end(run, { kind: 'cancelled' });
    }, LEFTOVER_MS);
  }

  #ended(run: ScriptRun, end: FrameEnd): void {
    run.end = end;
    this.#runs = this.#runs.filter((other) => other !== run);
    if (this.#ending !== run) {
      explainTooLong(run, end);
      void run.settle(outcomeOfEnd(run, end, false));
    }
    if (this.#supply.single) this.#leave('close');
    else if (end.lingering && this.#ending !== run) this.#leave('drain');
    const next = this.#runs[0];
    if (next?.written) this.#begin(next);
    this.#pump();
  }

  #hold(): void {
    if (this.#runs[0]?.held) this.#shell?.pause();
    else this.#shell?.resume();
  }

  #interrupt(run: ScriptRun, why: Interruption): void {
    if (this.#ending === run) {
      if (why.kind === 'cancelled') setTimeout(() => void run.settle(outcomeOfInterruption(run, why, this.#process(run))), CANCEL_ANSWER_MS);
    } else if (run.recovering || (this.#runs[0] !== run && this.#runs.includes(run)) || !run.written) {
      void run.settle(outcomeOfInterruption(run, why, run.pid));
    } else if (this.#runs[0] === run) this.#end(run, why);
  }

  /** Ends the script that runs, on the computer and here. */
  #end(run: ScriptRun, why: Interruption): void {
    if (this.#ending) return;
    this.#ending = run;
    this.#busy = true;
    const answer = setTimeout(() => {
      if (why.kind === 'cancelled') void run.settle(outcomeOfInterruption(run, why, this.#process(run)));
    }, CANCEL_ANSWER_MS);
    void this.#endGroup(run, why.kind === 'cancelled')
      .then((gone) => {
        clearTimeout(answer);
        const running = gone ? null : this.#process(run);
        this.#runs = this.#runs.filter((other) => other !== run);
        // A script that shared the shell's group took the shell with it; one that does not answer is not waited for.
        if (!run.end || run.request.access === 'read') this.#leave('close');
        return run.settle(outcomeOfInterruption(run, why, running));
      })
      .finally(() => {
        this.#ending = null;
        this.#busy = false;
        const next = this.#runs[0];
        if (next?.written) this.#begin(next);
        this.#pump();
      });
  }

  #process(run: ScriptRun): number | null {
    return run.pid ?? this.#shell?.info.pid ?? null;
  }

  /** Whether the end of the script's processes was confirmed. */
  async #endGroup(run: ScriptRun, quick: boolean): Promise<boolean> {
    const { grace, confirm } = this.#supply.times;
    const shell = this.#shell;
    for (let n = 0; run.request.access === 'change' && run.pid === null && !run.end && n < 10; n += 1) await sleep(50);
    const group = run.pid ?? (shell ? ownGroup(shell.info, this.#supply.elevation.sudo) : null);
    if (group === null) return false;
    const options = { group, grace: quick ? Math.min(grace, 1000) : grace, bound: confirm };
    const said = await Promise.race([terminate(this.#supply.link, this.#supply, shell, options), sleep(confirm).then(() => 'unknown' as const)]);
    if (said === 'gone' && run.pid !== null) for (let n = 0; !run.end && this.#shell === shell && n < 10; n += 1) await sleep(30);
    return said === 'gone' || (said === 'unknown' && run.end !== null && !run.end.lingering);
  }

  #shellEnded(shell: ShellChannel, end: ChannelEnd): void {
    if (shell !== this.#shell) return;
    if (this.#ending) return;
    const head = this.#runs[0]?.written ? this.#runs[0] : undefined;
    this.#leave('gone');
    if (!head) return;
    this.#busy = true;
    head.suspend();
    head.recovering = true;
    void this.#recover(head, shell, end)
      .catch((error: unknown) => head.settle(lostOutcome(head, messageOf(error))))
      .finally(() => {
        head.recovering = false;
        if (head.settled) this.#runs = this.#runs.filter((run) => run !== head);
        this.#busy = false;
        this.#pump();
      });
  }

  /** The shell is gone in the middle of a script. */
  async #recover(head: ScriptRun, shell: ShellChannel, end: ChannelEnd): Promise<void> {
    const broken = end.status === null && end.signal === null && (await this.#supply.broke());
    if (head.settled) return;
    if (head.request.access === 'read') {
      if (!broken) return head.settle(outcomeOfChannel(head, end));
      head.reruns += 1;
      if (head.reruns > 1) return head.settle(lostOutcome(head, this.#supply.cause ?? 'The connection broke a second time'));
      head.note('The connection broke; the script only looks and runs again.');
      return;
    }
    if (!(await this.#connect(head)) || head.settled) return;
    await follow({ run: head, old: shell.info, supply: this.#supply, shell: () => this.#shell, broken });
  }
}

/** The process group that the shell shares with nothing that is not ours; null when it is not known to be so. */
function ownGroup(info: ShellInfo, sudo: boolean): number | null {
  return info.group === info.pid || (sudo && info.group === info.parent) ? info.group || null : null;
}

/** Says in the log what `Argument list too long` means here. */
function explainTooLong(run: ScriptRun, end: FrameEnd): void {
  if (end.status !== 126) return;
  const long = Object.entries(run.request.env).filter(([name, value]) => Buffer.byteLength(value) + name.length + 2 > MAX_ENV_BYTES);
  for (const [name, value] of long)
    run.note(`${name} holds ${Buffer.byteLength(value)} bytes; Linux hands a process at most ${MAX_ENV_BYTES} in one variable.`);
}
