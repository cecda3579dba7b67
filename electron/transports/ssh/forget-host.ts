/** Takes what a known_hosts file knows of a host out of it, as `ssh-keygen -R` does. */
import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { messageOf, RoundsError } from '../../../shared/errors.ts';
import { fingerprint, matchesHost, parseKnownHostsLine } from './known-hosts.ts';

/** A key that a host no longer shows. */
export interface KnownKey {
  /** The file that knows it. */
  file: string;
  /** The name of the host in it. */
  name: string;
  fingerprint: string;
}

/**
 * Removes the host's keys from the file, which is kept beside it as `FILE.old`. Lines that revoke a key or name an authority stay.
 * @throws RoundsError `input/known-hosts` when the file no longer knows that key, or cannot be written
 */
export async function forgetHost({ file, name, fingerprint: known }: KnownKey): Promise<void> {
  const refuse = (why: string, cause?: unknown): RoundsError => new RoundsError('input/known-hosts', `${file} ${why}`, { place: { file } }, cause);
  try {
    const lines = (await readFile(file, 'utf8')).split('\n');
    const speaks = lines.map((text, index) => {
      const line = parseKnownHostsLine(text, file, index + 1);
      return line !== null && !('bad' in line) && line.marker === null && matchesHost(line.hosts, name) ? fingerprint(line.key) : null;
    });
    if (!speaks.includes(known)) throw refuse('was changed meanwhile: it no longer knows this key');
    const beside = `${file}.${randomUUID()}`;
    try {
      await writeFile(beside, lines.filter((_, index) => speaks[index] === null).join('\n'), { mode: (await stat(file)).mode & 0o777, flag: 'wx' });
      await copyFile(file, `${file}.old`);
      await rename(beside, file);
    } finally {
      await rm(beside, { force: true });
    }
  } catch (error) {
    throw error instanceof RoundsError ? error : refuse(`cannot be changed: ${messageOf(error)}`, error);
  }
}
