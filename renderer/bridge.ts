/** The page's end of the contract: every call and every watched topic goes through here. */
import type { ApiError, Bridge, CallName, RequestOf, ResponseOf, Topic, Topics } from '../shared/api.ts';

declare global {
  interface Window {
    rounds: Bridge;
  }
}

/** A call that was refused or failed: what happened, in a sentence, and what to do. */
export class CallFailed extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(error.message);
    this.error = error;
  }
}

/** @throws CallFailed */
export async function call<K extends CallName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K>> {
  const answer = await window.rounds.call(name, request);
  if (answer.ok) return answer.value;
  throw new CallFailed(answer.error);
}

export function watch<T extends Topic>(topic: T, key: string, listener: (value: Topics[T]) => void): () => void {
  return window.rounds.watch(topic, key, listener);
}
