import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type Calls = Extract<keyof Handlers, `connection-test.${string}`>;

export function connectionTestHandlers({ connectionTests }: ApiTools): Pick<Handlers, Calls> {
  return {
    'connection-test.start': ({ edit, computer }) => Promise.resolve({ id: connectionTests.start(edit, computer) }),
    'connection-test.cancel': ({ id }) => {
      connectionTests.cancel(id);
      return Promise.resolve({});
    },
    'connection-test.forget-key': async ({ id }) => {
      await connectionTests.forgetKey(id);
      return {};
    },
  };
}
