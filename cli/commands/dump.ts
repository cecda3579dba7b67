/** `dump`: the set-up as files. */
import path from 'node:path';
import { dump, dumpText } from '../../electron/setup/dump.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';

export async function execute(context: Context): Promise<number> {
  const { args, screen, json, dataFolder } = context;
  const { store } = await context.engine();
  const entries = await store.readSetUp();
  const [directory] = args.positionals;
  if (directory === undefined) {
    const text = dumpText(entries);
    if (json) screen.line(jsonLine({ type: 'dump', text }));
    else screen.raw(text.endsWith('\n') ? text : `${text}\n`);
    return EXIT.ok;
  }
  const file = await dump(entries, directory, { cacheFolder: path.join(dataFolder, 'cache') });
  screen.line(json ? jsonLine({ type: 'dump', file }) : `Wrote ${harmless(file)}`);
  return EXIT.ok;
}
