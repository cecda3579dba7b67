import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id: a letter for what it names (`b` batch, `s` session), nine characters of time and six of chance, in
 * Crockford's base 32. Ids sort by their time, and the end alone tells two of a batch apart.
 */
export function newId(letter: 'b' | 's', now: number): string {
  let time = '';
  for (let rest = Math.floor(now), i = 0; i < 9; i++) {
    time = ALPHABET.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let chance = '';
  for (const byte of randomBytes(6)) chance += ALPHABET.charAt(byte % 32);
  return letter + time + chance;
}
