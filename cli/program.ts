/** One call of the command: from words to an exit status. Owns everything that lives as long as the call. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Engine, EngineOptions } from '../electron/engine.ts';
import { RoundsError } from '../shared/errors.ts';
import { parseCommandLine } from './arguments.ts';
import type { Context } from './command.ts';
import { COMMANDS } from './commands.ts';
import { dataFolder as dataFolderOf } from '../electron/files/data-folder.ts';
import { errorLines, errorObject } from './error-output.ts';
import { EXIT, statusOfError } from './exit-status.ts';
import { commandHelp, overview, showHelp } from './help.ts';
import { watchInterrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { createPrompt, trustOnTerminal } from './prompt.ts';
import { commandText } from './run/command-text.ts';
import { createScreen } from './screen.ts';
import { createSecretSource, takeSecrets } from './secrets.ts';
import { harmless, jsonLine } from './terminal/harmless.ts';
import { createCliVault, takePassphrase } from './vault.ts';
import { createStyle, wantsColour, wantsUnicode } from './terminal/style.ts';

/** What tests put in place of the real one. */
export interface Parts {
  openEngine(options: EngineOptions): Promise<Engine>;
}

const realParts: Parts = {
  openEngine: async (options) => (await import('../electron/open-engine.ts')).openEngine(options),
};

async function version(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Before the command line is read: an error of reading it is told in the form that it asks for. */
function asksForJson(argv: readonly string[]): boolean {
  const dashes = argv.indexOf('--');
  return (dashes < 0 ? argv : argv.slice(0, dashes)).includes('--json');
}

/** What an engine has to tell it told when it was opened or used: closing only lets go. */
async function closeAll(engines: Iterable<Promise<Engine>>): Promise<void> {
  await Promise.allSettled([...engines].map(async (engine) => (await engine).close()));
}

/**
 * Runs one command. `argv` is what follows the program's name. Secrets are taken out of `env` before anything else.
 * Never throws: every error becomes a message and an exit status.
 */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv, io: Io, parts: Parts = realParts): Promise<number> {
  const taken = takeSecrets(env);
  const passphrase = takePassphrase(env);
  const json = asksForJson(argv);
  const unicode = wantsUnicode(env, io.platform);
  const style = createStyle({ colour: wantsColour(env, io.stdout.isTerminal), unicode });
  const errorStyle = createStyle({ colour: wantsColour(env, io.stderr.isTerminal), unicode });
  const drawsBar = io.stderr.isTerminal && env['TERM'] !== 'dumb' && !(json && io.stdout.isTerminal);
  const screen = createScreen(io, { bar: drawsBar, ellipsis: style.ellipsis });
  const interrupts = watchInterrupts(io, (cancelling) => {
    screen.bar(null);
    if (cancelling) screen.note(`Left at once; what was running is recorded as interrupted, and ${commandText(env, data)} resume goes on with it.`);
  });
  let data: string | undefined;
  const engines = new Map<string, Promise<Engine>>();
  let status: number;
  try {
    const { command, args } = parseCommandLine(argv, COMMANDS);
    data = args.text('data');
    if (args.flag('version')) {
      const text = await version();
      screen.line(json ? jsonLine({ type: 'version', version: text }) : `rounds ${text}`);
      return EXIT.ok;
    }
    if (args.flag('help')) {
      const columns = io.stdout.columns();
      const called = commandText(env);
      showHelp(command ? commandHelp(command, style, columns, called) : overview(COMMANDS, style, columns, called), screen, json);
      return EXIT.ok;
    }
    if (!command) throw new RoundsError('usage/command', 'No command is given', { advice: 'rounds help lists the commands.' });
    const prompt = createPrompt(io, screen, interrupts);
    // All of it, before anything runs: what is wrong with it is told now and not when the first secret is needed.
    const stdin = args.flag('secrets-stdin') ? await (await import('./stdin-secrets.ts')).readStdinSecrets(io) : new Map<string, string>();
    const folder = dataFolderOf(data, env, io.platform);
    const vault = createCliVault({ dataFolder: folder, passphrase, prompt, note: (text) => screen.note(text) });
    const context: Context = {
      args,
      env,
      io,
      screen,
      prompt,
      style,
      json,
      dataFolder: folder,
      interrupts,
      secrets: createSecretSource({ taken, stdin, prompt, vault: vault.source }),
      vault,
      trust: trustOnTerminal(prompt),
      engine({ dataFolder, secrets } = { dataFolder: folder, secrets: context.secrets }) {
        // A mistyped name would otherwise look like a record that is gone.
        if (args.text('data') !== undefined && !engines.has(dataFolder) && !existsSync(dataFolder))
          screen.note(`${harmless(dataFolder)} was not there; it is a new data folder now.`);
        const open = engines.get(dataFolder) ?? parts.openEngine({ dataFolder, secrets, ...(context.trust ? { trust: context.trust } : {}) });
        engines.set(dataFolder, open);
        return open;
      },
    };
    const { execute } = await command.load();
    status = await execute(context);
  } catch (error) {
    screen.bar(null);
    if (json) screen.line(jsonLine(errorObject(error)));
    else for (const line of errorLines(error, errorStyle, env, data)) screen.note(line);
    status = interrupts.signal.aborted ? EXIT.cancelled : statusOfError(error);
  } finally {
    await closeAll(engines.values());
    interrupts.stop();
  }
  return status;
}
