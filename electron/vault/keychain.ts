/** The system's keychain, where it is a real one: handed in by main.ts, since only the window's program has it. */

/** Of Electron's safeStorage what is used here. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** Linux only, and not in old Electrons. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

export interface Keychain {
  /** For people. */
  backend: string;
  protect(secret: Buffer): Buffer;
  /** @throws whatever the system says when it was protected by another keychain */
  unprotect(sealed: Buffer): Buffer;
}

/** Keychains of Linux that ask the user's own for the key. Everything else (`basic_text`, `unknown`) uses a fixed one. */
const REAL_BACKENDS: ReadonlySet<string> = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);
const NAMES: Record<string, string> = {
  darwin: 'macOS Keychain',
  win32: 'Windows account (DPAPI)',
  gnome_libsecret: 'Secret Service (GNOME keyring)',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};
/** Chromium marks on Linux what it encrypted with the keyring's key by this; `v10` is a key that stands in its source. */
const KEYRING_MARK = 'v11';

/** The keychain, or why it is refused (P30). Only to be asked once the program is ready. */
export function realKeychain(storage: SafeStorage, platform: string): { keychain: Keychain } | { refused: string } {
  try {
    if (!storage.isEncryptionAvailable()) return { refused: 'This system has no keychain that is unlocked.' };
    const backend = storage.getSelectedStorageBackend?.();
    if (platform === 'linux') {
      if (backend !== undefined && !REAL_BACKENDS.has(backend))
        return { refused: `The keychain of this system ('${backend}') uses a key that everybody knows.` };
      // Also where the backend cannot be asked for, and where it is not what it says.
      if (storage.encryptString('probe').subarray(0, 3).toString('latin1') !== KEYRING_MARK)
        return { refused: 'The keychain of this system uses a key that everybody knows.' };
    } else if (platform !== 'darwin' && platform !== 'win32') return { refused: 'The keychain of this system is not known.' };
    return {
      keychain: {
        backend: NAMES[platform === 'linux' ? (backend ?? '') : platform] ?? 'Keychain of the system',
        protect: (secret) => storage.encryptString(secret.toString('base64')),
        unprotect: (sealed) => Buffer.from(storage.decryptString(sealed), 'base64'),
      },
    };
  } catch {
    return { refused: 'The keychain of this system does not answer.' };
  }
}
