import { randomBytes } from 'node:crypto';
import type { ChannelEnd, ExecChannel } from '../link.ts';
import type { FrameProtocol } from './frame-protocol.ts';
import { type FrameEnd, type FrameEvent, type ShellStream } from './frame-protocol.ts';
import type { ShellInfo } from './frames.ts';
import { MARKER_START } from './marker-scanner.ts';

/** What looks like the beginning of a marker is given out as output after this silence, milliseconds. */
const RELEASE_AFTER_MS = 1000;

/** Who is told what becomes of a frame. */
export interface FrameSink {
  started(pid: number): void;
  output(stream: ShellStream, data: Buffer): void;
  ended(end: FrameEnd): void;
}

/** The secret that begins every marker of one shell. */
export function newPrefix(): string {
  return String.fromCharCode(MARKER_START) + randomBytes(16).toString('hex');
}

/** One sh behind one channel, ready to be fed frames. Its owner closes it. */
export class ShellChannel {
  readonly info: ShellInfo;
  readonly prefix: string;
  /** Resolves when the shell or its channel is gone. */
  readonly ended: Promise<ChannelEnd>;
  readonly #channel: ExecChannel;
  readonly #protocol: FrameProtocol;
  readonly #sinks = new Map<number, FrameSink>();
  readonly #timers: Partial<Record<ShellStream, NodeJS.Timeout>> = {};
  #unsent = '';
  #closed = false;
  #over = false;

  constructor(channel: ExecChannel, protocol: FrameProtocol, prefix: string, info: ShellInfo) {
    this.#channel = channel;
    this.#protocol = protocol;
    this.prefix = prefix;
    this.info = info;
    this.ended = channel.ended.then((end) => {
      this.#stopTimers();
      for (const stream of ['stdout', 'stderr'] as const) this.take(protocol.release(stream));
      this.#closed = true;
      this.#over = true;
      return end;
    });
  }

  /** The shell or its channel is gone: `ended` has resolved, or is about to. */
  get over(): boolean {
    return this.#over;
  }

  /** Writes a frame; frames run in the order in which they were sent. */
  send(id: number, frame: string, sink: FrameSink): void {
    this.adopt(id, sink);
    this.#protocol.expect(id);
    if (this.#unsent === '') setImmediate(() => this.#flush());
    this.#unsent += frame;
  }

  /** Frames of one turn of the loop leave in one piece: a packet costs more than what is in it. */
  #flush(): void {
    const frames = this.#unsent;
    this.#unsent = '';
    // What becomes of a channel that takes nothing any more is told by `ended`.
    if (frames !== '' && !this.#closed) this.#channel.write(frames).catch(() => undefined);
  }

  /** Says who is told of a frame that was written already. */
  adopt(id: number, sink: FrameSink): void {
    this.#sinks.set(id, sink);
  }

  /** Bytes that came from the channel. Called by who listens to it. */
  receive(stream: ShellStream, data: Buffer): void {
    if (this.#closed) return;
    this.take(this.#protocol.push(stream, data));
    clearTimeout(this.#timers[stream]);
    if (this.#protocol.holding(stream)) {
      this.#timers[stream] = setTimeout(() => this.take(this.#protocol.release(stream)), RELEASE_AFTER_MS);
    }
  }

  take(events: FrameEvent[]): void {
    for (const event of events) {
      if (event.kind === 'ready' || event.kind === 'answer' || event.kind === 'noise') continue;
      const sink = this.#sinks.get(event.id);
      if (event.kind === 'started') sink?.started(event.pid);
      else if (event.kind === 'output') sink?.output(event.stream, event.data);
      else {
        this.#sinks.delete(event.id);
        sink?.ended(event.end);
      }
    }
  }

  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  /** Asks the server to signal the shell's process group. */
  signal(name: 'TERM' | 'KILL'): void {
    this.#channel.signal(name);
  }

  /** Ends the shell's stdin: it ends once it has run what was sent. */
  end(): void {
    this.#flush();
    this.#channel.end();
  }

  /** Lets go of it: whatever still comes is dropped. */
  close(): void {
    this.#closed = true;
    this.#stopTimers();
    this.#channel.close();
  }

  /** What comes from now on is read and dropped, and the shell ends with what still writes to it. */
  drain(): void {
    this.#flush();
    this.#closed = true;
    this.#stopTimers();
    this.#channel.resume();
    this.#channel.write('trap - EXIT\n').catch(() => undefined);
    this.#channel.end();
  }

  #stopTimers(): void {
    clearTimeout(this.#timers.stdout);
    clearTimeout(this.#timers.stderr);
  }
}
