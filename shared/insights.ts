/** What the pictures of Insights say of an item on a computer. */
import type { ReasonCode } from './reasons.ts';
import { isBad, isFinal, type Result } from './words.ts';

/** In the order in which a technician wants to see them. `would-change`: a check found it not compliant and changed nothing. */
export const VERDICTS = [
  'error',
  'timeout',
  'dependency-failure',
  'incompatible',
  'unknown',
  'would-change',
  'cancelled',
  'skipped',
  'not-applicable',
  'success',
  'already-compliant',
] as const;
export type Verdict = (typeof VERDICTS)[number];
export type VerdictCounts = Partial<Record<Verdict, number>>;

/** Reasons of a skip that say how the item stands on the computer; every other skip left it unjudged. */
const WOULD_CHANGE: ReadonlySet<string | null> = new Set<ReasonCode>(['would-change', 'depends-on-change']);
const JUDGED_SKIPS: ReadonlySet<string | null> = new Set<ReasonCode>(['would-change', 'depends-on-change', 'condition']);

/** The verdict of an action; null while it is not over, and for a word that only a newer version knows. */
export function verdictOf(result: Result, reason: string | null): Verdict | null {
  if (!isFinal(result)) return null;
  if (result === 'skipped' && WOULD_CHANGE.has(reason)) return 'would-change';
  return VERDICTS.find((one) => one === result) ?? null;
}

/** False for what says nothing about how the item stands: the action never came to it. */
export function isJudged(verdict: Verdict, reason: string | null): boolean {
  return verdict !== 'cancelled' && (verdict !== 'skipped' || JUDGED_SKIPS.has(reason));
}

/** Not as it should be, as far as is known. */
export const isWrong = (verdict: Verdict): boolean => verdict === 'unknown' || verdict === 'would-change' || isFailure(verdict);
/** A Bad result. */
export const isFailure = (verdict: Verdict): boolean => verdict !== 'would-change' && isBad(verdict);
export const isCompliant = (verdict: Verdict): boolean => verdict === 'success' || verdict === 'already-compliant';

/** Sum of the counts that a condition holds. */
export function sumOf(counts: VerdictCounts, is: (verdict: Verdict) => boolean): number {
  return VERDICTS.reduce((sum, verdict) => sum + (is(verdict) ? (counts[verdict] ?? 0) : 0), 0);
}

/** Share of what is compliant in what was judged one way or the other, 0 to 1; null where nothing was. */
export function complianceOf(counts: VerdictCounts): number | null {
  const compliant = sumOf(counts, isCompliant);
  const all = compliant + sumOf(counts, isWrong);
  return all === 0 ? null : compliant / all;
}
