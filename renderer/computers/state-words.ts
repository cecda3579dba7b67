import i18next from 'i18next';
import type { DesiredState } from '../../shared/model.ts';
import type { Mode } from '../../shared/words.ts';

/** What is asked for, in a word or two: `exactly 128`, `latest`, `ignore`, a task's mode. */
export function stateWords({ state, mode }: { state?: DesiredState | undefined; mode?: Mode | undefined }): string {
  if (state === undefined) return i18next.t(`mode.${mode ?? 'enforce'}`);
  if (typeof state === 'string') return i18next.t(`state.${state}`);
  if ('atLeast' in state) return i18next.t('state.atLeast', { version: state.atLeast });
  return 'exactly' in state ? i18next.t('state.exactly', { version: state.exactly }) : i18next.t('state.atMost', { version: state.atMost });
}
