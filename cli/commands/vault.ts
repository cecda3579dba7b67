/** `vault`: secrets kept as ciphertext beside the store. Values come from a question or stdin, never from the command line. */
import { assertNever } from '../../shared/assert-never.ts';
import { RoundsError } from '../../shared/errors.ts';
import { nameSchema } from '../../shared/schema-parts.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { secretNames } from '../../electron/setup/secret-names.ts';
import { nearest } from '../../shared/nearest.ts';
import { typeable } from '../run/command-text.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { tableLines } from '../terminal/table.ts';
import { dateTime } from '../when.ts';

const ACTIONS = ['status', 'init', 'check', 'set', 'remove', 'passphrase', 'set-aside'] as const;
const STDIN_LIMIT = 64 * 1024;

export async function execute(context: Context): Promise<number> {
  const [word = '', name, ...more] = context.args.positionals;
  const action = ACTIONS.find((one) => one === word);
  if (!action) throw new RoundsError('usage/arguments', `vault: '${word}' is nothing it does; allowed: ${ACTIONS.join(', ')}`);
  const takesName = action === 'set' || action === 'remove';
  if (more.length > 0 || (name !== undefined) !== takesName) {
    const wanted = takesName ? 'takes one NAME, and its value from a question or stdin' : 'takes nothing more';
    // What was given too much may be a secret: it is not repeated.
    throw new RoundsError('usage/arguments', `vault ${action} ${wanted}`, {
      advice: 'What stands on a command line is seen by others: a secret that was typed there is to be changed.',
    });
  }
  switch (action) {
    case 'status':
      return status(context);
    case 'init':
      return init(context);
    case 'check':
      await context.vault.unlock();
      return done(context, 'check', 'The passphrase is that of the vault.');
    case 'set':
      return set(context, checkedName(name ?? ''));
    case 'remove':
      return remove(context, checkedName(name ?? ''));
    case 'passphrase':
      return changePassphrase(context);
    case 'set-aside':
      return setAside(context);
    default:
      return assertNever(action, 'action of the vault');
  }
}

function done({ screen, json }: Context, action: string, text: string, more: Record<string, unknown> = {}): number {
  screen.line(json ? jsonLine({ type: `vault.${action}`, ...more }) : text);
  return EXIT.ok;
}

function checkedName(name: string): string {
  const checked = nameSchema.safeParse(name);
  if (!checked.success) throw new RoundsError('usage/arguments', `'${harmless(name)}' is no name; ${checked.error.issues[0]?.message ?? ''}`);
  return checked.data;
}

async function status(context: Context): Promise<number> {
  const { screen, style, json, io } = context;
  const vault = await context.vault.open();
  const { kind, entries } = await vault.status();
  if (json) return done(context, 'status', '', { kind, file: vault.path, entries });
  if (kind === 'none') {
    screen.line('There is no vault. Secrets are asked for in each run, or come from the environment.');
    screen.line(typeable('rounds vault init makes one.', context.env, context.args.text('data')));
    return EXIT.ok;
  }
  const by = kind === 'keychain' ? 'the keychain of the system, which only the window can open' : 'a passphrase';
  screen.line(`${harmless(vault.path)}, kept by ${by}: ${entries.length} ${entries.length === 1 ? 'secret' : 'secrets'}`);
  if (entries.length === 0) return EXIT.ok;
  const sorted = [...entries].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  screen.line('');
  for (const line of tableLines(
    ['SECRET', 'KEPT SINCE'].map((title) => ({ title })),
    sorted.map((entry) => [harmless(entry.name), dateTime(entry.since)]),
    style,
    io.stdout.columns(),
  ))
    screen.line(line);
  return EXIT.ok;
}

async function init(context: Context): Promise<number> {
  const vault = await context.vault.open();
  const { kind } = await vault.status();
  if (kind !== 'none') throw new RoundsError('usage/vault-exists', `There is a vault already: ${vault.path}`, { place: { file: vault.path } });
  const passphrase = context.vault.passphrase ?? (await freshPassphrase(context, 'Passphrase of the new vault'));
  await vault.create({ kind: 'passphrase', passphrase });
  return done(context, 'init', `Made ${harmless(vault.path)}. Nobody can bring the passphrase back: write it down where it is safe.`, {
    file: vault.path,
  });
}

async function set(context: Context, name: string): Promise<number> {
  const vault = await context.vault.unlock();
  const value = await freshSecret(context, `Value of '${harmless(name)}'`);
  await vault.set(name, value);
  return done(context, 'set', `Kept '${harmless(name)}'.${await unusedText(context, name)}`, { name });
}

/** A name that nothing asks for may be mistyped. */
async function unusedText(context: Context, name: string): Promise<string> {
  // It is kept already: a store that cannot be read is for another command to tell.
  const names = await context.engine().then(
    async (engine) => secretNames((await engine.setUp()).setUp),
    () => null,
  );
  if (names === null || names.includes(name)) return '';
  const near = nearest(name, names);
  return ` Nothing in the set-up names it yet${near === null ? '.' : `; did you mean ${near}?`}`;
}

async function remove(context: Context, name: string): Promise<number> {
  const vault = await context.vault.unlock();
  if (!(await vault.remove(name))) throw new RoundsError('usage/vault-name', `The vault keeps no '${harmless(name)}'`);
  return done(context, 'remove', `Removed '${harmless(name)}'.`, { name });
}

async function changePassphrase(context: Context): Promise<number> {
  const vault = await context.vault.open();
  const { kind } = await vault.status();
  if (kind === 'none') throw new RoundsError('usage/vault-none', 'There is no vault', { advice: 'rounds vault init makes one.' });
  if (kind === 'keychain') throw new RoundsError('usage/vault-keychain', 'This vault is kept by the keychain of the system: it has no passphrase');
  const old = context.vault.passphrase ?? (await context.prompt.ask('Passphrase of the vault by now: ', { echo: false }));
  if (!old)
    throw new RoundsError('usage/vault-locked', 'The passphrase by now is needed', { advice: 'Set ROUNDS_VAULT_PASSPHRASE, or answer the prompt.' });
  await vault.unlock(old);
  const fresh = await freshPassphrase(context, 'New passphrase');
  await vault.changePassphrase(old, fresh);
  return done(context, 'passphrase', 'Changed. Copies of the vault from before still open with the old passphrase.');
}

async function setAside(context: Context): Promise<number> {
  const vault = await context.vault.open();
  const file = await vault.setAside();
  if (file === null) throw new RoundsError('usage/vault-none', 'There is no vault');
  return done(context, 'set-aside', `The vault is now ${harmless(file)}; rounds vault init makes a new one.`, { file });
}

/** A secret that can be typed at a prompt. */
async function freshPassphrase(context: Context, what: string): Promise<string> {
  const passphrase = await freshSecret(context, what);
  if (!/[\r\n]/.test(passphrase)) return passphrase;
  throw new RoundsError('input/secrets', `${what}: stdin has more than one line`, {
    advice: 'Give it once, on one line: nobody could type the other lines at a prompt. Nothing was changed.',
  });
}

/** Asked twice on a terminal; elsewhere all of stdin, less the end of its last line. */
async function freshSecret({ prompt, io }: Context, what: string): Promise<string> {
  if (!prompt.canAsk) {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(await io.readStdin(STDIN_LIMIT));
    } catch (error) {
      throw new RoundsError('input/secrets', `stdin could not be read; allowed: at most ${STDIN_LIMIT} bytes of UTF-8`, {}, error);
    }
    const value = text.replace(/\r?\n$/, '');
    if (value === '')
      throw new RoundsError('input/secrets', `${what}: stdin is empty`, { advice: 'Call it on a terminal, or give the value on stdin.' });
    return value;
  }
  const first = await prompt.ask(`${what}: `, { echo: false });
  if (!first) throw new RoundsError('usage/secret', `${what}: none was given`);
  if ((await prompt.ask('Once more: ', { echo: false })) !== first)
    throw new RoundsError('usage/secret', `${what}: the two are not the same`, { advice: 'Nothing was changed.' });
  return first;
}
