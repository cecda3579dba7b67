import { formOf } from '../setup/to-form.ts';
import { entryHash } from '../setup/plan-edit.ts';
import { filesNaming } from '../setup/sources.ts';
import { reachOf, scopeRows } from '../views/scopes.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function scopeHandlers({ engine }: ApiTools): Pick<Handlers, 'scopes.list' | 'scopes.reach' | 'limits.get'> {
  return {
    'scopes.list': async () => {
      const [{ setUp }, states] = await Promise.all([engine.setUp(), engine.store.computerStates()]);
      return { rows: scopeRows(setUp, (id) => states[id]?.facts) };
    },
    'scopes.reach': async ({ edit, of }) => {
      const [{ answer, after }, states] = await Promise.all([engine.planEdit(edit), engine.store.computerStates()]);
      return { answer, reach: of.id === '' ? null : await reachOf(after, of, (id) => states[id]?.facts) };
    },
    'limits.get': async () => {
      const entry = (await engine.store.readSetUp()).find((one) => one.kind === 'limits');
      return entry ? { form: formOf(entry), hash: entryHash(entry), files: filesNaming(entry) } : { form: {}, hash: null, files: [] };
    },
  };
}
