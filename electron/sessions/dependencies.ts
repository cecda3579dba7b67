import type { ReasonCode } from '../../shared/reasons.ts';
import type { ActionRecord } from '../../shared/record.ts';
import { itemKey } from '../../shared/plan.ts';
import { isFinal, isGood } from '../../shared/words.ts';
import type { Verdict } from './judge.ts';

/** By key, for looking at what an action depends on. */
export function actionsByKey(actions: readonly ActionRecord[]): Map<string, ActionRecord> {
  return new Map(actions.map((action) => [itemKey(action.item, action.instance), action]));
}

const SATISFIED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'set-and-verified',
  'already-compliant',
  'compliant-now',
  'value-read',
  'ran-untested',
]);

/** True when an action ended so that what depends on it may go on. */
export function satisfies(action: ActionRecord): boolean {
  return (action.result === 'success' || action.result === 'already-compliant') && (action.reason === null || SATISFIED.has(action.reason));
}

/**
 * What an action's hard dependencies make of it, once they ended: null when it may go on. A failed one makes a
 * Dependency Failure that names it; a skipped or not applicable one makes it Skipped.
 */
export function dependencyVerdict(action: ActionRecord, byKey: ReadonlyMap<string, ActionRecord>): Verdict | null {
  const dependencies = action.frozen.dependsOn.flatMap((key) => byKey.get(key) ?? []);
  const failed = dependencies.find((one) => isFinal(one.result) && !isGood(one.result));
  if (failed) return { result: 'dependency-failure', reason: 'dependency-failed', detail: name(failed) };
  const skipped = dependencies.find((one) => isFinal(one.result) && !satisfies(one));
  if (!skipped) return null;
  // What was held back by a restart or a lost connection holds back its dependents for the same cause, so that a retry by cause takes both.
  if (skipped.reason === 'reboot-suppressed' || skipped.reason === 'connection-lost') {
    return { result: 'skipped', reason: skipped.reason, detail: `depends on ${name(skipped)}` };
  }
  return { result: 'skipped', reason: 'dependency-skipped', detail: name(skipped) };
}

const name = (action: ActionRecord): string => itemKey(action.item, action.instance);
