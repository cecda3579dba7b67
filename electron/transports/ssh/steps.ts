/** Tells each step as it begins and ends; one is under way at a time. */
import type { ConnectContext } from '../transport.ts';
import type { StepName } from './failure.ts';

export interface Steps {
  begin(step: StepName, detail?: string): void;
  /** Ends the step that is under way well. */
  done(detail?: string): void;
  /** The one that is under way; between two, and before the first, the one that connecting begins with. */
  readonly current: StepName;
  /** Ends it badly, where one is under way. */
  failed(detail: string): void;
}

export function createSteps(onStep: ConnectContext['onStep']): Steps {
  let current: StepName | null = null;
  const end = (state: 'ok' | 'failed', detail?: string) => {
    if (current !== null) onStep?.({ step: current, state, ...(detail === undefined ? {} : { detail }) });
    current = null;
  };
  return {
    begin: (step, detail) => {
      current = step;
      onStep?.({ step, state: 'started', ...(detail === undefined ? {} : { detail }) });
    },
    done: (detail) => end('ok', detail),
    get current() {
      return current ?? 'connect';
    },
    failed: (detail) => end('failed', detail),
  };
}
