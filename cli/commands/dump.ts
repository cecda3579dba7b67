/** `dump`: the set-up as files. */
import path from 'node:path';
import { dump, dumpText } from '../../electron/setup/dump.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, harmlessText, jsonLine } from '../terminal/harmless.ts';

export async function execute(context: Context): Promise<number> {
  const { args, io, screen, json, dataFolder } = context;
  const { store } = await context.engine();
  const entries = await store.readSetUp();
  const [directory] = args.positionals;
  if (directory === undefined) {
    const text = dumpText(entries);
    if (json) screen.line(jsonLine({ type: 'dump', text }));
    // YAML leaves some controls as they are: a file gets what was given, a terminal what can be shown.
    else screen.raw(io.stdout.isTerminal ? harmlessText(text) : text);
    return EXIT.ok;
  }
  const file = await dump(entries, directory, { cacheFolder: path.join(dataFolder, 'cache') });
  screen.line(json ? jsonLine({ type: 'dump', file }) : `Wrote ${harmless(file)}`);
  return EXIT.ok;
}
