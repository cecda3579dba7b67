/** The vault as the command uses it: found beside the store, unlocked by ROUNDS_VAULT_PASSPHRASE or a question, once a call. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Vault } from '../electron/vault/vault.ts';
import type { SecretSource } from '../electron/transports/transport.ts';
import { RoundsError } from '../shared/errors.ts';
import type { Prompt } from './prompt.ts';
import { harmless } from './terminal/harmless.ts';

export const PASSPHRASE_VARIABLE = 'ROUNDS_VAULT_PASSPHRASE';
/** A wrong passphrase is asked for again this often. */
const MOST_ASKED = 3;

/** Takes the passphrase out of the environment; an empty one counts as not given. */
export function takePassphrase(env: NodeJS.ProcessEnv): string | null {
  let taken: string | null = null;
  for (const name of Object.keys(env)) {
    // Windows knows variables whatever their case.
    if (name.toUpperCase() !== PASSPHRASE_VARIABLE) continue;
    taken = env[name] || taken;
    delete env[name];
  }
  return taken;
}

export interface CliVault {
  /** Its passphrase, where the environment gave it. */
  readonly passphrase: string | null;
  open(): Promise<Vault>;
  /** @throws RoundsError `usage/vault-*`, also where nobody can be asked */
  unlock(): Promise<Vault>;
  /** Null for what it does not keep, and where it cannot be unlocked here. */
  readonly source: SecretSource;
}

/** @param note tells what is odd, once */
export function createCliVault(options: { dataFolder: string; passphrase: string | null; prompt: Prompt; note: (text: string) => void }): CliVault {
  const { dataFolder, passphrase, prompt } = options;
  let vault: Promise<Vault> | null = null;
  let unlocked: Promise<Vault> | null = null;
  let source: Promise<SecretSource> | null = null;
  let noted = false;
  // Loaded when it is needed: most calls need no secret.
  const open = (): Promise<Vault> => (vault ??= import('../electron/vault/vault.ts').then(({ Vault }) => new Vault({ dataFolder })));

  const tryUnlock = async (): Promise<Vault> => {
    const opened = await open();
    const { kind, locked } = await opened.status();
    if (kind === 'keychain' || (kind === 'passphrase' && !locked)) {
      if (locked) await opened.unlock();
      return opened;
    }
    if (kind === 'none') throw new RoundsError('usage/vault-none', 'There is no vault yet', { advice: 'rounds vault init makes one.' });
    if (passphrase !== null) {
      await opened.unlock(passphrase);
      return opened;
    }
    for (let asked = 1; ; asked += 1) {
      const typed = await prompt.ask(`Passphrase of the vault ${harmless(opened.path)}: `, { echo: false });
      if (!typed)
        throw new RoundsError('usage/vault-locked', 'The vault is locked, and no passphrase was given', {
          reason: 'secret-missing',
          advice: `Set ${PASSPHRASE_VARIABLE}, or answer the prompt.`,
        });
      try {
        await opened.unlock(typed);
        return opened;
      } catch (error) {
        if (!(error instanceof RoundsError) || error.kind !== 'usage/vault-passphrase' || asked === MOST_ASKED) throw error;
        options.note(error.message);
      }
    }
  };
  const unlock = (): Promise<Vault> => (unlocked ??= tryUnlock());

  const unlockForRun = async (): Promise<void> => {
    const opened = await open();
    if ((await opened.status()).kind === 'keychain') {
      if (!noted) options.note('The vault is kept by the keychain of the system, which only the window can open.');
      noted = true;
      return;
    }
    if (passphrase !== null || prompt.canAsk) await unlock();
    else if (!noted) {
      options.note(
        `The vault keeps secrets that this run needs, and is locked. ${PASSPHRASE_VARIABLE} unlocks it, or a question where there is a terminal.`,
      );
      noted = true;
    }
  };

  return {
    passphrase,
    open,
    unlock,
    source: async (name, purpose, signal) => {
      if (!source && !existsSync(path.join(dataFolder, 'vault'))) return null;
      source ??= Promise.all([open(), import('../electron/vault/vault-source.ts')]).then(([opened, { vaultSource }]) =>
        vaultSource(opened, unlockForRun),
      );
      return (await source)(name, purpose, signal);
    },
  };
}
