/** `backup`: the whole store in one file, while it is used. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Safekeeping } from '../../electron/safekeeping.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { sizeText, summaryText } from './restore.ts';

export async function execute(context: Context): Promise<number> {
  const { args, screen, json, dataFolder } = context;
  const { store } = await context.engine();
  const file = path.resolve(args.positionals[0] ?? '');
  const { version: program } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const made = await new Safekeeping(dataFolder).backUp(store, { file, vault: args.flag('vault'), program, now: Date.now() });
  if (json) {
    screen.line(jsonLine({ type: 'backup', ...made }));
    return EXIT.ok;
  }
  screen.line(`Wrote ${harmless(file)} (${sizeText(made.bytes)}): ${summaryText(made)}`);
  if (made.vault) screen.line("The vault's ciphertext is in it: who has the file and the vault's passphrase has the secrets.");
  else screen.line('No secret is in it, and no vault.');
  return EXIT.ok;
}
