import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function labHandlers({ lab, live }: ApiTools): Pick<Handlers, 'lab.view' | 'lab.start' | 'lab.remove'> {
  return {
    'lab.view': async () => lab.view(),
    'lab.start': async () => {
      const running = await lab.start();
      await live.follow(running);
      running.finished.catch(() => undefined);
      return { batch: running.id };
    },
    'lab.remove': async () => lab.remove(),
  };
}
