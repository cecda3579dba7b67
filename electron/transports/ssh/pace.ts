/**
 * Paces connections: a handshake is arithmetic at both ends, so more at once than the cores can do only makes every one
 * of them late, and a server that many are behind turns them away (MaxStartups). A place is held while a handshake is
 * busy, and only for a moment where nobody answers: who is silent does not hold up the others (P12).
 */
import { availableParallelism } from 'node:os';

export interface Place {
  /** Whether it still is; each place is given on after its time, whatever its holder does. */
  held: () => boolean;
  /** From now on this many milliseconds, where it is still held. */
  keep: (ms: number) => void;
  /** More than once does no harm. */
  giveBack: () => void;
}

export interface Pace {
  /** Waits for a place and holds it for at most `ms`. Rejects when it is aborted first. */
  take(ms: number, signal?: AbortSignal): Promise<Place>;
}

export function createPace(places: number): Pace {
  let free = places;
  const queue = new Set<() => void>();
  const grant = (ms: number): Place => {
    let timer: NodeJS.Timeout | null = null;
    const giveBack = () => {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      const [next] = queue;
      if (next === undefined) free += 1;
      else {
        queue.delete(next);
        next();
      }
    };
    timer = setTimeout(giveBack, ms);
    const keep = (more: number) => {
      if (timer === null) return;
      clearTimeout(timer);
      timer = setTimeout(giveBack, more);
    };
    return { held: () => timer !== null, keep, giveBack };
  };
  return {
    take: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(new Error('aborted'));
          return;
        }
        if (free > 0) {
          free -= 1;
          resolve(grant(ms));
          return;
        }
        const onTurn = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(grant(ms));
        };
        const onAbort = () => {
          queue.delete(onTurn);
          reject(new Error('aborted'));
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        queue.add(onTurn);
      }),
  };
}

/** The places of this process: two a core (measured: the first connection is ready in 60 ms instead of 500, all as soon). */
export const handshakePace = createPace(2 * availableParallelism());
/** Milliseconds that a place waits for a TCP connection: enough on a local network, and 100 dead computers cost half a second. */
export const CONNECTING = 20;
/** Milliseconds that a handshake holds its place: it takes 50 alone on a core, five round trips on a network. */
export const SHAKING_HANDS = 250;
