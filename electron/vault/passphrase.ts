/** How a passphrase protects the data key: scrypt makes a key of it, which encrypts the data key. */
import { randomBytes, scrypt } from 'node:crypto';
import { refusals } from './errors.ts';
import { decrypt, encrypt, FORMAT, KEY_BYTES, type PassphraseProtection } from './format.ts';

/** scrypt's cost N: with r = 8 it takes 128 MiB and about half a second for each guess. */
export const SCRYPT_COST = 2 ** 17;
/** Characters. */
export const LEAST_PASSPHRASE = 8;
const SALT_BYTES = 16;

/** The same passphrase typed on another keyboard may come in another Unicode form. */
const normal = (passphrase: string): string => passphrase.normalize('NFKC');

/** @throws RoundsError `usage/vault-passphrase` for one that is too short */
export function checkPassphrase(passphrase: string): void {
  if (Array.from(normal(passphrase)).length < LEAST_PASSPHRASE) throw refusals.weak(LEAST_PASSPHRASE);
}

/** @param cost for tests: scrypt's N */
export async function protectWithPassphrase(dataKey: Buffer, passphrase: string, cost = SCRYPT_COST): Promise<PassphraseProtection> {
  const kdf = { name: 'scrypt', N: cost, r: 8, p: 1, salt: randomBytes(SALT_BYTES).toString('base64') } as const;
  const wrapping = await derive(passphrase, kdf);
  const key = encrypt(wrapping, dataKey, additional(kdf)).toString('base64');
  wrapping.fill(0);
  return { kind: 'passphrase', kdf, key };
}

/** The data key. @throws RoundsError `usage/vault-passphrase` */
export async function unprotectWithPassphrase(protection: PassphraseProtection, passphrase: string): Promise<Buffer> {
  const wrapping = await derive(passphrase, protection.kdf);
  const dataKey = decrypt(wrapping, Buffer.from(protection.key, 'base64'), additional(protection.kdf));
  wrapping.fill(0);
  if (dataKey?.length !== KEY_BYTES) throw refusals.passphrase();
  return dataKey;
}

const additional = ({ name, N, r, p, salt }: PassphraseProtection['kdf']): Buffer => Buffer.from(`${FORMAT} 1 key ${name} ${N} ${r} ${p} ${salt}`);

function derive(passphrase: string, { N, r, p, salt }: PassphraseProtection['kdf']): Promise<Buffer> {
  // Node asks for a bound on memory; scrypt needs a little more than 128 N r bytes.
  const options = { N, r, p, maxmem: 128 * N * r + 128 * r * p + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(normal(passphrase), Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
