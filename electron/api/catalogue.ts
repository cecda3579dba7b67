import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function catalogueHandlers({ engine }: ApiTools): Pick<Handlers, 'catalogue.list'> {
  return {
    'catalogue.list': async () => {
      const { setUp, warnings } = await engine.setUp();
      return { items: setUp.items, warnings };
    },
  };
}
