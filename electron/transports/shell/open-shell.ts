import { RoundsError } from '../../../shared/errors.ts';
import type { ChannelEnd, ExecChannel, Link } from '../link.ts';
import { passwordExpired, type Elevation } from './elevation.ts';
import { FrameProtocol, type FrameEvent, type ShellStream } from './frame-protocol.ts';
import { parseReady, prologue, type ShellInfo } from './frames.ts';
import { NoiseLog } from './noise-log.ts';
import { newPrefix, ShellChannel, type FrameSink } from './shell-channel.ts';
import { sleep } from './sleep.ts';
import { expired, refusedTwice, shellEnded, shellSilent } from './start-failure.ts';

/** The prologue is said again after this silence, milliseconds: a login file may have eaten the one before. */
const REPEAT_AFTER_MS = 400;
const MAX_REPEATS = 12;

export interface OpenOptions {
  elevation: Elevation;
  /** Milliseconds until the shell must have answered. */
  limit: number;
  signal?: AbortSignal;
  /** One channel a script: its frame goes with the prologue, and stdin ends. */
  single?: { id: number; frame: (prefix: string) => string; sink: FrameSink };
}

/**
 * Starts sh over a link and waits until it answers. Whatever comes before (a banner, a talkative login file) is noise.
 * @throws RoundsError `connect/shell-ended`, `shell-silent`, `login-refused`, `sudo-*`, or what `link.exec` throws.
 */
export async function openShell(link: Link, options: OpenOptions): Promise<ShellChannel> {
  const until = Date.now() + options.limit;
  const first = await attempt(link, options, options.limit, false);
  if (first instanceof ShellChannel) return first;
  // A login file that ate a part of the prologue leaves a rest that sh cannot parse: once more, with nothing to eat from.
  const left = until - Date.now();
  const second = first.end && !options.elevation.sudo && !options.single && left > 0 ? await attempt(link, options, left, true) : first;
  if (second instanceof ShellChannel) return second;
  if (second.end) throw await shellEnded(link, options.elevation, second.end, second.noise);
  throw shellSilent(options.limit, second.noise);
}

interface NoAnswer {
  /** Null when the time was over. */
  end: ChannelEnd | null;
  noise: NoiseLog;
}

async function attempt(link: Link, options: OpenOptions, limit: number, careful: boolean): Promise<ShellChannel | NoAnswer> {
  const until = Date.now() + limit;
  if (options.signal?.aborted) throw cancelled();
  const channel = await withLimit(link.exec(options.elevation.command), limit, options.signal);
  if (channel === null) return { end: null, noise: new NoiseLog() };
  return new Promise((resolve, reject) => {
    const opening = new Opening(channel, options, careful, (result) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      if (result instanceof ShellChannel) resolve(result);
      else {
        // What hangs there would hang on for ever, where the server does as it is asked.
        channel.signal('KILL');
        channel.close();
        if (result instanceof Error) reject(result);
        else resolve(result);
      }
    });
    const timer = setTimeout(() => opening.give(null), Math.max(1, until - Date.now()));
    const abort = () => opening.fail(cancelled());
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted) abort();
    else opening.start();
  });
}

function cancelled(): RoundsError {
  return new RoundsError('connect/cancelled-by-operator', 'It was cancelled', { reason: 'cancelled-by-operator' });
}

/** The channel, or null when the time was over; one that comes later, or after it was cancelled, is closed. */
async function withLimit(opening: Promise<ExecChannel>, limit: number, signal?: AbortSignal): Promise<ExecChannel | null> {
  const over = new AbortController();
  const stop = () => over.abort();
  signal?.addEventListener('abort', stop);
  try {
    const first = await Promise.race([opening, sleep(limit, over.signal).then(() => null)]);
    if (first !== null) return first;
    opening.then((channel) => channel.close()).catch(() => undefined);
    if (signal?.aborted) throw cancelled();
    return null;
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** One attempt: from the channel to the ready marker. */
class Opening {
  readonly #channel: ExecChannel;
  readonly #options: OpenOptions;
  readonly #careful: boolean;
  readonly #done: (result: ShellChannel | NoAnswer | Error) => void;
  readonly #prefix = newPrefix();
  readonly #protocol = new FrameProtocol(this.#prefix);
  readonly #noise = new NoiseLog();
  #shell: ShellChannel | null = null;
  #over = false;
  #repeats = 0;
  #timer: NodeJS.Timeout | undefined;
  #passwordSent = false;
  #greeted = false;

  constructor(channel: ExecChannel, options: OpenOptions, careful: boolean, done: (result: ShellChannel | NoAnswer | Error) => void) {
    this.#channel = channel;
    this.#options = options;
    this.#careful = careful;
    this.#done = done;
    channel.onStdout((data) => this.#receive('stdout', data));
    channel.onStderr((data) => this.#receive('stderr', data));
    void channel.ended.then((end) => this.give(end));
  }

  start(): void {
    if (this.#options.elevation.password) return;
    this.#speak();
  }

  give(end: ChannelEnd | null): void {
    this.#finish({ end, noise: this.#noise });
  }

  fail(error: Error): void {
    this.#finish(error);
  }

  #finish(result: ShellChannel | NoAnswer | Error): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#done(result);
  }

  /** Says the prologue, and again while nothing answers. */
  #speak(): void {
    const { single } = this.#options;
    if (single) {
      this.#write(prologue(this.#prefix, 0) + single.frame(this.#prefix));
      this.#protocol.expect(single.id);
      this.#channel.end();
      return;
    }
    // With care: a line too short to be eaten in part; the prologue follows once it was answered.
    this.#write(this.#careful ? `\necho ${this.#prefix}k\n` : prologue(this.#prefix, this.#repeats));
    this.#repeats += 1;
    if (this.#repeats < MAX_REPEATS) this.#timer = setTimeout(() => this.#speak(), REPEAT_AFTER_MS);
  }

  #write(data: string): void {
    this.#channel.write(data).catch(() => undefined);
  }

  #receive(stream: ShellStream, data: Buffer): void {
    if (this.#shell) return this.#shell.receive(stream, data);
    if (this.#over) return;
    const events = this.#protocol.push(stream, data);
    for (const [n, event] of events.entries()) {
      if (event.kind === 'noise') this.#noise.add(stream, event.data);
      else if (event.kind === 'answer') this.#answered();
      else if (event.kind === 'ready') {
        const info = parseReady(event.words);
        if (info) return this.#ready(info, events.slice(n + 1));
      }
    }
    this.#elevate();
  }

  /** The careful way: the shell is there, so that the prologue cannot be eaten any more. */
  #answered(): void {
    if (this.#greeted) return;
    this.#greeted = true;
    clearTimeout(this.#timer);
    this.#write(prologue(this.#prefix, 0));
  }

  #ready(info: ShellInfo, rest: FrameEvent[]): void {
    const shell = new ShellChannel(this.#channel, this.#protocol, this.#prefix, info);
    const { single } = this.#options;
    if (single) shell.adopt(single.id, single.sink);
    this.#shell = shell;
    this.#finish(shell);
    shell.take(rest);
  }

  /** sudo's password is written once, after sudo asked, and nothing else before sudo let the shell through. */
  #elevate(): void {
    const password = this.#options.elevation.password;
    if (!password || this.#greeted) return;
    if (this.#noise.includes('stdout', password.greeting)) {
      this.#greeted = true;
      this.#speak();
    } else if (!this.#passwordSent && this.#noise.count('stderr', password.prompt) > 0) {
      this.#passwordSent = true;
      this.#write(`${password.secret}\n`);
    } else if (this.#noise.count('stderr', password.prompt) > 1) this.#finish(refusedTwice());
    else if (this.#passwordSent && passwordExpired(this.#noise.text)) this.#finish(expired(this.#noise));
  }
}
