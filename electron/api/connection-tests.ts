import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { targetHolds } from '../resolution/index.ts';
import { RoundsError } from '../../shared/errors.ts';
import { terminalCommand } from '../transports/ssh/terminal-command.ts';
import { effectiveConnection, inheritedConnection } from '../setup/connection.ts';
import { entryHash } from '../setup/plan-edit.ts';
import { remoteDesktopFile } from '../setup/remote-desktop.ts';
import { formOf } from '../setup/to-form.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type Calls =
  | 'connection-test.start'
  | 'connection-test.cancel'
  | 'connection-test.forget-key'
  | 'computers.plan'
  | 'groups.fixed'
  | 'computers.terminal'
  | 'computers.remoteDesktop';

export function connectionTestHandlers({ engine, connectionTests, openTerminal, dialogs }: ApiTools): Pick<Handlers, Calls> {
  return {
    'connection-test.start': ({ edit, computer }) => Promise.resolve({ id: connectionTests.start(edit, computer) }),
    'connection-test.cancel': ({ id }) => {
      connectionTests.cancel(id);
      return Promise.resolve({});
    },
    'connection-test.forget-key': async ({ id }) => {
      await connectionTests.forgetKey(id);
      return {};
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
      const folder = path.join(engine.dataFolder, 'cache', 'remote-desktop');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = path.join(
        folder,
        `${
          id
            .split('/')
            .at(-1)
            ?.replace(/[^\p{L}\p{N}._-]/gu, '_') ?? 'computer'
        }.rdp`,
      );
      writeFileSync(file, text, { mode: 0o600 });
      await dialogs.show(file);
      return { file };
    },
    'computers.plan': async ({ edit, computer: id }) => {
      const [{ answer, after }, states] = await Promise.all([engine.planEdit(edit), engine.store.computerStates([id])]);
      const facts = states[id]?.facts ?? {};
      const computer = after.computers.find((one) => one.id === id);
      const groups = computer ? after.groups.filter((group) => targetHolds({ group: group.id }, computer, facts, after).held === 'yes') : [];
      return { answer, inherited: inheritedConnection(after, id, facts), groups: groups.map((group) => group.id) };
    },
    'groups.fixed': async () => ({
      groups: (await engine.store.readSetUp()).flatMap((entry) =>
        entry.kind === 'group' && entry.value.members
          ? [{ id: entry.value.id, tenant: entry.value.tenant ?? null, members: entry.value.members, form: formOf(entry), hash: entryHash(entry) }]
          : [],
      ),
    }),
  };
}
