import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { withFileLock } from '../store/file-lock.ts';
import { refusals } from './errors.ts';
import { MAX_FILE_BYTES, parseVault, type SealedVault } from './format.ts';

/** Where the vault of a data folder is. */
export const vaultPath = (dataFolder: string): string => path.join(dataFolder, 'vault');

/** The file on the disk: read whole, written whole or not at all, by one process at a time. */
export class VaultFile {
  readonly path: string;
  readonly #lock: { nativeBinding?: string };

  constructor(dataFolder: string, nativeBinding?: string) {
    this.path = vaultPath(dataFolder);
    this.#lock = nativeBinding === undefined ? {} : { nativeBinding };
  }

  /** Null where there is none. @throws RoundsError `input/vault-*`, `store/vault` */
  async read(): Promise<SealedVault | null> {
    let text: string;
    try {
      const about = await stat(this.path);
      if (!about.isFile()) throw refusals.damaged(this.path, 'it is no file');
      if (about.size > MAX_FILE_BYTES) throw refusals.damaged(this.path, 'it is far too large');
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      if (error.code === 'ENOENT') return null;
      throw refusals.unreadable(this.path, error);
    }
    return parseVault(text, this.path);
  }

  /** Looks and writes with nobody else in between. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    return withFileLock(`${this.path}.lock`, work, this.#lock);
  }

  /** Only within `exclusive`. */
  async write(text: string): Promise<void> {
    if (Buffer.byteLength(text) > MAX_FILE_BYTES) throw refusals.tooLarge('The vault', MAX_FILE_BYTES);
    const fresh = `${this.path}.${randomBytes(6).toString('hex')}`;
    try {
      const file = await open(fresh, 'wx', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(fresh, this.path);
    } catch (error) {
      await rm(fresh, { force: true });
      throw refusals.unreadable(this.path, error);
    }
    await syncFolder(path.dirname(this.path));
  }

  /** Gives the file another name, which it returns. Null where there is none. */
  async setAside(now: number): Promise<string | null> {
    const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
    const aside = `${this.path}.set-aside-${stamp}`;
    try {
      await rename(this.path, aside);
      return aside;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw refusals.unreadable(this.path, error);
    }
  }
}

/** So that the new name survives a power failure; some systems do not let a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // As good as the system has it.
  }
}
