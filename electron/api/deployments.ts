import { deploymentToForm } from '../catalogue/deployment-form.ts';
import { bulkEdit } from '../setup/bulk-edit.ts';
import { secretNames } from '../setup/secret-names.ts';
import { ConsequenceBook } from '../views/consequence-book.ts';
import { consequences } from '../views/consequences.ts';
import { DeploymentList } from '../views/deployment-list.ts';
import { knownFacts } from '../views/known-facts.ts';
import { waysToWin } from '../views/ways-to-win.ts';
import { warningsAbout } from '../views/warnings-about.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type DeploymentCalls = Extract<keyof Handlers, `deployments.${string}`>;

export function deploymentHandlers({ engine, fleet, vault }: ApiTools): Pick<Handlers, DeploymentCalls | 'set-up.choices'> {
  const book = new ConsequenceBook();
  const list = new DeploymentList(engine, fleet);
  return {
    'deployments.list': async () => ({ rows: await list.rows() }),
    'deployments.consequences': async (edit) => {
      const [{ answer, before, after }, states] = await Promise.all([engine.planEdit(edit), fleet.states()]);
      const names = [...namesIn(edit.put.deployments), ...edit.remove.map(({ id }) => id)];
      const found = await consequences(before, after, (id) => states.get(id)?.facts, names);
      return {
        answer: { ...answer, warnings: warningsAbout(names, answer.warnings) },
        consequences: found.consequences,
        id: book.keep(found.rows),
      };
    },
    'deployments.consequenceRows': (request) => Promise.resolve(book.page(request)),
    'deployments.bulk': async ({ action, names }) => {
      const [{ setUp }, entries] = await Promise.all([engine.setUp(), engine.setUpEntries()]);
      return bulkEdit(action, names, entries, setUp);
    },
    'deployments.standings': async () => ({ standings: await list.standings() }),
    'deployments.waysToWin': async (wanted) => {
      const [{ setUp }, states] = await Promise.all([engine.setUp(), fleet.states()]);
      const { ways, winner } = await waysToWin(setUp, (id) => states.get(id)?.facts, wanted);
      return { winner, ways: ways.map(({ deployment, ...way }) => ({ ...way, form: deploymentToForm(deployment) })) };
    },
    'set-up.choices': async () => {
      const [{ setUp }, states] = await Promise.all([engine.setUp(), fleet.states()]);
      const kept = await vault.status().catch(() => ({ entries: [] }));
      return {
        tenants: setUp.tenants.map(({ name }) => name),
        groups: setUp.groups.map(({ id }) => id),
        tags: [...new Set(setUp.computers.flatMap(({ tags }) => tags))].sort(),
        computers: setUp.computers.map(({ id }) => id),
        credentials: setUp.credentials.map(({ name }) => name),
        secrets: [...new Set([...secretNames(setUp), ...kept.entries.map(({ name }) => name)])].sort(),
        items: setUp.items,
        facts: knownFacts(states.values()),
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
