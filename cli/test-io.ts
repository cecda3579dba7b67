/** A process for tests: what was written, and keys, signals and time that the test decides. */
import type { EndSignal, Io, Output } from './io.ts';

export interface TestIo extends Io {
  /** All of stdout and stderr so far. */
  out(): string;
  err(): string;
  lines(): string[];
  /** Everything in the order in which it was written, whichever stream. */
  both(): string;
  type(keys: string): void;
  send(signal: EndSignal): void;
  clock: { now: number };
  exits: number[];
  keyboardsOpen(): number;
  close(stream: 'stdout' | 'stderr'): void;
}

export interface TestIoOptions {
  terminal?: boolean;
  stdoutTerminal?: boolean;
  stderrTerminal?: boolean;
  /** Which of them another program reads. */
  pipe?: 'stdout';
  columns?: number;
  stdin?: string | Uint8Array;
  platform?: string;
}

export function testIo(options: TestIoOptions = {}): TestIo {
  const written = { stdout: '', stderr: '', both: '' };
  const closed = { stdout: false, stderr: false };
  const signals = new Set<(signal: EndSignal) => void>();
  const keyboards = new Set<(text: string) => void>();
  const clock = { now: new Date(2025, 4, 15, 12, 0, 0).getTime() };
  const exits: number[] = [];
  const terminals = { stdout: options.stdoutTerminal ?? options.terminal ?? false, stderr: options.stderrTerminal ?? options.terminal ?? false };
  const output = (stream: 'stdout' | 'stderr'): Output => ({
    isTerminal: terminals[stream],
    isPipe: options.pipe === stream,
    columns: () => (terminals[stream] ? (options.columns ?? 100) : Infinity),
    get closed() {
      return closed[stream];
    },
    write(text) {
      if (closed[stream]) return;
      written[stream] += text;
      written.both += text;
    },
  });
  const canAsk = options.terminal ?? false;
  return {
    stdout: output('stdout'),
    stderr: output('stderr'),
    platform: options.platform ?? 'linux',
    now: () => clock.now,
    readStdin: async (limit) => {
      const bytes = Buffer.from(options.stdin ?? '');
      if (bytes.length > limit) throw new Error('it is too large');
      return bytes;
    },
    canAsk,
    openKeyboard() {
      if (!canAsk) return null;
      let own: ((text: string) => void) | null = null;
      return {
        onData(listener) {
          own = listener;
          keyboards.add(listener);
        },
        close: () => void (own && keyboards.delete(own)),
      };
    },
    onSignal(listener) {
      signals.add(listener);
      return () => signals.delete(listener);
    },
    flushed: async () => null,
    exit: (status) => void exits.push(status),
    out: () => written.stdout,
    err: () => written.stderr,
    both: () => written.both,
    lines: () => written.stdout.split('\n').slice(0, -1),
    type: (keys) => keyboards.forEach((listener) => listener(keys)),
    send: (signal) => [...signals].forEach((listener) => listener(signal)),
    clock,
    exits,
    keyboardsOpen: () => keyboards.size,
    close: (stream) => void (closed[stream] = true),
  };
}
