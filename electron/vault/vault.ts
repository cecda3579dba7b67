import { randomBytes } from 'node:crypto';
import { AutoLock } from './auto-lock.ts';
import { refusals } from './errors.ts';
import { FORMAT, KEY_BYTES, MAX_VALUE_BYTES, openVault, sealVault, VERSION, type Protection, type SealedVault, type VaultHeader } from './format.ts';
import type { Keychain } from './keychain.ts';
import { checkPassphrase, protectWithPassphrase, unprotectWithPassphrase } from './passphrase.ts';
import { VaultFile } from './vault-file.ts';

export interface VaultOptions {
  dataFolder: string;
  /** Where the system has a real one and this program can use it. */
  keychain?: Keychain;
  /** After how long without use it locks itself, milliseconds; null: never. Asked each time. */
  lockAfter?: () => number | null;
  now?: () => number;
  /** It was locked, unlocked or changed by this program. */
  changed?: () => void;
  /** For tests: scrypt's N. */
  cost?: number;
  /** See StoreOptions. */
  nativeBinding?: string;
}

export interface VaultStatus {
  kind: 'none' | Protection['kind'];
  locked: boolean;
  /** Names and since when; known while it is locked too, but only then vouched for when it is not. */
  entries: { name: string; since: number }[];
}

interface Unlocked {
  keyId: string;
  key: Buffer;
}

/**
 * Credentials' and secret parameters' values as ciphertext in a file beside the store. Every look reads the file anew, so that
 * what another process keeps is seen at once; every change is made to the newest content under a lock.
 */
export class Vault {
  readonly #file: VaultFile;
  readonly #options: VaultOptions;
  readonly #autoLock: AutoLock;
  #unlocked: Unlocked | null = null;
  /** Locked by hand: the keychain's own vault stays so until it is asked for. */
  #byHand = false;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.#file = new VaultFile(options.dataFolder, options.nativeBinding);
    this.#autoLock = new AutoLock(options.lockAfter ?? (() => null), this.#now, () => this.lock());
  }

  readonly #now = (): number => (this.#options.now ?? Date.now)();

  get path(): string {
    return this.#file.path;
  }

  /** @throws RoundsError `input/vault-*`, `store/vault` */
  async status(): Promise<VaultStatus> {
    const sealed = await this.#file.read();
    if (!sealed) return { kind: 'none', locked: false, entries: [] };
    const { protection, entries } = sealed.header;
    return { kind: protection.kind, locked: this.#isLocked(sealed), entries };
  }

  /** Makes an empty vault, unlocked. @throws RoundsError `usage/vault-exists`; a file that cannot be read counts as one */
  async create(wanted: { kind: 'passphrase'; passphrase: string } | { kind: 'keychain' }): Promise<void> {
    if (wanted.kind === 'passphrase') checkPassphrase(wanted.passphrase);
    const key = randomBytes(KEY_BYTES);
    const protection = wanted.kind === 'passphrase' ? await this.#withPassphrase(key, wanted.passphrase) : this.#withKeychain(key);
    await this.#file.exclusive(async () => {
      if ((await this.#file.read().catch(() => 'unreadable')) !== null) throw refusals.exists(this.path);
      const header: VaultHeader = { format: FORMAT, version: VERSION, keyId: newKeyId(), protection, entries: [] };
      await this.#file.write(sealVault(header, key, new Map()));
      this.#opened({ keyId: header.keyId, key });
    });
  }

  /** @throws RoundsError `usage/vault-passphrase`, `usage/vault-none`, `usage/vault-keychain`, `input/vault-*` */
  async unlock(passphrase?: string): Promise<void> {
    const sealed = await this.#needed();
    const key = await this.#keyOf(sealed, passphrase);
    openVault(sealed, key, this.path).clear();
    this.#opened({ keyId: sealed.header.keyId, key });
  }

  lock(): void {
    this.#byHand = true;
    if (!this.#unlocked) return;
    this.#unlocked.key.fill(0);
    this.#unlocked = null;
    this.#autoLock.stop();
    this.#options.changed?.();
  }

  /** Null when it keeps none of that name. @throws RoundsError `usage/vault-locked`, `input/vault-*` */
  async get(name: string): Promise<string | null> {
    const sealed = await this.#file.read();
    if (!sealed?.header.entries.some((entry) => entry.name === name)) return null;
    const key = this.#keyFor(sealed);
    if (!key) throw refusals.locked();
    const values = openVault(sealed, key, this.path);
    this.#autoLock.used();
    return values.get(name) ?? null;
  }

  /** @throws RoundsError `usage/vault-locked`, `usage/vault-none`, `input/vault-size`, `input/vault-*` */
  async set(name: string, value: string): Promise<void> {
    if (Buffer.byteLength(value) > MAX_VALUE_BYTES) throw refusals.tooLarge('The secret', MAX_VALUE_BYTES);
    const since = this.#now();
    await this.#change((header, values) => {
      values.set(name, value);
      header.entries = [...header.entries.filter((entry) => entry.name !== name), { name, since }];
    });
  }

  /** False when it keeps none of that name. */
  async remove(name: string): Promise<boolean> {
    let found = false;
    await this.#change((header, values) => {
      found = values.delete(name);
      header.entries = header.entries.filter((entry) => entry.name !== name);
    });
    return found;
  }

  /**
   * A new passphrase, and a new data key with it: who has an old copy and the old passphrase reads nothing that is kept from now on.
   * @throws RoundsError `usage/vault-passphrase`
   */
  async changePassphrase(old: string, fresh: string): Promise<void> {
    checkPassphrase(fresh);
    const key = randomBytes(KEY_BYTES);
    const protection = await this.#withPassphrase(key, fresh);
    const before = await this.#needed();
    const oldKey = await this.#keyOf(before, old);
    await this.#file.exclusive(async () => {
      const sealed = await this.#needed();
      // Changed by somebody else in the meantime: what was typed is of before.
      if (sealed.header.keyId !== before.header.keyId) throw refusals.passphrase();
      const values = openVault(sealed, oldKey, this.path);
      const header: VaultHeader = { ...sealed.header, keyId: newKeyId(), protection };
      await this.#file.write(sealVault(header, key, values));
      this.#opened({ keyId: header.keyId, key });
    });
  }

  /** Gives the file another name, so that a new vault can be made. What it was called then; null where there was none. */
  async setAside(): Promise<string | null> {
    const aside = await this.#file.exclusive(() => this.#file.setAside(this.#now()));
    this.lock();
    this.#options.changed?.();
    return aside;
  }

  async #change(work: (header: VaultHeader, values: Map<string, string>) => void): Promise<void> {
    await this.#file.exclusive(async () => {
      const sealed = await this.#needed();
      const key = this.#keyFor(sealed);
      if (!key) throw refusals.locked();
      const values = openVault(sealed, key, this.path);
      const header = { ...sealed.header };
      work(header, values);
      await this.#file.write(sealVault(header, key, values));
    });
    this.#autoLock.used();
    this.#options.changed?.();
  }

  async #needed(): Promise<SealedVault> {
    const sealed = await this.#file.read();
    if (!sealed) throw refusals.none();
    return sealed;
  }

  /** A keychain that refuses is told when the vault is to be unlocked. */
  #isLocked(sealed: SealedVault): boolean {
    try {
      return this.#keyFor(sealed) === null;
    } catch {
      return true;
    }
  }

  /** The key of this content, where it is unlocked: another process may have changed the passphrase since. */
  #keyFor({ header }: SealedVault): Buffer | null {
    this.#autoLock.check();
    if (this.#unlocked?.keyId === header.keyId) return this.#unlocked.key;
    if (header.protection.kind !== 'keychain' || this.#byHand || !this.#options.keychain) return null;
    const key = this.#fromKeychain(header.protection.key);
    this.#opened({ keyId: header.keyId, key });
    return key;
  }

  async #keyOf({ header }: SealedVault, passphrase: string | undefined): Promise<Buffer> {
    const { protection } = header;
    if (protection.kind === 'keychain') return this.#fromKeychain(protection.key);
    if (passphrase === undefined) throw refusals.locked();
    return unprotectWithPassphrase(protection, passphrase);
  }

  #withPassphrase(key: Buffer, passphrase: string): Promise<Protection> {
    return protectWithPassphrase(key, passphrase, ...(this.#options.cost === undefined ? [] : [this.#options.cost]));
  }

  #withKeychain(key: Buffer): Protection {
    const { keychain } = this.#options;
    if (!keychain) throw refusals.keychain('The keychain of this system cannot be used');
    return { kind: 'keychain', backend: keychain.backend, key: keychain.protect(key).toString('base64') };
  }

  #fromKeychain(sealed: string): Buffer {
    const { keychain } = this.#options;
    if (!keychain) throw refusals.keychain('The vault is kept by the keychain of the system, which this program cannot open');
    let key: Buffer;
    try {
      key = keychain.unprotect(Buffer.from(sealed, 'base64'));
    } catch {
      throw refusals.keychain('The keychain of this system does not open the vault: it was made with another account or workstation');
    }
    if (key.length !== KEY_BYTES) throw refusals.keychain('The keychain of this system does not open the vault');
    return key;
  }

  #opened(unlocked: Unlocked): void {
    const before = this.#unlocked;
    this.#unlocked = unlocked;
    this.#byHand = false;
    if (before && before.key !== unlocked.key) before.key.fill(0);
    this.#autoLock.used();
    this.#options.changed?.();
  }
}

const newKeyId = (): string => randomBytes(16).toString('hex');
