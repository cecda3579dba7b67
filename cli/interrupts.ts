/** Ctrl-C and the end signals: the first one cancels properly, the next one leaves at once. */
import { EXIT } from './exit-status.ts';
import type { EndSignal, Io } from './io.ts';

export interface Interrupts {
  /** Aborted by the first. */
  readonly signal: AbortSignal;
  /** Called at the first one; returns the way to stop. While nobody listens, the first one leaves at once too. */
  onFirst(listener: (cause: EndSignal) => void): () => void;
  /** A Ctrl-C that came as a key. */
  raise(): void;
  stop(): void;
}

/** Under npm a Ctrl-C arrives twice, from the terminal and from npm. */
const ONE_PRESS_MS = 300;

/** `beforeLeaving` is told whether something was being cancelled when the next one came. */
export function watchInterrupts(io: Io, beforeLeaving: (cancelling: boolean) => void): Interrupts {
  const controller = new AbortController();
  const listeners = new Set<(cause: EndSignal) => void>();
  let last: number | null = null;
  const interrupt = (cause: EndSignal) => {
    const now = io.now();
    const same = last !== null && now - last < ONE_PRESS_MS;
    last = now;
    if (same) return;
    if (controller.signal.aborted || listeners.size === 0) {
      beforeLeaving(controller.signal.aborted);
      io.exit(EXIT.cancelled);
      return;
    }
    controller.abort();
    for (const listener of listeners) listener(cause);
  };
  const stop = io.onSignal(interrupt);
  return {
    signal: controller.signal,
    onFirst(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    raise: () => interrupt('SIGINT'),
    stop,
  };
}
