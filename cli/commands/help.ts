/** `help`: the overview, or the help of one command. */
import { RoundsError } from '../../shared/errors.ts';
import type { Context } from '../command.ts';
import { COMMANDS } from '../commands.ts';
import { EXIT } from '../exit-status.ts';
import { commandHelp, overview, showHelp } from '../help.ts';
import { commandText } from '../run/command-text.ts';
import { harmless } from '../terminal/harmless.ts';
import { didYouMean, nearest } from '../../shared/nearest.ts';

export async function execute({ args, env, io, screen, style, json }: Context): Promise<number> {
  const [name] = args.positionals;
  const command = COMMANDS.find((one) => one.name === name);
  if (name !== undefined && !command) {
    const near = nearest(
      name,
      COMMANDS.map((one) => one.name),
    );
    throw new RoundsError('usage/command', `'${harmless(name)}' is no command${didYouMean(near)}`, {
      value: harmless(name),
      nearest: near,
      advice: 'rounds help lists them.',
    });
  }
  const columns = io.stdout.columns();
  const called = commandText(env);
  showHelp(command ? commandHelp(command, style, columns, called) : overview(COMMANDS, style, columns, called), screen, json);
  return EXIT.ok;
}
