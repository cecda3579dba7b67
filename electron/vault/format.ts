/**
 * The file of a vault: three lines.
 * 1. the header as JSON: format, version, what protects the data key, and which names are kept since when (no values);
 * 2. base64 of nonce, ciphertext and tag: all values, AES-256-GCM under the data key, with line 1 byte for byte as additional data;
 * 3. SHA-256 of the two, in hexadecimal: no protection, but it tells a damaged file from a wrong passphrase.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { nameSchema } from '../../shared/schema-parts.ts';
import { refusals } from './errors.ts';

export const FORMAT = 'rounds-vault';
export const VERSION = 1;
export const KEY_BYTES = 32;
/** More than that is no vault of ours. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
export const MAX_VALUE_BYTES = 64 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Values are padded to a multiple of this, so that the length of the file does not tell theirs. */
const PAD_BYTES = 1024;
/** Bounds on what a file may ask of this workstation: from 16 MiB to 1 GiB of memory. */
const LEAST_COST = 2 ** 14;
const MOST_COST = 2 ** 20;

const base64 = z.base64().max(8192);
const protectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('passphrase'),
    kdf: z.strictObject({
      name: z.literal('scrypt'),
      N: z
        .int()
        .min(LEAST_COST)
        .max(MOST_COST)
        .refine((n) => Number.isInteger(Math.log2(n))),
      r: z.literal(8),
      p: z.int().min(1).max(4),
      salt: base64,
    }),
    /** The data key under the key that scrypt makes of the passphrase. */
    key: base64,
  }),
  z.strictObject({
    kind: z.literal('keychain'),
    /** Which keychain of the system, for people. */
    backend: z.string().max(100),
    /** The data key under the keychain's. */
    key: base64,
  }),
]);
export type Protection = z.infer<typeof protectionSchema>;
export type PassphraseProtection = Extract<Protection, { kind: 'passphrase' }>;

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** Names the data key: another one after every change of passphrase. */
  keyId: z.string().regex(/^[0-9a-f]{32}$/),
  protection: protectionSchema,
  /** Kept names and when their value was entered, milliseconds since 1970. */
  entries: z.array(z.strictObject({ name: nameSchema, since: z.int().min(0) })).max(100_000),
});
export type VaultHeader = z.infer<typeof headerSchema>;

const valuesSchema = z.array(z.tuple([nameSchema, z.string()]));

/** What stands in a file before it is unlocked. */
export interface SealedVault {
  header: VaultHeader;
  line: string;
  body: Buffer;
}

/** AES-256-GCM: nonce, ciphertext, tag. */
export function encrypt(key: Buffer, plain: Buffer, additional: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(additional);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null when it is not what was encrypted under this key with this additional data. */
export function decrypt(key: Buffer, sealed: Buffer, additional: Buffer): Buffer | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(additional).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

const checksum = (first: string, second: string): string => createHash('sha256').update(`${first}\n${second}\n`).digest('hex');

/** The text of a file. */
export function sealVault(header: VaultHeader, key: Buffer, values: ReadonlyMap<string, string>): string {
  const line = JSON.stringify(header);
  const json = Buffer.from(JSON.stringify([...values]), 'utf8');
  const padded = Buffer.alloc(Math.ceil((json.length + 1) / PAD_BYTES) * PAD_BYTES, ' ');
  json.copy(padded);
  json.fill(0);
  const body = encrypt(key, padded, Buffer.from(line, 'utf8')).toString('base64');
  padded.fill(0);
  return `${line}\n${body}\n${checksum(line, body)}\n`;
}

/**
 * Reads a file as far as that goes without its key.
 * @throws RoundsError `input/vault-newer`, `input/vault-damaged`
 */
export function parseVault(text: string, file: string): SealedVault {
  const [line = '', body = '', sum = '', ...rest] = text.split('\n');
  const version = versionOf(line);
  if (version === null) throw refusals.damaged(file, text === '' ? 'it is empty' : 'it does not begin like a vault');
  if (version > VERSION) throw refusals.newer(file, version);
  if (rest.length === 0 || rest.join('') !== '') throw refusals.damaged(file, 'it is cut off, or something was added');
  if (checksum(line, body) !== sum) throw refusals.damaged(file, 'its checksum does not fit');
  const header = headerSchema.safeParse(JSON.parse(line));
  if (!header.success) throw refusals.damaged(file, 'its header is not that of a vault');
  return { header: header.data, line, body: Buffer.from(body, 'base64') };
}

function versionOf(line: string): number | null {
  try {
    const value: unknown = JSON.parse(line);
    const about = z.object({ format: z.literal(FORMAT), version: z.int().min(1) }).safeParse(value);
    return about.success ? about.data.version : null;
  } catch {
    return null;
  }
}

/**
 * The values, with the data key.
 * @throws RoundsError `input/vault-damaged` where header or values are not what was written with this key
 */
export function openVault(sealed: SealedVault, key: Buffer, file: string): Map<string, string> {
  const plain = decrypt(key, sealed.body, Buffer.from(sealed.line, 'utf8'));
  if (plain === null) throw refusals.damaged(file, 'its content was changed');
  try {
    const values = new Map(valuesSchema.parse(JSON.parse(plain.toString('utf8'))));
    if (values.size !== sealed.header.entries.length || sealed.header.entries.some(({ name }) => !values.has(name))) throw new Error('names');
    return values;
  } catch {
    throw refusals.damaged(file, 'its content is not that of a vault');
  } finally {
    plain.fill(0);
  }
}
