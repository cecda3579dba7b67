/** The worker thread: owns the database and this process's lock from its start to `close`. */
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { databasePath, openDatabase } from './database.ts';
import { useBinding } from './sqlite.ts';
import { createKeeper, LOG_DELAY_MS } from './keeper.ts';
import type { Entry, FromWorker, Reply, WorkerOptions } from './messages.ts';
import { atTheDoor } from './opening.ts';
import { registerOwner } from './owners.ts';
import { errorData } from './store-error.ts';

function start(port: MessagePort, { folder, ownerBase, logCap, nativeBinding }: WorkerOptions): void {
  if (nativeBinding !== undefined) useBinding(nativeBinding);
  const send = (message: FromWorker) => port.postMessage(message);
  const { db, owners, keeper } = atTheDoor(folder, () => {
    const opened = openDatabase(folder);
    try {
      const registered = opened.transaction(() => registerOwner(folder, ownerBase)).immediate();
      return { db: opened, owners: registered, keeper: createKeeper(opened, folder, registered, logCap) };
    } catch (error) {
      opened.close();
      throw error;
    }
  });
  let timer: NodeJS.Timeout | null = null;

  const sendReply = (reply: Reply) => {
    send(reply);
    if (timer === null && keeper.waiting()) {
      timer = setTimeout(() => {
        timer = null;
        sendReply(keeper.writeLogs());
      }, LOG_DELAY_MS);
    }
  };

  port.on('message', (first: Entry[]) => {
    // Everything that has arrived by now goes into one transaction.
    const entries = [...first];
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) entries.push(...(next.message as Entry[]));
    sendReply(keeper.handle(entries));
    if (!entries.some(({ type }) => type === 'close')) return;
    if (timer !== null) clearTimeout(timer);
    if (keeper.waiting()) send(keeper.writeLogs());
    try {
      db.transaction(() => owners.release()).immediate();
    } catch {
      // The lock goes with the process; the next recovery removes its file.
    }
    db.close();
    port.close();
  });
  send({ type: 'ready', owner: owners.id });
}

if (!parentPort) throw new Error('electron/store/worker.ts is the start of a worker thread');
const options = workerData as WorkerOptions;
try {
  start(parentPort, options);
} catch (error) {
  const failed: FromWorker = { type: 'failed', error: errorData(error, databasePath(options.folder)) };
  parentPort.postMessage(failed);
  parentPort.close();
}
