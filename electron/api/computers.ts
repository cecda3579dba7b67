import type { ComputerView } from '../../shared/api/computers.ts';
import { RoundsError } from '../../shared/errors.ts';
import { itemKey } from '../../shared/plan.ts';
import { describeTarget, explain, explainLoss, resolve, targetHolds } from '../resolution/index.ts';
import { bulkEdit } from '../setup/bulk-change.ts';
import { effectiveConnection, inheritedConnection, mergedConnection } from '../setup/connection.ts';
import { remoteDesktopFile, writeRemoteDesktopFile } from '../setup/remote-desktop.ts';
import { terminalCommand } from '../transports/ssh/terminal-command.ts';
import { ComputerList } from '../views/computer-list.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

const SESSIONS = 20;

type Calls = Extract<keyof Handlers, `computers.${string}`>;

export function computerHandlers({ engine, fleet, openTerminal, dialogs }: ApiTools): Pick<Handlers, Calls> {
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
    'computers.change': async ({ computers, change }) => {
      const { answer, undoId } = await engine.edit(bulkEdit(await engine.store.readSetUp(), computers, change));
      return { ...answer, undo: undoId };
    },
    'computers.plan': async ({ edit, computer: id }) => {
      const [{ answer, after }, states] = await Promise.all([engine.planEdit(edit), engine.store.computerStates([id])]);
      const facts = states[id]?.facts ?? {};
      const computer = after.computers.find((one) => one.id === id);
      const groups = computer ? after.groups.filter((group) => targetHolds({ group: group.id }, computer, facts, after).held === 'yes') : [];
      return { answer, inherited: inheritedConnection(after, id, facts), groups: groups.map((group) => group.id) };
    },
    'computers.terminal': async ({ id }) => {
      const [{ setUp }, states] = await Promise.all([engine.setUp(), engine.store.computerStates([id])]);
      const command = terminalCommand(effectiveConnection(setUp, id, states[id]?.facts).target);
      if (!command) throw new RoundsError('usage/terminal', `${id} is not reached by SSH`);
      await openTerminal(command);
      return {};
    },
    'computers.remoteDesktop': async ({ id }) => {
      const [{ setUp }, states] = await Promise.all([engine.setUp(), engine.store.computerStates([id])]);
      const text = remoteDesktopFile(effectiveConnection(setUp, id, states[id]?.facts).target);
      if (text === null) throw new RoundsError('usage/remote-desktop', `The address or the user of ${id} does not fit into a remote desktop file`);
      const file = writeRemoteDesktopFile(engine.dataFolder, id, text);
      await dialogs.show(file);
      return { file };
    },
  };
}
