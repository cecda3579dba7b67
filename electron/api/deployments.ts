import { secretNames } from '../setup/secret-names.ts';
import { consequences } from '../views/consequences.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function deploymentHandlers({ engine, vault }: ApiTools): Pick<Handlers, 'deployments.consequences' | 'set-up.choices'> {
  return {
    'deployments.consequences': async (edit) => {
      const [{ answer, before, after }, states] = await Promise.all([engine.planEdit(edit), engine.store.computerStates()]);
      return { answer, consequences: await consequences(before, after, (id) => states[id]?.facts, namesIn(edit.put.deployments)) };
    },
    'set-up.choices': async () => {
      const { setUp } = await engine.setUp();
      const kept = await vault.status().catch(() => ({ entries: [] }));
      return {
        tenants: setUp.tenants.map(({ name }) => name),
        groups: setUp.groups.map(({ id }) => id),
        tags: [...new Set(setUp.computers.flatMap(({ tags }) => tags))].sort(),
        computers: setUp.computers.map(({ id }) => id),
        credentials: setUp.credentials.map(({ name }) => name),
        secrets: [...new Set([...secretNames(setUp), ...kept.entries.map(({ name }) => name)])].sort(),
        items: setUp.items,
      };
    },
  };
}

/** Names of forms that may be anything yet. */
function namesIn(forms: readonly unknown[] = []): string[] {
  return forms.flatMap((form) => {
    const name: unknown = typeof form === 'object' && form !== null ? Reflect.get(form, 'name') : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}
