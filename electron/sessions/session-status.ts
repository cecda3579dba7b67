import { reasonText, type ReasonCode } from '../../shared/reasons.ts';
import { isGood, type Result, type SessionStatus } from '../../shared/words.ts';

interface Ended {
  result: Result;
  reason: ReasonCode | null;
}

/** True for an action that was not started because the computer could not be reached or was lost: good by name only. */
export function missedByConnection(action: Ended): boolean {
  if (action.result !== 'skipped' || action.reason === null) return false;
  const cause = reasonText(action.reason).cause;
  return cause !== undefined && cause !== 'restart';
}

/** True for an action that a retry takes: bad, cancelled, unknown, never begun, or missed by the connection. */
export function isShort(action: Ended): boolean {
  return !isGood(action.result) || missedByConnection(action);
}

/** The status of a session that reached its computer and was neither cancelled nor interrupted. */
export function finishedStatus(actions: readonly Ended[]): Extract<SessionStatus, 'passed' | 'partly-failed' | 'failed'> {
  if (!actions.some(isShort)) return 'passed';
  return actions.some((action) => !isShort(action)) ? 'partly-failed' : 'failed';
}
