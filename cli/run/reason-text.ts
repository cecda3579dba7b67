/** Reasons as sentences for people: the one from shared/reasons.ts, with its particulars. */
import { reasonText, type ReasonCode } from '../../shared/reasons.ts';
import type { Result } from '../../shared/words.ts';
import { secretVariable } from '../secrets.ts';
import { harmless } from '../terminal/harmless.ts';

/** `The set ended with a failure: exit status 3.` Empty where there is nothing to say. The detail comes from computers: it is made harmless. */
export function reasonSentence(reason: ReasonCode | null, detail: string | null): string {
  const particulars = harmless(detail ?? '').replace(/\.$/, '');
  if (reason === null) return particulars === '' ? '' : `${particulars}.`;
  const sentence = harmless(reasonText(reason).sentence);
  return particulars === '' ? sentence : `${sentence.replace(/\.$/, '')}: ${particulars}.`;
}

/** What to do about it, null where nothing is. A missing secret's variable is named, where the detail is its name. */
export function reasonAdvice(reason: ReasonCode | null, detail: string | null): string | null {
  if (reason === null) return null;
  const name = reason === 'secret-missing' ? /^[\w .-]{1,64}$/.exec(detail ?? '') : null;
  return name ? `Set ${secretVariable(name[0])}, keep it in the vault (vault set), or answer the question.` : (reasonText(reason).advice ?? null);
}

/** Whether the result speaks for itself, so that a line about it needs no sentence. */
export function isPlainlyGood(result: Result): boolean {
  return result === 'success' || result === 'already-compliant';
}
