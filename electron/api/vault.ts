import { credentialUseKey, type CredentialUse } from '../../shared/credential-use.ts';
import { credentialUse } from '../setup/connection.ts';
import { removeCredential, saveCredential } from '../setup/change-credential.ts';
import { valuesOf } from '../setup/entries.ts';
import { guardedChange } from '../setup/guarded-change.ts';
import type { Store } from '../store/store.ts';
import { credentialRows } from '../views/credential-rows.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type VaultCalls = Extract<keyof Handlers, `vault.${string}` | `credentials.${string}` | `secrets.${string}`>;

export function vaultHandlers({ engine, fleet, vault }: ApiTools): Pick<Handlers, VaultCalls> {
  const { store } = engine;
  return {
    'vault.create': async (wanted) => {
      await vault.create(wanted.protection === 'passphrase' ? { kind: 'passphrase', passphrase: wanted.passphrase } : { kind: 'keychain' });
      return {};
    },
    'vault.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      return {};
    },
    'vault.lock': async () => {
      vault.lock();
      return {};
    },
    'vault.changePassphrase': async ({ old, fresh }) => {
      await vault.changePassphrase(old, fresh);
      return {};
    },
    'vault.setAside': async () => ({ file: await vault.setAside() }),
    'credentials.list': async () => {
      const [{ setUp }, entries, states] = await Promise.all([engine.setUp(), engine.setUpEntries(), fleet.states()]);
      // A vault that cannot be read keeps nothing that could be used; what is wrong with it is told by its topic.
      const { entries: kept } = await vault.status().catch(() => ({ entries: [] }));
      const use = await credentialUse(setUp, (id) => states.get(id)?.facts ?? {});
      const names = setUp.credentials.map(({ name }) => name);
      const [worked, failed] = await Promise.all([lastUses(store, 'worked', names), lastUses(store, 'failed', names)]);
      return { rows: credentialRows({ setUp, entries, kept, use, worked, failed }) };
    },
    'credentials.save': async (form) => {
      await guardedChange(store, (entries) => ({ change: saveCredential(entries, form) }));
      return {};
    },
    'credentials.remove': async ({ name }) => {
      await guardedChange(store, async (entries) => {
        const change = removeCredential(entries, name);
        // The value first: without its credential nobody would look for it. A parameter may use the same name still.
        const named = valuesOf(entries, 'deployment').some(({ parameters }) => JSON.stringify(parameters).includes(JSON.stringify({ secret: name })));
        const kept = (await vault.status()).entries.some((entry) => entry.name === name);
        if (kept && !named) await vault.remove(name);
        return { change };
      });
      return {};
    },
    'secrets.set': async ({ name, value }) => {
      await vault.set(name, value);
      return {};
    },
    'secrets.remove': async ({ name }) => {
      await vault.remove(name);
      return {};
    },
  };
}

/** Where each of these credentials last worked, or failed. */
async function lastUses(store: Store, outcome: 'worked' | 'failed', names: string[]): Promise<Map<string, CredentialUse>> {
  const found = await Promise.all(names.map(async (name) => [name, await store.getValue(credentialUseKey(outcome, name))] as const));
  return new Map(found.flatMap(([name, text]) => (text === null ? [] : [[name, JSON.parse(text) as CredentialUse] as const])));
}
