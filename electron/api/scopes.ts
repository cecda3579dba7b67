import { formOf } from '../setup/to-form.ts';
import { entryHash } from '../setup/plan-edit.ts';
import { filesNaming } from '../setup/sources.ts';
import { reachOf, scopeRows } from '../views/scopes.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function scopeHandlers({ engine, fleet }: ApiTools): Pick<Handlers, 'scopes.list' | 'scopes.reach' | 'limits.get'> {
  return {
    'scopes.list': async () => {
      const [{ setUp }, states] = await Promise.all([engine.setUp(), fleet.states()]);
      return { rows: scopeRows(setUp, (id) => states.get(id)?.facts) };
    },
    'scopes.reach': async ({ edit, of }) => {
      const [{ answer, after }, states] = await Promise.all([engine.planEdit(edit), fleet.states()]);
      return { answer, reach: of.id === '' ? null : await reachOf(after, of, (id) => states.get(id)?.facts) };
    },
    'limits.get': async () => {
      const entry = (await engine.setUpEntries()).find((one) => one.kind === 'limits');
      return entry ? { form: formOf(entry), hash: entryHash(entry), files: filesNaming(entry) } : { form: {}, hash: null, files: [] };
    },
  };
}
