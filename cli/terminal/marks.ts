/** The text form of results and statuses: a mark, a tone and always the word (never colour alone). */
import type { ReasonCode } from '../../shared/reasons.ts';
import type { Result, SessionStatus } from '../../shared/words.ts';
import { harmless } from './harmless.ts';
import type { Style, Tone } from './style.ts';

interface Look {
  mark: string;
  /** Where the locale is not UTF-8. */
  ascii: string;
  tone: Tone;
  word: string;
}

const RESULTS: Record<Result, Look> = {
  success: { mark: '✔', ascii: '+', tone: 'green', word: 'Success' },
  'already-compliant': { mark: '✓', ascii: '=', tone: 'dim', word: 'Already Compliant' },
  skipped: { mark: '–', ascii: '-', tone: 'dim', word: 'Skipped' },
  'not-applicable': { mark: '○', ascii: 'o', tone: 'dim', word: 'Not Applicable' },
  error: { mark: '✖', ascii: 'x', tone: 'red', word: 'Error' },
  timeout: { mark: '⏱', ascii: 't', tone: 'red', word: 'Timeout' },
  'dependency-failure': { mark: '⇎', ascii: '/', tone: 'orange', word: 'Dependency Failure' },
  incompatible: { mark: '⊘', ascii: '!', tone: 'orange', word: 'Incompatible' },
  cancelled: { mark: '■', ascii: '#', tone: 'plain', word: 'Cancelled' },
  unknown: { mark: '?', ascii: '?', tone: 'violet', word: 'Unknown' },
  pending: { mark: '◌', ascii: '.', tone: 'dim', word: 'Pending' },
  running: { mark: '▸', ascii: '>', tone: 'accent', word: 'Running' },
};

/** Skipped is what the record says; that a run would change it is what a check is for. */
const WOULD_CHANGE: Look = { mark: '±', ascii: '~', tone: 'yellow', word: 'Would change' };

const STATUSES: Record<SessionStatus, Look> = {
  queued: { mark: '◌', ascii: '.', tone: 'dim', word: 'Queued' },
  'pending-connectivity': { mark: '⇢', ascii: '~', tone: 'dim', word: 'Pending Connectivity' },
  running: { mark: '▸', ascii: '>', tone: 'accent', word: 'Running' },
  passed: { mark: '✔', ascii: '+', tone: 'green', word: 'Passed' },
  'partly-failed': { mark: '◐', ascii: '%', tone: 'orange', word: 'Partly Failed' },
  failed: { mark: '✖', ascii: 'x', tone: 'red', word: 'Failed' },
  'not-reached': { mark: '⇸', ascii: '|', tone: 'red', word: 'Not Reached' },
  cancelled: { mark: '■', ascii: '#', tone: 'plain', word: 'Cancelled' },
  interrupted: { mark: '↯', ascii: '^', tone: 'violet', word: 'Interrupted' },
  missed: { mark: '◷', ascii: 'm', tone: 'orange', word: 'Missed' },
};

/** A word that only a newer version knows (it wrote the record) is shown as it is. */
function lookOf<Word extends string>(looks: Record<Word, Look>, word: Word): Look {
  return Object.hasOwn(looks, word) ? looks[word] : { mark: '?', ascii: '?', tone: 'violet', word: harmless(word) };
}

/** A piece of text with its tone: measured without it, painted after. */
export interface Toned {
  text: string;
  tone: Tone;
}

const toned = (look: Look, style: Style): Toned => ({ text: `${style.unicode ? look.mark : look.ascii} ${look.word}`, tone: look.tone });

/** What an action came to. */
export interface Outcome {
  result: Result;
  reason: ReasonCode | null;
}

/** Whether it is what a check found that a run would change. */
export const isWouldChange = ({ result, reason }: Outcome): boolean => result === 'skipped' && reason === 'would-change';
/** `✔ Success`, with its tone. */
export const resultMark = (outcome: Outcome, style: Style): Toned =>
  toned(isWouldChange(outcome) ? WOULD_CHANGE : lookOf(RESULTS, outcome.result), style);
/** `◐ Partly Failed`, with its tone. */
export const statusMark = (status: SessionStatus, style: Style): Toned => toned(lookOf(STATUSES, status), style);
/** `Already Compliant`. */
export const resultWord = (result: Result): string => lookOf(RESULTS, result).word;
/** The widest of all results, so that lines printed one by one stay aligned. */
export const RESULT_WIDTH = Math.max(...Object.values(RESULTS).map((look) => look.word.length + 2));

const ORDER: readonly Result[] = [
  'error',
  'timeout',
  'dependency-failure',
  'incompatible',
  'unknown',
  'cancelled',
  'running',
  'pending',
  'success',
  'already-compliant',
  'skipped',
  'not-applicable',
];

/** Counts of results in the order of severity: `2 Error, 1 Would change, 9 Success, 13 not selected`. */
export function countsText(outcomes: readonly Outcome[]): string {
  const isUnselected = ({ reason }: Outcome) => reason === 'not-selected';
  const told = outcomes.filter((one) => !isWouldChange(one) && !isUnselected(one));
  const counts = ORDER.map((result) => ({ word: resultWord(result), count: told.filter((one) => one.result === result).length }));
  counts.splice(ORDER.indexOf('success'), 0, { word: WOULD_CHANGE.word, count: outcomes.filter(isWouldChange).length });
  const others = [...new Set(told.map(({ result }) => result))].filter((result) => !ORDER.includes(result));
  counts.push(...others.map((result) => ({ word: resultWord(result), count: told.filter((one) => one.result === result).length })));
  counts.push({ word: 'not selected', count: outcomes.filter(isUnselected).length });
  return counts
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}
