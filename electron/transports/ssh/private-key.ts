/** Private key files: their rights, their passphrase, and one unlocking for all computers that use the same credential. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { ParsedKey } from 'ssh2';
import { messageOf, outOfFiles } from '../../../shared/errors.ts';
import type { RoundsError } from '../../../shared/errors.ts';
import type { SecretSource } from '../transport.ts';
import { codeOf, connectFailure } from './failure.ts';
import { readKey } from './key-format.ts';
import type { UnlockAnswer, UnlockRequest } from './unlock-worker.ts';

const MAX_BYTES = 1024 * 1024;
/** How a public key begins, as ssh-keygen writes it beside the private one. */
const PUBLIC = /^(ssh-\w+|ecdsa-sha2-\S+|sk-\S+) AAAA/;

function unreadable(path: string, why: string, advice?: string): RoundsError {
  return connectFailure('key-unreadable', 'authenticate', `The private key ${path} cannot be used: ${why}`, {
    place: { file: path },
    ...(advice ? { advice } : {}),
  });
}

/**
 * The text of a private key file.
 * @throws RoundsError `connect/key-unreadable`, also for one that others may read: ssh refuses such a key too.
 */
export async function readKeyFile(path: string): Promise<string> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw unreadable(path, 'it is no file');
    if (about.size > MAX_BYTES) throw unreadable(path, `it has ${about.size} bytes; at most ${MAX_BYTES} are read`);
    const text = await readFile(path, 'utf8');
    if (PUBLIC.test(text)) throw unreadable(path, 'it is the public half', `Name the private one, most likely ${path.replace(/\.pub$/, '')}.`);
    const ours = process.getuid?.() === about.uid;
    if (ours && (about.mode & 0o077) !== 0) {
      const rights = (about.mode & 0o777).toString(8).padStart(4, '0');
      throw unreadable(path, `others may read it (mode ${rights})`, `Run chmod 600 ${path}; if others had access to it, make a new key.`);
    }
    return text;
  } catch (error) {
    if (outOfFiles(error)) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw unreadable(path, 'there is no such file');
    if (code !== '') throw unreadable(path, messageOf(error));
    throw error;
  }
}

/** Unlocked keys, for as long as the source of their passphrase is in use: a run that reaches 50 computers unlocks once. */
const unlocked = new WeakMap<SecretSource, Map<string, Promise<ParsedKey>>>();

export interface KeyRequest {
  path: string;
  /** Gives the passphrase; only asked when the key is encrypted. */
  passphrase: () => Promise<string>;
  /** Whose life unlocked keys share. */
  source: SecretSource;
}

/** @throws RoundsError `connect/key-unreadable`, or what `passphrase` throws. */
export async function loadPrivateKey(request: KeyRequest): Promise<ParsedKey> {
  const { path } = request;
  const text = await readKeyFile(path);
  const read = readKey(text);
  if ('key' in read) return read.key;
  if (read.problem !== 'encrypted')
    throw unreadable(path, read.detail, 'Convert it with ssh-keygen -p -f FILE, or make a new key with ssh-keygen -t ed25519.');
  const passphrase = await request.passphrase();
  const keys = unlocked.get(request.source) ?? new Map<string, Promise<ParsedKey>>();
  unlocked.set(request.source, keys);
  const id = createHash('sha256')
    .update(JSON.stringify([text, passphrase]))
    .digest('base64');
  const unlocking = keys.get(id) ?? unlock(path, { text, passphrase });
  keys.set(id, unlocking);
  // a failure is not kept: the next one may come with another passphrase, and is told anew
  unlocking.catch(() => keys.delete(id));
  return unlocking;
}

async function unlock(path: string, request: UnlockRequest): Promise<ParsedKey> {
  const answer = await inWorker(request);
  const read = 'plain' in answer ? readKey(answer.plain) : answer;
  if ('key' in read) return read.key;
  throw unreadable(path, read.detail, read.problem === 'passphrase' ? 'Give the passphrase that the key was made with.' : undefined);
}

function inWorker(request: UnlockRequest): Promise<UnlockAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./unlock-worker.ts', import.meta.url), { workerData: request });
    worker.once('message', (answer: UnlockAnswer) => resolve(answer));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the worker that unlocks keys ended')));
  });
}
