/**
 * The main thread's end of the worker: questions and answers by sequence number, everything of one turn of the loop, or of a
 * few milliseconds when there is much, in one message. Holds no SQL and loads no database library.
 */
import { Worker } from 'node:worker_threads';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { finishDraft, type LogDraft } from './log-pack.ts';
import { createLogSender, type LogSender } from './log-sender.ts';
import { errorFromData, type Answer, type CallName, type Entry, type FromWorker, type Reply, type WorkerOptions } from './messages.ts';
import type { Store } from './store.ts';

/** The one place that says where the worker's code is; the packaged program bundles that file. */
const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/** A message costs both threads more than what most of them say: those that come quickly go together. Milliseconds. */
const POST_INTERVAL_MS = 4;

export interface WorkerClient {
  /** This store's owner id. */
  owner: string;
  call: <K extends CallName>(name: K, ...args: Parameters<Store[K]>) => Promise<Answer<K>>;
  logs: LogSender;
  /** Ends the worker after all that was asked before. @throws RoundsError when logs could not be written. */
  close: () => Promise<void>;
}

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: RoundsError) => void;
}

const closed = () => new RoundsError('store/closed', 'The store is closed');

/** Starts the worker; resolves when the database is open. @throws RoundsError `store/*`. */
export function startWorker(options: WorkerOptions): Promise<WorkerClient> {
  const worker = new Worker(WORKER_FILE, { workerData: options, name: 'rounds-store' });
  const pending = new Map<number, Pending>();
  let queue: (Exclude<Entry, { type: 'log' }> | { type: 'log'; draft: LogDraft })[] = [];
  let posted = 0;
  let nextSeq = 1;
  /** Why nothing can be asked any more. */
  let over: RoundsError | null = null;
  let stalled: RoundsError | null = null;
  let closing: Promise<void> | null = null;
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const logs = createLogSender((draft) => enqueue({ type: 'log', draft }));

  function enqueue(entry: (typeof queue)[number]): void {
    if (queue.length === 0) {
      const since = performance.now() - posted;
      if (since >= POST_INTERVAL_MS) setImmediate(post);
      else setTimeout(post, POST_INTERVAL_MS - since);
    }
    if (entry.type !== 'log') logs.endPacks();
    queue.push(entry);
  }

  function post(): void {
    const entries = queue.map((entry): Entry => (entry.type === 'log' ? { type: 'log', pack: finishDraft(entry.draft) } : entry));
    queue = [];
    posted = performance.now();
    logs.endPacks();
    if (over) return;
    try {
      worker.postMessage(entries);
    } catch {
      for (const entry of entries) postOne(entry);
    }
  }

  /** One by one, to tell the one that cannot be sent (an argument that cannot be cloned) from the others. */
  function postOne(entry: Entry): void {
    try {
      worker.postMessage([entry]);
    } catch (error) {
      if (entry.type !== 'call') throw error;
      settle(entry.call.seq, ({ reject }) => reject(new RoundsError('store/argument', `${entry.call.name}: ${messageOf(error)}`, {}, error)));
    }
  }

  function settle(seq: number, how: (pending: Pending) => void): void {
    const found = pending.get(seq);
    pending.delete(seq);
    if (found) how(found);
  }

  function receive({ answers, logs: report }: Reply): void {
    stalled = report.stalled && errorFromData(report.stalled);
    logs.report(report);
    for (const answer of answers) {
      settle(answer.seq, ({ resolve, reject }) => (answer.ok ? resolve(answer.value) : reject(errorFromData(answer.error))));
    }
  }

  function fail(error: RoundsError): void {
    over ??= error;
    logs.fail(over);
    for (const seq of [...pending.keys()]) settle(seq, ({ reject }) => reject(error));
  }

  async function end(): Promise<void> {
    enqueue({ type: 'close' });
    logs.refuse(closed());
    await exited;
    const unwritten = (over?.kind === 'store/worker' ? over : null) ?? stalled ?? logs.takeRefusal();
    if (unwritten) throw unwritten;
  }

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'reply':
          return receive(message);
        case 'failed':
          return reject(errorFromData(message.error));
        case 'ready':
          return resolve({
            owner: message.owner,
            logs,
            call: <K extends CallName>(name: K, ...args: Parameters<Store[K]>) =>
              new Promise<Answer<K>>((resolveCall, rejectCall) => {
                if (over ?? closing) return rejectCall(over ?? closed());
                const seq = nextSeq++;
                pending.set(seq, { resolve: (value) => resolveCall(value as Answer<K>), reject: rejectCall });
                enqueue({ type: 'call', call: { seq, name, args } });
              }),
            close: () => (closing ??= over ? exited : end()),
          });
      }
    });
    const died = (why: string, cause?: unknown) => {
      const error = new RoundsError(
        'store/worker',
        `${options.folder}: the store's thread ended: ${why}`,
        { place: { file: options.folder } },
        cause,
      );
      fail(error);
      reject(error);
    };
    worker.on('error', (error) => died(messageOf(error), error));
    worker.on('exit', (code) => (closing && code === 0 ? fail(closed()) : died(`exit status ${code}`)));
  });
}
