/** What the record says, read through an engine of the test's own, as another process would. */
import type { SessionSummary } from '../../shared/events.ts';
import type { SessionRecord } from '../../shared/record.ts';
import type { Lab } from '../../electron/lab/start.ts';
import { withEngine } from './lab-data.ts';

/** The newest sessions, newest first. */
export function recorded(lab: Lab, limit = 50): Promise<SessionRecord[]> {
  return withEngine(lab, (engine) => engine.store.sessions({ limit }));
}

/** The newest session of every computer with its actions, as a run would have told them. */
export function summaries(lab: Lab): Promise<SessionSummary[]> {
  return withEngine(lab, async ({ store }) => {
    const newest = new Map<string, SessionRecord>();
    for (const session of await store.sessions({ limit: 500 })) if (!newest.has(session.computerId)) newest.set(session.computerId, session);
    return Promise.all(
      [...newest.values()].map(async ({ id, computer, tenant, status, reason }): Promise<SessionSummary> => {
        const actions = await store.actions(id);
        if (!isOver(status)) throw new Error(`The session of ${computer} is ${status}`);
        return { id, computer, tenant, status, reason, actions: actions.map((action) => ({ ...action })) };
      }),
    );
  });
}

const isOver = (status: string): boolean => !['queued', 'pending-connectivity', 'running'].includes(status);
