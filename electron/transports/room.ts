/** How many connections the limit of open files leaves room for. */
import { readFileSync, readdirSync } from 'node:fs';

/** A connection is one socket; while it is opened it reads files, asks an agent, and tries a second address. */
const FILES_A_CONNECTION = 2;
/** For everything else: names that are looked up, workers, what items bring along, the record. */
const RESERVE = 16;

/**
 * At least 1; null where the system does not say (only Linux does, by files that cost nothing to read). Node has raised the
 * soft limit to the hard one when it started.
 */
export function room(): number | null {
  try {
    const limit = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
    return limit === undefined ? null : roomWithin(Number(limit), readdirSync('/proc/self/fd').length);
  } catch {
    return null;
  }
}

/** For a limit and what is open already. */
export function roomWithin(limit: number, used: number): number {
  return Math.max(1, Math.floor((limit - used - RESERVE) / FILES_A_CONNECTION));
}
