/** What shows a batch while it runs: one for people, one for `--json`, one for the output of `exec`. */
import type { RunEvent, SessionSummary } from '../../shared/events.ts';

export interface RunView {
  event(event: RunEvent): void;
  /** The user asked for the end. */
  cancelling(): void;
  /** All sessions are over and recorded. */
  end(batch: string, sessions: readonly SessionSummary[]): void;
}
