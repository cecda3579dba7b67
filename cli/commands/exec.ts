/** `exec`: one script now, on many computers. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileTrouble } from '../../electron/catalogue/yaml-file.ts';
import { RoundsError } from '../../shared/errors.ts';
import { shellWord } from '../../shared/shell-word.ts';
import type { Shell } from '../../shared/words.ts';
import type { Arguments } from '../arguments.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { followBatch, viewFor } from '../run/follow.ts';
import { harmless } from '../terminal/harmless.ts';
import { limitOptions, mayRun, offlineOption } from './run.ts';
import { readKnown, select, warn, warnOfBusy } from './selection.ts';

const LARGEST_SCRIPT = 4 * 1024 * 1024;

/** One word is a shell command line as it stands; several are a command and its arguments. */
export function commandLine(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : words.map(shellWord).join(' ');
}

async function readScript(file: string): Promise<{ text: string; shell: Shell; name: string }> {
  const place = { file };
  try {
    const { size } = await stat(file);
    if (size > LARGEST_SCRIPT)
      throw new RoundsError('input/script', `${size} bytes is too large for a script; allowed: at most ${LARGEST_SCRIPT} bytes`, { place });
    const bytes = await readFile(file);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw new RoundsError('input/script', 'A script holds no NUL character', { place });
    return { text, shell: path.extname(file).toLowerCase() === '.ps1' ? 'powershell' : 'sh', name: path.basename(file) };
  } catch (error) {
    if (error instanceof RoundsError) throw error;
    const why = error instanceof TypeError ? 'is no UTF-8 text' : fileTrouble(error);
    throw new RoundsError('input/script', `The script ${harmless(file)} ${why}`, { place }, error);
  }
}

async function scriptOf(args: Arguments): Promise<{ text: string; shell: Shell; name: string }> {
  const file = args.text('script');
  const words = args.afterDashes;
  if ((file === undefined) === (words === null || words.length === 0)) {
    throw new RoundsError(
      'usage/arguments',
      file === undefined
        ? 'rounds exec needs a command after --, or --script FILE'
        : 'rounds exec takes a command after -- or --script FILE, not both',
      {
        advice: 'rounds exec TARGET... -- uptime',
      },
    );
  }
  if (file !== undefined) return readScript(file);
  const text = commandLine(words ?? []);
  if (text.trim() === '') throw new RoundsError('usage/arguments', 'The command after -- is empty');
  return { text: `${text}\n`, shell: 'sh', name: text.length > 80 ? `${text.slice(0, 79)}…` : text };
}

export async function execute(context: Context): Promise<number> {
  const { args } = context;
  const offline = offlineOption(args);
  const limits = limitOptions(args);
  const script = await scriptOf(args);
  const engine = await context.engine();
  const known = await readKnown(context, engine);
  const { computers, warnings } = select(args.positionals, known);
  warn(context, warnings);
  await warnOfBusy(context, engine, computers);
  if (!(await mayRun(context, computers.length))) return EXIT.cancelled;
  const request = { kind: 'exec' as const, include: [], offline, ...limits, computers, targetText: args.positionals.join(' '), script };
  const { status } = await followBatch(context, () => engine.run(request), viewFor(context, { exec: true }));
  return status;
}
