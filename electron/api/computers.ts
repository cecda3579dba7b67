import type { ComputerView } from '../../shared/api/computers.ts';
import { RoundsError } from '../../shared/errors.ts';
import { itemKey } from '../../shared/plan.ts';
import { describeTarget, explain, explainLoss, resolve } from '../resolution/index.ts';
import { mergedConnection } from '../setup/connection.ts';
import { ComputerList } from '../views/computer-list.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

const SESSIONS = 20;

export function computerHandlers({
  engine,
  fleet,
}: ApiTools): Pick<Handlers, 'computers.page' | 'computers.ids' | 'computers.facets' | 'computers.get'> {
  const list = new ComputerList(engine, fleet);
  return {
    'computers.page': (request) => list.page(request),
    'computers.ids': async ({ filter }) => ({ ids: await list.ids(filter) }),
    'computers.facets': () => list.facets(),
    'computers.get': async ({ id }): Promise<ComputerView> => {
      const sessions = await engine.store.sessions({ computer: id, limit: SESSIONS });
      const results = await engine.store.results(sessions.map((session) => session.id));
      const { setUp } = await engine.setUp();
      const entry = await list.one(id);
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
        sessions,
        results: Object.fromEntries(results.map((one) => [one.session, one.results])),
      };
    },
  };
}
