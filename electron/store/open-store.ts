/** The store: the contract of store.ts over a worker thread. */
import { isAbsolute } from 'node:path';
import { RoundsError } from '../../shared/errors.ts';
import type { Store, StoreOptions } from './store.ts';
import { maintenance } from './maintenance.ts';
import { ownerId } from './owner-id.ts';
import { startWorker } from './worker-client.ts';

/** The cap of one action's log. */
export const LOG_CAP = { lines: 1_000_000, bytes: 256 * 1024 * 1024 } as const;

/**
 * Opens the database of a folder on a worker thread, and takes this process's owner lock in it.
 * The caller closes it. Several processes may have one folder open.
 * @throws RoundsError `store/*`: a folder that cannot be used, a damaged file, one of a newer version or another program.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { folder, logCap = LOG_CAP, nativeBinding } = options;
  if (!isAbsolute(folder)) throw new RoundsError('store/argument', `Folder of the store is '${folder}'; allowed: an absolute path`);
  const client = await startWorker({ folder, ownerBase: await ownerId(), logCap, ...(nativeBinding === undefined ? {} : { nativeBinding }) });
  const { call, logs } = client;
  /** Hashes of items that are in the database: sent once, not with every session. */
  const kept = new Set<string>();

  /** Readings that go on: the database is not let go of before they are done. */
  const readings = new Set<Promise<unknown>>();

  return {
    owner: client.owner,
    readSetUp: () => call('readSetUp'),
    setUpVersion: () => call('setUpVersion'),
    changeSetUp: (change) => call('changeSetUp', change),
    computerStates: (ids) => call('computerStates', ids),
    updateComputerState: (id, change) => call('updateComputerState', id, change),
    getValue: (key) => call('getValue', key),
    setValue: (key, value) => call('setValue', key, value),
    createBatch: (batch, sessions, actions, items) => call('createBatch', batch, sessions, actions, items),
    claim: (sessions) => call('claim', sessions),
    endBatch: (id, endedAt) => call('endBatch', id, endedAt),
    updateSession: (id, change) => call('updateSession', id, change),
    async planSession(id, actions, items) {
      const unkept = items.filter(({ hash }) => !kept.has(hash));
      await call('planSession', id, actions, unkept);
      for (const { hash } of unkept) kept.add(hash);
    },
    updateAction: (session, n, change) => call('updateAction', session, n, change),
    appendLog: (session, n, records) => logs.append(session, n, records),
    async flush() {
      await call('flush');
      const refusal = logs.takeRefusal();
      if (refusal) throw refusal;
    },
    batch: (id) => call('batch', id),
    batches: (filter) => call('batches', filter),
    session: (id) => call('session', id),
    sessions: (filter) => call('sessions', filter),
    countSessions: (filter) => call('countSessions', filter),
    failures: (filter, limit) => call('failures', filter, limit),
    insights(request) {
      // Asked of the store first, which refuses when it is closed.
      const reading = call('version').then(() => maintenance(nativeBinding).insights(folder, request));
      readings.add(reading);
      const done = (): void => void readings.delete(reading);
      reading.then(done, done);
      return reading;
    },
    itemHistory: (computer, key, limit) => call('itemHistory', computer, key, limit),
    searchLogs: (search) => call('searchLogs', search),
    recordedItems: () => call('recordedItems'),
    counts: (sessions) => call('counts', sessions),
    results: (sessions) => call('results', sessions),
    lastSessions: (computers) => call('lastSessions', computers),
    moved: (since) => call('moved', since),
    actions: (session) => call('actions', session),
    item: (hash) => call('item', hash),
    log: (session, n, range) => call('log', session, n, range),
    logStreams: (session, n, first, streams) => call('logStreams', session, n, first, streams),
    findIds: (text, limit) => call('findIds', text, limit),
    recover: (now) => call('recover', now),
    requestCancel: (id, now) => call('requestCancel', id, now),
    cancelRequests: () => call('cancelRequests'),
    version: () => call('version'),
    async close() {
      const closed = client.close();
      await Promise.allSettled(readings);
      await closed;
    },
  };
}
