/** Which actions of a session are done again, and how: pure (P13 to P15). */
import { itemKey } from '../../shared/plan.ts';
import { hasCause, type ReasonCode, type RetryCause } from '../../shared/reasons.ts';
import type { ActionRecord } from '../../shared/record.ts';
import { isFinal } from '../../shared/words.ts';
import { satisfies } from './dependencies.ts';
import { isShort } from './session-status.ts';

export interface RetryChoice {
  /** `item` or `item:instance`. */
  items?: string[];
  /** A cause, or one reason. */
  cause?: RetryCause | ReasonCode;
}

/**
 * The positions of the actions that a retry takes: those that ended short (bad, cancelled, unknown, never begun, not
 * reached), held back by a restart, or skipped because of one of these. With a choice: those chosen, and what they blocked.
 */
export function actionsToRetry(actions: readonly ActionRecord[], choice: RetryChoice = {}): number[] {
  const byKey = new Map(actions.map((action) => [itemKey(action.item, action.instance), action]));
  const chosen = (action: ActionRecord): boolean => {
    if (choice.items && !choice.items.some((key) => key === action.item || key === itemKey(action.item, action.instance))) return false;
    return choice.cause === undefined || hasCause(action.reason, choice.cause);
  };
  const taken = new Set<ActionRecord>();
  for (const action of actions) if (endedShort(action) && chosen(action)) taken.add(action);
  // What they blocked, and what that blocked, until nothing is added.
  for (let grown = true; grown;) {
    grown = false;
    for (const action of actions) {
      if (taken.has(action) || !wasBlocked(action)) continue;
      if (action.frozen.dependsOn.some((key) => taken.has(byKey.get(key) ?? action))) {
        taken.add(action);
        grown = true;
      }
    }
  }
  // And what they need that did not become compliant either: chosen alone they would be blocked again.
  const need = (action: ActionRecord): void => {
    for (const key of action.frozen.dependsOn) {
      const other = byKey.get(key);
      if (!other || taken.has(other) || satisfies(other)) continue;
      taken.add(other);
      need(other);
    }
  };
  for (const action of [...taken]) need(action);
  return actions.flatMap((action, n) => (taken.has(action) ? [n] : []));
}

function endedShort(action: ActionRecord): boolean {
  return !isFinal(action.result) || isShort(action) || action.reason === 'reboot-suppressed';
}

function wasBlocked(action: ActionRecord): boolean {
  return action.result === 'dependency-failure' || action.reason === 'dependency-skipped' || endedShort(action);
}

/**
 * The actions of the child session: frozen as in the parent, pending again. What they depend on and is not taken was
 * compliant in the parent, so that edge is not needed any more.
 */
export function retryActions(session: string, actions: readonly ActionRecord[], positions: readonly number[]): ActionRecord[] {
  const taken = positions.flatMap((position) => actions[position] ?? []);
  const keys = new Set(taken.map((action) => itemKey(action.item, action.instance)));
  return taken.map((action, n) => ({
    // What resolution itself decided (no such item, a dependency that is not deployed) stays decided: it is frozen too.
    ...(action.planned?.verdict ? { ...pendingAgain(action), ...action.planned.verdict } : pendingAgain(action)),
    session,
    n,
    frozen: {
      ...action.frozen,
      dependsOn: action.frozen.dependsOn.filter((key) => keys.has(key)),
      after: action.frozen.after.filter((key) => keys.has(key)),
    },
    changed: false,
    logLines: 0,
    logBytes: 0,
    droppedLines: 0,
    droppedBytes: 0,
  }));
}

/** The same action, to be done from its beginning; what is in its log stays. */
export function pendingAgain(action: ActionRecord): ActionRecord {
  const flags = action.flags.filter((flag) => flag === 'conflict' || flag === 'shadows-required' || flag === 'log-cut');
  return { ...action, result: 'pending', reason: null, detail: null, flags, startedAt: null, endedAt: null, ms: 0, properties: [] };
}
