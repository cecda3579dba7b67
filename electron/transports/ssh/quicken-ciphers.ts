import { createSecretKey } from 'node:crypto';
import type { Client } from 'ssh2';

/** Where ssh2 1.17 keeps the keys from which it makes a cipher anew for every packet (AES-GCM). */
const KEYS = [
  ['_cipher', '_encKey'],
  ['_decipher', '_decipherKey'],
] as const;

/**
 * Gives an open connection's ciphers their keys as KeyObjects. ssh2 makes a cipher for every packet, and Node 22 and up
 * take three times as long for that when the key comes as bytes (17 against 5 microseconds): a quarter of the CPU of a run
 * over many computers. It reaches into ssh2, which has no option for it; where that looks different, nothing is changed.
 */
export function quickenCiphers(client: Client): void {
  const protocol = Reflect.get(client, '_protocol') as unknown;
  if (typeof protocol !== 'object' || protocol === null) return;
  for (const [side, name] of KEYS) {
    const cipher = Reflect.get(protocol, side) as unknown;
    if (typeof cipher !== 'object' || cipher === null) continue;
    const key = Reflect.get(cipher, name) as unknown;
    if (Buffer.isBuffer(key)) Reflect.set(cipher, name, createSecretKey(key));
  }
}
