import { formOf } from '../setup/to-form.ts';
import { entryHash } from '../setup/plan-edit.ts';
import { filesNaming } from '../setup/sources.ts';
import { reachOf, scopeRows } from '../views/scopes.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function scopeHandlers({ engine, fleet }: ApiTools): Pick<Handlers, 'groups.fixed' | 'scopes.list' | 'scopes.reach' | 'limits.get'> {
  return {
    'groups.fixed': async () => ({
      groups: (await engine.store.readSetUp()).flatMap((entry) =>
        entry.kind === 'group' && entry.value.members
          ? [{ id: entry.value.id, tenant: entry.value.tenant ?? null, members: entry.value.members, form: formOf(entry), hash: entryHash(entry) }]
          : [],
      ),
    }),
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
