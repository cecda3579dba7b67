import { MarkerScanner } from './marker-scanner.ts';

export type ShellStream = 'stdout' | 'stderr';

/** How the shell said that a script ended. */
export interface FrameEnd {
  /** The status as the shell tells it: above 128 for a signal. */
  status: number;
  /** The file in ROUNDS_RESTART was written to. */
  restart: boolean;
  /** Processes of the script's group are still there. */
  lingering: boolean;
}

export type FrameEvent =
  | { kind: 'answer' }
  | { kind: 'ready'; words: string[] }
  | { kind: 'noise'; stream: ShellStream; data: Buffer }
  | { kind: 'started'; id: number; pid: number }
  | { kind: 'output'; id: number; stream: ShellStream; data: Buffer }
  | { kind: 'ended'; id: number; end: FrameEnd };

/**
 * The dialogue with a shell that is fed frames, without the wires: bytes in, events out.
 *
 * Every frame answers with an end marker on stdout and one on stderr, which are separate channels; it is over when both
 * came. Output belongs to the first frame whose marker its stream has not seen yet. Words of a marker:
 * `k` a shell is there; `h ...` it is ready, `g` on its stderr as well (before, all is noise); `s ID PID` a script starts; `e ID STATUS RESTART LINGERING` it ended; `f ID` its stderr ended.
 * A marker counts on whichever stream it arrives, for servers that merge the two.
 */
export class FrameProtocol {
  readonly #scanners: Record<ShellStream, MarkerScanner>;
  readonly #open: Record<ShellStream, number[]> = { stdout: [], stderr: [] };
  readonly #began: Record<ShellStream, boolean> = { stdout: false, stderr: false };
  readonly #ends = new Map<number, FrameEnd>();

  constructor(prefix: string) {
    this.#scanners = { stdout: new MarkerScanner(prefix), stderr: new MarkerScanner(prefix) };
  }

  /** Says that a frame was written. Ids rise. */
  expect(id: number): void {
    this.#open.stdout.push(id);
    this.#open.stderr.push(id);
  }

  push(stream: ShellStream, chunk: Buffer): FrameEvent[] {
    const events: FrameEvent[] = [];
    for (const item of this.#scanners[stream].push(chunk)) {
      if ('data' in item) events.push(this.#data(stream, item.data));
      else this.#marker(item.marker.trimEnd().split(' '), events);
    }
    return events;
  }

  /** Gives out bytes that are held back because they look like the beginning of a marker. */
  release(stream: ShellStream): FrameEvent[] {
    const data = this.#scanners[stream].release();
    return data.length > 0 ? [this.#data(stream, data)] : [];
  }

  holding(stream: ShellStream): boolean {
    return this.#scanners[stream].holding;
  }

  #data(stream: ShellStream, data: Buffer): FrameEvent {
    const id = this.#began[stream] ? this.#open[stream][0] : undefined;
    return id === undefined ? { kind: 'noise', stream, data } : { kind: 'output', id, stream, data };
  }

  #marker(words: string[], events: FrameEvent[]): void {
    const [kind, first, second, restart, lingering] = words;
    if (kind === 'k') events.push({ kind: 'answer' });
    if (kind === 'g') this.#began.stderr = true;
    if (kind === 'h') {
      this.#began.stdout = true;
      events.push({ kind: 'ready', words: words.slice(1) });
      return;
    }
    const id = Number(first);
    if (kind === 's') events.push({ kind: 'started', id, pid: Number(second) });
    if (kind === 'e' && this.#open.stdout[0] === id) {
      this.#open.stdout.shift();
      this.#ends.set(id, { status: Number(second), restart: restart === '1', lingering: lingering === '1' });
    }
    if (kind === 'f' && this.#open.stderr[0] === id) this.#open.stderr.shift();
    const end = this.#ends.get(id);
    if ((kind === 'e' || kind === 'f') && end && !this.#open.stderr.includes(id)) {
      this.#ends.delete(id);
      events.push({ kind: 'ended', id, end });
    }
  }
}
