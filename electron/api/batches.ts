import { timelinePage } from '../views/timeline.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function batchHandlers({ engine }: ApiTools): Pick<Handlers, 'batches.timeline'> {
  return { 'batches.timeline': (asked) => timelinePage(engine.store, asked, Date.now()) };
}
