import { messageOf, RoundsError } from '../../shared/errors.ts';
import { reasonText, type ReasonCode } from '../../shared/reasons.ts';

/** Reasons for which waiting makes sense: the computer, or the way to it, may be off. */
export const OFFLINE: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'resolve-timeout',
  'name-not-found',
  'connect-timeout',
  'connect-refused',
  'unreachable',
  'handshake-timeout',
]);

/** What a failed connect says in the record. */
export function connectFailure(error: unknown): { reason: ReasonCode; detail: string } {
  if (error instanceof RoundsError && error.details.reason && reasonText(error.details.reason)) {
    return { reason: error.details.reason, detail: error.message };
  }
  // The set-up does not say how to reach it (any more).
  if (error instanceof RoundsError && error.kind.startsWith('setup/')) return { reason: 'connection-invalid', detail: error.message };
  return { reason: 'internal-error', detail: messageOf(error) };
}
