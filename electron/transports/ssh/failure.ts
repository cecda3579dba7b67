/** How this transport fails: one shape for every step, so that each says which step it was, where, and what to do. */
import { messageOf, RoundsError } from '../../../shared/errors.ts';
import type { ErrorDetails } from '../../../shared/errors.ts';
import { reasonText } from '../../../shared/reasons.ts';
import type { ReasonCode } from '../../../shared/reasons.ts';
import type { ConnectStep } from '../transport.ts';

export type StepName = ConnectStep['step'];

/** A `connect/REASON` error; the advice of the reason holds unless a better one is given in `details`. */
export function connectFailure(reason: ReasonCode, step: StepName, message: string, details: ErrorDetails = {}, cause?: unknown): RoundsError {
  const advice = details.advice ?? reasonText(reason).advice;
  return new RoundsError(`connect/${reason}`, message, { ...details, reason, step, ...(advice === undefined ? {} : { advice }) }, cause);
}

/** The error of an attempt that was ended from outside. */
export function cancelled(step: StepName, where: string): RoundsError {
  return connectFailure('cancelled-by-operator', step, `Connecting to ${where} was cancelled`);
}

/** The error of whatever wanted a file, a socket or a process, and this workstation had none to give. */
export function noFreeFile(where: string, step: StepName, cause?: unknown): RoundsError {
  const what = cause === undefined ? '' : `: ${messageOf(cause)}`;
  return connectFailure('too-many-open-files', step, `This workstation has no free file descriptor to reach ${where}${what}`, {}, cause);
}

/** Longest piece of a server's text that goes into a message. */
const MESSAGE_TEXT = 200;

/**
 * Text of a server for a message or the log: control, bidirectional and invisible characters become spaces, so that a
 * hostile server can neither move the cursor nor reorder what is read; cut at `max` characters.
 */
export function printable(text: string, max = MESSAGE_TEXT): string {
  const clean = text
    .slice(0, max * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return clean.length > max ? `${clean.slice(0, max)}...` : clean;
}

/** The `code` of a system error, empty where there is none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
