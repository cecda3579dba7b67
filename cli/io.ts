/** The process around a command, as far as a command may see it; tests hand in their own. */
import { fstatSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Where text goes. Writing never throws; what is written after the other end closed (`| head`) is dropped. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Another program reads it, which may write to the same terminal. */
  readonly isPipe: boolean;
  /** Columns of the terminal by now; Infinity where there is none. */
  columns(): number;
  /** The other end is closed: nobody reads any more. */
  readonly closed: boolean;
}

/** Keys as they are typed, without echo, while it is open. */
export interface Keyboard {
  onData(listener: (text: string) => void): void;
  close(): void;
}

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly platform: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** stdin to its end. @throws when it holds more than `limit` bytes. */
  readStdin(limit: number): Promise<Uint8Array>;
  /** Null where nobody can be asked: stdin or stderr is no terminal. */
  openKeyboard(): Keyboard | null;
  readonly canAsk: boolean;
  /** Returns the way to stop listening. */
  onSignal(listener: (signal: EndSignal) => void): () => void;
  /** Everything written has left the process. Resolves to why stdout is incomplete, where it is (a full disk); a reader that left is no such case. */
  flushed(): Promise<string | null>;
  /** Leaves at once. */
  exit(status: number): void;
}

/** Pieces that were written in one turn leave in one write: a run writes thousands of short lines. */
const FLUSH_CHARACTERS = 65_536;

/** For how long a reader that is no person waits for the rest of what was written, milliseconds. */
const FLUSH_MS = 5;

function isPipe(fd: 1 | 2): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    // Closed from the start.
    return false;
  }
}

function processOutput(stream: NodeJS.WriteStream): Output & { flush(): void; failure(): string | null } {
  let waiting = '';
  let scheduled = false;
  let closed = false;
  let failure: string | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    waiting = '';
    // Whoever read is gone: no failure of ours. A terminal that was closed says EIO.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') failure ??= error.message;
  });
  const flush = () => {
    scheduled = false;
    if (waiting === '' || closed) return;
    const text = waiting;
    waiting = '';
    stream.write(text);
  };
  return {
    isTerminal: stream.isTTY === true,
    isPipe: isPipe(stream === process.stdout ? 1 : 2),
    columns: () => (stream.isTTY && stream.columns > 0 ? stream.columns : Infinity),
    get closed() {
      return closed;
    },
    write(text) {
      if (closed) return;
      waiting += text;
      if (waiting.length >= FLUSH_CHARACTERS) return flush();
      if (scheduled) return;
      scheduled = true;
      if (stream.isTTY) setImmediate(flush);
      else setTimeout(flush, FLUSH_MS);
    },
    flush,
    failure: () => failure,
  };
}

function keyboard(stream: NodeJS.ReadStream): Keyboard {
  const decoder = new StringDecoder('utf8');
  let listener: (text: string) => void = () => {};
  const onData = (data: Buffer) => listener(decoder.write(data));
  stream.setRawMode(true);
  stream.on('data', onData);
  stream.resume();
  return {
    onData: (wanted) => void (listener = wanted),
    close() {
      stream.off('data', onData);
      stream.setRawMode(false);
      stream.pause();
    },
  };
}

/** The real one. */
export function processIo(): Io {
  const stdout = processOutput(process.stdout);
  const stderr = processOutput(process.stderr);
  const canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const flush = () => {
    stdout.flush();
    stderr.flush();
  };
  const drained = (stream: NodeJS.WriteStream) =>
    new Promise<void>((resolve) => (stream.writableLength === 0 || stream.destroyed ? resolve() : stream.write('', () => resolve())));
  return {
    // One terminal shows both: the bar on stderr and the lines on stdout must leave in the order in which they were written.
    stdout: stdout.isTerminal && stderr.isTerminal ? inOrder(stdout, stderr) : stdout,
    stderr: stdout.isTerminal && stderr.isTerminal ? inOrder(stderr, stdout) : stderr,
    platform: process.platform,
    now: () => Date.now(),
    async readStdin(limit) {
      const pieces: Buffer[] = [];
      let size = 0;
      for await (const piece of process.stdin as AsyncIterable<Buffer>) {
        size += piece.length;
        if (size > limit) throw new Error('it is too large');
        pieces.push(piece);
      }
      return Buffer.concat(pieces);
    },
    canAsk,
    openKeyboard: () => (canAsk ? keyboard(process.stdin) : null),
    onSignal(listener) {
      const signals: EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
      const listeners = signals.map((signal) => ({ signal, listen: () => listener(signal) }));
      for (const { signal, listen } of listeners) process.on(signal, listen);
      return () => {
        for (const { signal, listen } of listeners) process.off(signal, listen);
      };
    },
    async flushed() {
      flush();
      await Promise.all([drained(process.stdout), drained(process.stderr)]);
      return stdout.failure();
    },
    exit(status) {
      flush();
      process.exit(status);
    },
  };
}

/** Writes of the other stream that came before leave before. */
function inOrder(own: Output & { flush(): void }, other: { flush(): void }): Output {
  return {
    isTerminal: own.isTerminal,
    isPipe: own.isPipe,
    columns: () => own.columns(),
    get closed() {
      return own.closed;
    },
    write(text) {
      other.flush();
      own.write(text);
    },
  };
}
