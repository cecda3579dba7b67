import type { ReasonCode } from './reasons.ts';

/** Where bad input stands. Lines and columns count from 1. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
  /** Path inside a document, such as `computers[3].connection.port`. */
  path?: string;
}

/**
 * Namespaced kinds, so that "could not reach", "not allowed", "bad input" and "bug in us" are never confused.
 * `usage/*` is wrong use of a command; `input/*` a bad file or message; `setup/*` a set-up that contradicts itself;
 * `connect/*` carries a connect reason; `store/*` the record.
 */
export type ErrorKind =
  `usage/${string}` | `input/${string}` | `setup/${string}` | `connect/${string}` | `transport/${string}` | `store/${string}` | `internal/${string}`;

export interface ErrorDetails {
  place?: Place;
  /** The coded cause, where one of the reasons fits. */
  reason?: ReasonCode;
  /** What to do about it, one sentence. */
  advice?: string;
  /** More for machines; never a secret. */
  [key: string]: unknown;
}

/** The one error shape of the product: a kind for code, a message for people, details for machines. */
export class RoundsError extends Error {
  override readonly name = 'RoundsError';
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.details = details;
  }

  /** As one JSON object, for `--json` and the window. */
  toJSON(): { kind: ErrorKind; message: string; details: ErrorDetails } {
    return { kind: this.kind, message: this.message, details: this.details };
  }
}

/**
 * True when this machine had no free file descriptor: at the limit of the process (EMFILE, `ulimit -n`) or of the whole
 * system (ENFILE). Looks at what an error was caused by as well; never at the text of one that quotes somebody else.
 */
export function outOfFiles(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'info' in at && typeof at.info === 'object' && at.info !== null && 'code' in at.info ? at.info.code : 'code' in at ? at.code : '';
    if (code === 'EMFILE' || code === 'ENFILE') return true;
    if ('code' in at && at.code === 'ERR_WORKER_INIT_FAILED' && /E[MN]FILE/.test(at.message)) return true;
  }
  return false;
}

/** `file:line:column` or as much of it as is known; empty when nothing is. */
export function formatPlace(place: Place | undefined): string {
  if (!place) return '';
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  if (position && place.path) return `${position} (${place.path})`;
  return position || place.path || '';
}

/** The message of anything thrown, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
