/** Where the window's engine gets its secrets: what it was started with, the vault, then whoever sits before it. */
import { unwatchFile, watchFile } from 'node:fs';
import { safeStorage } from 'electron';
import { askTechnician } from '../questions/ask-technician.ts';
import { Questions } from '../questions/questions.ts';
import type { HostKeyQuestion, SecretSource } from '../transports/transport.ts';
import { realKeychain } from '../vault/keychain.ts';
import { vaultSource } from '../vault/vault-source.ts';
import { Vault } from '../vault/vault.ts';

const MINUTE = 60_000;
/** How often it is looked whether another process changed the vault, milliseconds. */
const LOOK_MS = 1000;
const PASSPHRASE = 'ROUNDS_VAULT_PASSPHRASE';

export interface WindowSecrets {
  vault: Vault;
  questions: Questions;
  /** Why the system's keychain is not used; null where it can be. */
  keychainRefused: string | null;
  secrets: SecretSource;
  trust: (question: HostKeyQuestion, signal?: AbortSignal) => Promise<boolean>;
  /** Nobody is there any more: questions are cancelled, the vault is locked. */
  end(): void;
}

/** Takes the vault's passphrase out of the environment, before anything is started that could read it. */
export function takePassphrase(env: NodeJS.ProcessEnv): string | null {
  const name = Object.keys(env).find((one) => one.toUpperCase() === PASSPHRASE);
  if (name === undefined) return null;
  const passphrase = env[name] || null;
  delete env[name];
  return passphrase;
}

/** Only to be called once the program is ready: the keychain is not there earlier. */
export function windowSecrets(options: {
  dataFolder: string;
  nativeBinding: string | undefined;
  /** What the program was started with. */
  given: (name: string) => string | null;
  lockMinutes: () => number | null;
  /** Something of the vault or of the questions is different now. */
  changed: (topic: 'vault' | 'questions') => void;
}): WindowSecrets {
  const { dataFolder, nativeBinding, given, lockMinutes, changed } = options;
  const found = realKeychain(safeStorage, process.platform);
  const questions = new Questions(() => changed('questions'));
  const vault = new Vault({
    dataFolder,
    lockAfter: () => {
      const minutes = lockMinutes();
      return minutes === null ? null : minutes * MINUTE;
    },
    changed: () => changed('vault'),
    ...('keychain' in found ? { keychain: found.keychain } : {}),
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  const technician = askTechnician(questions, {
    canKeep: async () => (await vault.status()).kind !== 'none',
    set: (name, value) => vault.set(name, value),
    unlock: (passphrase) => vault.unlock(passphrase),
  });
  const onFile = (): void => changed('vault');
  watchFile(vault.path, { interval: LOOK_MS, persistent: false }, onFile);
  const kept = vaultSource(vault, technician.unlock);
  return {
    vault,
    questions,
    keychainRefused: 'refused' in found ? found.refused : null,
    // A vault that cannot be read is told on the screen; a run then asks, as if there were none.
    secrets: async (name, purpose, signal) =>
      given(name) ?? (await kept(name, purpose, signal).catch(() => null)) ?? technician.secret(name, purpose, signal),
    trust: technician.trust,
    end: () => {
      unwatchFile(vault.path, onFile);
      questions.cancelAll();
      vault.lock();
    },
  };
}
