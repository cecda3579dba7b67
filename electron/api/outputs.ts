import { ScriptOutputs } from '../views/script-outputs.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function outputHandlers({ engine }: ApiTools): Pick<Handlers, 'outputs.view' | 'outputs.recent'> {
  const outputs = new ScriptOutputs(engine.store);
  return {
    'outputs.view': ({ batch, ignore }) => outputs.view(batch, ignore),
    'outputs.recent': async () => ({ scripts: await outputs.recent() }),
  };
}
