/**
 * Paces handshakes: their cost is arithmetic, so more at once than the cores can do only makes every one of them late.
 * A place is held while a handshake is busy, and never longer than a second: who is silent does not hold up the others (P12).
 */
import { availableParallelism } from 'node:os';

/** Milliseconds after which a place is given on although the handshake has not ended. */
const HELD_AT_MOST = 1_000;

export interface Pace {
  /** Waits for a place and returns what gives it back (more than once does no harm). Rejects with the signal's reason. */
  take(signal?: AbortSignal): Promise<() => void>;
}

export function createPace(places: number, heldAtMost = HELD_AT_MOST): Pace {
  let free = places;
  const queue = new Set<() => void>();
  const release = () => {
    const [next] = queue;
    if (next === undefined) {
      free += 1;
      return;
    }
    queue.delete(next);
    next();
  };
  const grant = () => {
    let held = true;
    const giveBack = () => {
      if (!held) return;
      held = false;
      clearTimeout(timer);
      release();
    };
    const timer = setTimeout(giveBack, heldAtMost);
    return giveBack;
  };
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        if (free > 0) {
          free -= 1;
          resolve(grant());
          return;
        }
        const onTurn = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(grant());
        };
        const onAbort = () => {
          queue.delete(onTurn);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        queue.add(onTurn);
      }),
  };
}

/** The places of this process: two a core (measured: the first connection is ready in 60 ms instead of 500, all as soon). */
export const handshakePace = createPace(2 * availableParallelism());
