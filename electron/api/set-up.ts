import type { DeploymentRow } from '../../shared/api/set-up.ts';
import { describeTarget, targetComputers } from '../resolution/index.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function setUpHandlers({ engine, fleet }: ApiTools): Pick<Handlers, 'deployments.list' | 'catalogue.list'> {
  return {
    'deployments.list': async () => {
      const [{ setUp }, states, entries] = await Promise.all([engine.setUp(), fleet.states(), engine.setUpEntries()]);
      const adopted = new Set(entries.flatMap((entry) => (entry.kind === 'deployment' ? [entry.value.name] : [])));
      const names = new Map(setUp.items.map((item) => [item.id, item.name]));
      const rows = setUp.deployments.map((deployment): DeploymentRow => {
        const held = targetComputers(deployment.target, setUp, (id) => states.get(id)?.facts);
        return {
          deployment,
          target: describeTarget(deployment.target),
          itemName: names.get(deployment.item) ?? deployment.item,
          holds: held.problem === null ? held.computers.length : null,
          problem: held.problem,
          adopted: adopted.has(deployment.name),
        };
      });
      return { rows };
    },
    'catalogue.list': async () => {
      const { setUp, warnings } = await engine.setUp();
      return { items: setUp.items, warnings };
    },
  };
}
