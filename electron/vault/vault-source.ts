import type { SecretSource } from '../transports/transport.ts';
import type { Vault } from './vault.ts';

/**
 * The vault as a source of secrets: what it does not keep it says null to, without being unlocked for that. Where it is locked,
 * `unlock` is asked once at a time, however many wait; when that does not unlock it, the answer is null.
 */
export function vaultSource(vault: Vault, unlock: (purpose: string, signal?: AbortSignal) => Promise<void>): SecretSource {
  let unlocking: Promise<void> | null = null;
  return async (name, purpose, signal) => {
    const status = await vault.status();
    if (!status.entries.some((entry) => entry.name === name)) return null;
    if (status.locked) {
      unlocking ??= unlock(`${name}: ${purpose}`, signal).finally(() => (unlocking = null));
      await unlocking;
      if ((await vault.status()).locked) return null;
    }
    return vault.get(name);
  };
}
