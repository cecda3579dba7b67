/**
 * `lab`: six practice computers, one run over them, and whether every result is the expected one. Its store lies in the
 * lab's own folder, so that nothing of it ever stands among the user's computers.
 */
import path from 'node:path';
import { startLab } from '../../electron/lab/start.ts';
import type { Engine } from '../../electron/engine.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { commandText } from '../run/command-text.ts';
import { followBatch, viewFor, type Followed } from '../run/follow.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { select, warn } from './selection.ts';

async function runAll(context: Context, engine: Engine, command: string): Promise<Followed> {
  const { setUp, warnings } = await engine.setUp();
  warn(context, warnings);
  const selection = select(['all'], { setUp, states: await engine.store.computerStates() });
  const request = {
    kind: 'maintenance' as const,
    include: ['required' as const],
    offline: { rule: 'skip' as const },
    computers: selection.computers,
    targetText: 'all',
  };
  return followBatch(context, () => engine.run(request), viewFor(context, { command, final: true }));
}

export async function execute(context: Context): Promise<number> {
  const { args, screen, style, json, interrupts } = context;
  const folder = path.resolve(args.positionals[0] ?? path.join(context.dataFolder, 'lab'));
  screen.note(`Preparing the lab in ${harmless(folder)}`);
  const lab = await startLab(folder);
  const stopListening = interrupts.onFirst(() => {});
  try {
    const { secrets } = lab;
    screen.note(`${lab.computers.length} computers of the lab are ready on this machine; bringing in their set-up`);
    const engine = await context.engine({ dataFolder: lab.dataFolder, secrets: async (name) => secrets[name] ?? null });
    const plan = await engine.apply([lab.setUpFile], { prune: false, dryRun: false });
    screen.note(`Set-up: ${plan.added.length} added, ${plan.changed.length} changed, ${plan.removed.length} removed`);
    screen.note(
      lab.pass === 'again'
        ? 'Running maintenance on all of them again: what was set before is already compliant now'
        : 'Running maintenance on all of them: some of it is made to fail, to time out or not to be reached',
    );
    const command = commandText(context.env, lab.dataFolder);
    const { status, sessions } = await runAll(context, engine, command);
    if (interrupts.signal.aborted) return status;
    const differences = await lab.check(sessions);
    if (json) screen.line(jsonLine({ type: 'lab.finished', folder, pass: lab.pass, differences }));
    else {
      screen.line('');
      if (differences.length === 0) screen.line(style.paint('green', 'Every result is the one that the lab expects, the failures too.'));
      else
        for (const line of [style.paint('red', 'Not as the lab expects:'), ...differences.map((difference) => `  ${harmless(difference)}`)])
          screen.line(line);
      screen.line(`Look at it: ${command} sessions`);
      screen.line('Its computers are there only while the lab runs: to practise on them, open the window and start the lab there.');
    }
    return differences.length === 0 ? EXIT.ok : EXIT.different;
  } finally {
    stopListening();
    await lab.close();
  }
}
