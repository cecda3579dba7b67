/** Backup and restore of a data folder: its store, and where it is wanted the vault's ciphertext, as one file. For the window and the command. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RoundsError } from '../shared/errors.ts';
import { SESSION_LIVE_STATUSES } from '../shared/words.ts';
import type { Store } from './store/store.ts';
import { maintenance, type BackupSummary, type ReadyRestore, type StoreSummary } from './store/maintenance.ts';
import { vaultPath } from './vault/vault-file.ts';

export type { BackupSummary, ReadyRestore, StoreSummary };

/** What a restore would do. */
export interface RestorePreview {
  backup: BackupSummary;
  /** What would be replaced; null where there is no store that can be read. */
  present: StoreSummary | null;
  /** There is a vault that would be replaced. */
  presentVault: boolean;
}

export class Safekeeping {
  readonly #dataFolder: string;
  readonly #tools;

  /** @param nativeBinding see StoreOptions */
  constructor(dataFolder: string, nativeBinding?: string) {
    this.#dataFolder = dataFolder;
    this.#tools = maintenance(nativeBinding);
  }

  /** While the store is used. @throws RoundsError `usage/backup`, `store/*` */
  async backUp(store: Store, options: { file: string; vault: boolean; program: string; now: number }): Promise<BackupSummary> {
    const { file, program, now } = options;
    const vault = options.vault && this.#hasVault() ? await readFile(vaultPath(this.#dataFolder), 'utf8') : null;
    await store.flush();
    return this.#tools.backup({ folder: this.#dataFolder, file: path.resolve(file), vault, program, now });
  }

  /** Looks, and changes nothing. @throws RoundsError `input/backup`, `store/newer-version` */
  async preview(file: string): Promise<RestorePreview> {
    const [backup, present] = await Promise.all([this.#tools.readBackup(path.resolve(file)), this.#tools.readStore(this.#dataFolder)]);
    return { backup, present, presentVault: this.#hasVault() };
  }

  /** Lays a backup ready beside the store, which may be open still. @throws RoundsError */
  prepare(file: string, options: { vault: boolean; now: number }): Promise<ReadyRestore> {
    return this.#tools.prepareRestore({ folder: this.#dataFolder, file: path.resolve(file), ...options });
  }

  /** Puts it in place. @throws RoundsError `usage/store-in-use` while anybody has the store open; then nothing was changed */
  commit(ready: ReadyRestore): Promise<void> {
    return this.#tools.commitRestore(ready);
  }

  #hasVault(): boolean {
    return existsSync(vaultPath(this.#dataFolder));
  }
}

/** Nothing may run in a store that another one replaces. @throws RoundsError `usage/still-running` */
export async function refuseWhileRunning(store: Store): Promise<void> {
  const running = await store.sessions({ status: [...SESSION_LIVE_STATUSES], limit: 1 });
  if (running.length > 0)
    throw new RoundsError('usage/still-running', 'Sessions are running or queued', { advice: 'Wait until they end, or cancel them; then restore.' });
}
