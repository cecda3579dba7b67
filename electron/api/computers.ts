import type { ComputerView } from '../../shared/api/computers.ts';
import { RoundsError } from '../../shared/errors.ts';
import { itemKey } from '../../shared/plan.ts';
import { describeTarget, explain, explainLoss, resolve } from '../resolution/index.ts';
import { mergedConnection } from '../setup/connection.ts';
import { ComputerList } from '../views/computer-list.ts';
import { computersPage, matches } from '../views/computer-rows.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

const SESSIONS = 20;

export function computerHandlers({ engine }: ApiTools): Pick<Handlers, 'computers.page' | 'computers.ids' | 'computers.facets' | 'computers.get'> {
  const list = new ComputerList(engine);
  return {
    'computers.page': async (request) => computersPage(await list.entries(), request),
    'computers.ids': async ({ filter }) => ({ ids: (await list.entries()).filter((entry) => matches(entry, filter)).map(({ row }) => row.id) }),
    'computers.facets': async () => {
      const { setUp } = await engine.setUp();
      return {
        tenants: setUp.tenants.map(({ name }) => name),
        tags: [...new Set(setUp.computers.flatMap(({ tags }) => tags))].sort(),
        groups: setUp.groups.map(({ id, name, tenant }) => ({ id, name, tenant: tenant ?? null })),
      };
    },
    'computers.get': async ({ id }): Promise<ComputerView> => {
      const { setUp } = await engine.setUp();
      const entry = (await list.entries()).find(({ row }) => row.id === id);
      if (!entry) throw new RoundsError('usage/computer', `There is no computer '${id}'`);
      const states = await engine.store.computerStates([id]);
      const facts = states[id]?.facts ?? {};
      const plan = resolve(setUp, id, facts, { include: ['required', 'optional', 'adhoc'], onboarding: false });
      const explained: ComputerView['explained'] = {};
      for (const planned of plan.items) {
        const key = itemKey(planned.item, planned.instance);
        const { winner } = planned;
        explained[key] = {
          summary: explain(plan, key)[0] ?? '',
          losers: winner ? planned.losers.map((loser) => ({ deployment: loser.deployment, sentence: explainLoss(winner, loser) })) : [],
        };
      }
      return {
        row: entry.row,
        facts,
        onboarding: states[id]?.onboarding ?? 'needs-onboarding',
        connection: mergedConnection(setUp, id, facts),
        groups: entry.groups,
        plan,
        explained,
        targets: Object.fromEntries(
          plan.items.flatMap(({ winner, losers }) =>
            (winner ? [winner, ...losers] : losers).map(({ deployment, target }) => [deployment, describeTarget(target)]),
          ),
        ),
        sessions: await engine.store.sessions({ computer: id, limit: SESSIONS }),
      };
    },
  };
}
