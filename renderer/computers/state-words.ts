import type { DesiredState } from '../../shared/model.ts';
import type { Mode } from '../../shared/words.ts';

/** What is asked for, in a word or two: `exactly 128`, `latest`, `ignore`, a task's mode. */
export function stateWords({ state, mode }: { state?: DesiredState | undefined; mode?: Mode | undefined }): string {
  if (state === undefined) return mode ?? 'enforce';
  if (typeof state === 'string') return state === 'updateIfFound' ? 'update if found' : state;
  if ('atLeast' in state) return `at least ${state.atLeast}`;
  return 'exactly' in state ? `exactly ${state.exactly}` : `at most ${state.atMost}`;
}
