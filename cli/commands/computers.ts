/** `computers`: all of them, or exactly those that targets hold. */
import { compareNames } from '../../electron/resolution/index.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { commandText } from '../run/command-text.ts';
import { jsonLine } from '../terminal/harmless.ts';
import { tableLines } from '../terminal/table.ts';
import { ago } from '../when.ts';
import { readKnown, select, warn } from './selection.ts';

export async function execute(context: Context): Promise<number> {
  const { io, screen, style, args, json, env } = context;
  const known = await readKnown(context, await context.engine());
  let { computers } = known.setUp;
  if (args.positionals.length > 0) {
    const selection = select(args.positionals, known);
    warn(context, selection.warnings);
    const held = new Set(selection.computers);
    computers = computers.filter((computer) => held.has(computer.id));
  }
  const rows = computers
    .slice()
    .sort((left, right) => compareNames(left.tenant, right.tenant) || compareNames(left.name, right.name))
    .map((computer) => ({ computer, state: known.states[computer.id] ?? { facts: {}, onboarding: 'needs-onboarding' as const, lastSeen: null } }));
  if (json) {
    for (const { computer, state } of rows) screen.line(jsonLine({ type: 'computer', ...computer, ...state }));
    return EXIT.ok;
  }
  const command = commandText(env, context.args.text('data'));
  if (rows.length === 0) screen.line(`No computers yet. ${command} apply FILE brings in a set-up; ${command} lab shows one at work.`);
  const lines = tableLines(
    [
      { title: 'Computer' },
      { title: 'Tenant', cut: 'middle' },
      { title: 'Address', cut: 'middle' },
      { title: 'System', cut: 'end', least: 12, drop: 4 },
      { title: 'Tags', cut: 'end', least: 12, drop: 3 },
      { title: 'Onboarding', drop: 1 },
      { title: 'Last seen', drop: 2 },
    ],
    rows.map(({ computer, state }) => [
      computer.name,
      computer.tenant,
      computer.connection?.kind === 'local' ? 'local' : (computer.connection?.host ?? ''),
      state.facts['os-name'] ?? state.facts['platform'] ?? '',
      computer.tags.join(', '),
      state.onboarding.replaceAll('-', ' '),
      state.lastSeen === null ? 'never' : ago(state.lastSeen, io.now()),
    ]),
    style,
    io.stdout.columns(),
  );
  for (const line of lines) screen.line(line);
  return EXIT.ok;
}
