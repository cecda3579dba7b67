/** Private keys in every format that OpenSSH writes or reads: ssh2 knows OpenSSH's own, old PEM and PuTTY's, this adds PKCS#8. */
import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';

export type ReadKey = { key: ParsedKey } | { problem: 'encrypted' | 'passphrase' | 'format'; detail: string };

/** A PKCS#8 key, encrypted or not. ssh2 refuses all of them. */
const PKCS8 = /^-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/;

/**
 * Reads a private key. Unlocking one may take long (OpenSSH's key derivation: 0.3 s and more of pure arithmetic), so an
 * encrypted one is read in a worker.
 */
export function readKey(text: string, passphrase?: string): ReadKey {
  const trimmed = text.trim();
  const source = PKCS8.test(trimmed) ? fromPkcs8(trimmed, passphrase) : trimmed;
  if (typeof source !== 'string') return source;
  const key = ssh2.utils.parseKey(source, passphrase);
  if (key instanceof Error) {
    if (/no passphrase given/.test(key.message)) return { problem: 'encrypted', detail: 'it is encrypted' };
    if (passphrase !== undefined && /passphrase|integrity|decrypt/i.test(key.message))
      return { problem: 'passphrase', detail: 'the passphrase is wrong' };
    return { problem: 'format', detail: key.message };
  }
  // the types say one key; a file of several would be an array
  const one = Array.isArray(key) ? (key as ParsedKey[])[0] : key;
  if (!one?.isPrivateKey()) return { problem: 'format', detail: 'it is a public key' };
  return { key: one };
}

/** The key without encryption, as text that `readKey` takes: how a worker hands it back. */
export function plainText(key: ParsedKey): string {
  const pem = key.getPrivatePEM();
  return PKCS8.test(pem) ? fromKeyObject(createPrivateKey(pem)) : pem;
}

function fromPkcs8(text: string, passphrase: string | undefined): string | ReadKey {
  const encrypted = text.startsWith('-----BEGIN ENCRYPTED');
  if (encrypted && passphrase === undefined) return { problem: 'encrypted', detail: 'it is encrypted' };
  try {
    return fromKeyObject(createPrivateKey({ key: text, ...(passphrase === undefined ? {} : { passphrase }) }));
  } catch (error) {
    if (encrypted) return { problem: 'passphrase', detail: 'the passphrase is wrong' };
    return { problem: 'format', detail: error instanceof Error ? error.message : 'unknown format' };
  }
}

function fromKeyObject(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }).toString();
    case 'ed25519':
      return openSshEd25519(key);
    default:
      throw new Error(`a key of type ${String(key.asymmetricKeyType)}; allowed: rsa, ecdsa, ed25519`);
  }
}

/** The format of PROTOCOL.key in OpenSSH's source, without encryption. */
function openSshEd25519(key: KeyObject): string {
  const { d = '', x = '' } = key.export({ format: 'jwk' });
  const secret = Buffer.from(d, 'base64url');
  const open = Buffer.from(x, 'base64url');
  const type = field('ssh-ed25519');
  const check = Buffer.alloc(8);
  const body = Buffer.concat([check, type, field(open), field(Buffer.concat([secret, open])), field('')]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (body.length % 8)) % 8));
  const count = Buffer.from([0, 0, 0, 1]);
  const whole = [
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    count,
    field(Buffer.concat([type, field(open)])),
    field(Buffer.concat([body, padding])),
  ];
  const lines = Buffer.concat(whole).toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
