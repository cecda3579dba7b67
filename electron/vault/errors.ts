import { RoundsError } from '../../shared/errors.ts';

/** Every way in which a vault refuses. Whatever it is, the file stays as it is. */
export const refusals = {
  locked: () => new RoundsError('usage/vault-locked', 'The vault is locked', { reason: 'secret-missing', advice: 'Unlock it with its passphrase.' }),
  none: () => new RoundsError('usage/vault-none', 'There is no vault here yet', { advice: 'Make one first.' }),
  exists: (file: string) =>
    new RoundsError('usage/vault-exists', `There is a vault already: ${file}`, {
      place: { file },
      advice: 'Use it; or set it aside first, which keeps its file.',
    }),
  passphrase: () =>
    new RoundsError('usage/vault-passphrase', 'The passphrase is not that of the vault', {
      reason: 'secret-missing',
      advice: 'Capitals and the keyboard layout count. Nothing was changed.',
    }),
  weak: (least: number) =>
    new RoundsError('usage/vault-passphrase', `A passphrase has at least ${least} characters`, {
      advice: 'Four or five words that nobody else would choose.',
    }),
  damaged: (file: string, why: string) =>
    new RoundsError('input/vault-damaged', `The vault ${file} is damaged: ${why}`, {
      place: { file },
      reason: 'secret-missing',
      advice: 'It was left as it is. Bring it back from a backup, or set it aside and enter the secrets anew.',
    }),
  newer: (file: string, version: number) =>
    new RoundsError('input/vault-newer', `The vault ${file} was written by a newer version of Rounds (format ${version})`, {
      place: { file },
      reason: 'secret-missing',
      advice: 'Use that version. It was left as it is.',
    }),
  keychain: (why: string) =>
    new RoundsError('usage/vault-keychain', why, {
      reason: 'secret-missing',
      advice: 'Open it in the window on the account and workstation that made it, or give the secret another way.',
    }),
  unreadable: (file: string, error: unknown) =>
    new RoundsError('store/vault', `The vault ${file} cannot be read or written: ${error instanceof Error ? error.message : String(error)}`, {
      place: { file },
      reason: 'secret-missing',
      advice: 'Check who may read and write it, and the space on the disk.',
    }),
  tooLarge: (what: string, most: number) => new RoundsError('input/vault-size', `${what} is too large; at most ${most} bytes are kept`),
};
