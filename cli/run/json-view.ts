/** A batch as JSON: the events as they come, and `batch.finished` once and last, in the shape that is promised. */
import type { RunEvent, SessionSummary } from '../../shared/events.ts';
import type { Screen } from '../screen.ts';
import { jsonLine } from '../terminal/harmless.ts';
import type { RunView } from './view.ts';

/** Exactly the promised keys, whatever else the engine knows. */
export function batchFinished(batch: string, sessions: readonly SessionSummary[]) {
  return {
    type: 'batch.finished',
    batch,
    sessions: sessions.map(({ id, computer, tenant, status, reason, actions }) => ({
      id,
      computer,
      tenant,
      status,
      reason,
      actions: actions.map(({ item, instance, result, reason, ms }) => ({ item, instance, result, reason, ms })),
    })),
  };
}

export function createJsonView(screen: Screen): RunView {
  return {
    event(event: RunEvent) {
      if (event.type !== 'batch.finished') screen.line(jsonLine(event));
    },
    cancelling() {},
    end: (batch, sessions) => screen.line(jsonLine(batchFinished(batch, sessions))),
  };
}
