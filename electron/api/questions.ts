import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function questionHandlers({ questions }: ApiTools): Pick<Handlers, 'questions.answer'> {
  return { 'questions.answer': async ({ id, answer }) => ({ open: await questions.answer(id, answer) }) };
}
