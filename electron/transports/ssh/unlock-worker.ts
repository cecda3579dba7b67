/** Runs on a worker thread: unlocks one private key and hands it back as text, so that the loop stays free meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { plainText, readKey } from './key-format.ts';

export interface UnlockRequest {
  text: string;
  passphrase: string;
}
export type UnlockAnswer = { plain: string } | { problem: 'encrypted' | 'passphrase' | 'format'; detail: string };

const { text, passphrase } = workerData as UnlockRequest;
const read = readKey(text, passphrase);
const answer: UnlockAnswer = 'key' in read ? { plain: plainText(read.key) } : read;
parentPort?.postMessage(answer);
