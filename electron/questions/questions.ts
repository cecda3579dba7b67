import { randomUUID } from 'node:crypto';
import type { Answer, Question } from '../../shared/api/questions.ts';
import { RoundsError } from '../../shared/errors.ts';

/** A question without what it is given when it is asked. */
export type Asked = Question extends infer One ? (One extends Question ? Omit<One, 'id' | 'askedAt'> : never) : never;

interface Open {
  question: Question;
  take: (answer: Answer) => Promise<void>;
  cancel: () => void;
}

/**
 * What the program asks whoever sits before the window: one mechanism for every kind. A question is answered once; one that nobody
 * needs answered any more goes away.
 */
export class Questions {
  readonly #open = new Map<string, Open>();
  readonly #changed: () => void;
  readonly #now: () => number;

  constructor(changed: () => void, now: () => number = Date.now) {
    this.#changed = changed;
    this.#now = now;
  }

  /**
   * @param take makes a value of the answer; what it throws is told to who answered, and the question stays open
   * @returns null when it was cancelled
   */
  ask<T>(asked: Asked, take: (answer: Answer) => Promise<T>, signal?: AbortSignal): Promise<T | null> {
    if (signal?.aborted === true) return Promise.resolve(null);
    const id = randomUUID();
    return new Promise((resolve) => {
      const end = (value: T | null): void => {
        if (!this.#open.delete(id)) return;
        signal?.removeEventListener('abort', cancel);
        resolve(value);
        this.#changed();
      };
      const cancel = (): void => end(null);
      signal?.addEventListener('abort', cancel, { once: true });
      this.#open.set(id, { question: { ...asked, id, askedAt: this.#now() }, take: async (answer) => end(await take(answer)), cancel });
      this.#changed();
    });
  }

  /** Oldest first. */
  open(): Question[] {
    return [...this.#open.values()].map(({ question }) => question);
  }

  /**
   * False when it is not open (any more).
   * @throws RoundsError `usage/answer` for an answer of another kind, and whatever is wrong with one of the right kind
   */
  async answer(id: string, answer: Answer): Promise<boolean> {
    const open = this.#open.get(id);
    if (!open) return false;
    if (answer.kind === 'cancel') open.cancel();
    else if (answer.kind === open.question.kind) await open.take(answer);
    else throw new RoundsError('usage/answer', `A question of kind ${open.question.kind} has no answer of kind ${answer.kind}`);
    return true;
  }

  /** Nobody is there to answer any more. */
  cancelAll(): void {
    for (const { cancel } of [...this.#open.values()]) cancel();
  }
}
