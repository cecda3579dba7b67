import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function labHandlers({ lab }: ApiTools): Pick<Handlers, 'lab.view' | 'lab.start' | 'lab.remove'> {
  return {
    'lab.view': async () => lab.view(),
    'lab.start': async () => lab.start(),
    'lab.remove': async () => lab.remove(),
  };
}
