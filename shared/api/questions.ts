import { z } from 'zod';
import { call } from './call.ts';

/** What the program must be told before it can go on. Never a value: only what it is about. */
export type Question = { id: string; askedAt: number } & (
  | { kind: 'secret'; name: string; purpose: string; /** There is a vault that could keep the answer. */ canKeep: boolean }
  | { kind: 'unlock'; purpose: string }
  | { kind: 'host-key'; host: string; keyType: string; fingerprint: string }
);
export type QuestionKind = Question['kind'];

export interface QuestionsView {
  /** Oldest first. */
  open: Question[];
}

/** Longest secret that is taken, UTF-16 units. */
export const MAX_SECRET = 60_000;
const secretText = z.string().min(1).max(MAX_SECRET);

export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('secret'), value: secretText, keep: z.boolean() }),
  z.strictObject({ kind: z.literal('unlock'), passphrase: secretText }),
  z.strictObject({ kind: z.literal('host-key'), trusted: z.boolean() }),
  z.strictObject({ kind: z.literal('cancel') }),
]);
export type Answer = z.infer<typeof answerSchema>;

export const questionCalls = {
  /** Answers once. What was wrong with the answer (a passphrase) is an error, and the question stays open. */
  'questions.answer': call<{ open: boolean }>()(z.strictObject({ id: z.string().max(40), answer: answerSchema })),
};
