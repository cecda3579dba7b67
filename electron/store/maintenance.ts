/** What is done with a store as a whole (backup, restore, sums over the record), each on a thread of its own. Errors are RoundsErrors. */
import { Worker } from 'node:worker_threads';
import { RoundsError } from '../../shared/errors.ts';
import type { BackupRequest, BackupSummary, StoreSummary } from './backup-file.ts';
import type { FromMaintenance, MaintenanceOptions, Outcome, Task } from './maintenance-worker.ts';
import type { InsightsRecord, InsightsRequest } from './insights.ts';
import { errorFromData } from './messages.ts';
import type { ReadyRestore, RestoreRequest } from './restore.ts';

export type { BackupSummary, ReadyRestore, StoreSummary };

/** The one place that says where the thread's code is; the packaged program bundles that file. */
const WORKER_FILE = new URL('./maintenance-worker.ts', import.meta.url);

export interface Maintenance {
  /** Writes the whole store into one file while others use it. */
  backup(request: BackupRequest): Promise<BackupSummary>;
  /** Whether a backup is whole and of a known version, and what is in it. Changes nothing. */
  readBackup(file: string): Promise<BackupSummary>;
  /** What the store of a folder holds; null where there is none that can be read. */
  readStore(folder: string): Promise<StoreSummary | null>;
  /** Checks a backup and lays it ready. The store is as before. */
  prepareRestore(request: RestoreRequest): Promise<ReadyRestore>;
  /** Puts it in place; nobody may have the store open. */
  commitRestore(ready: ReadyRestore): Promise<void>;
  /** Sums over a period of the record, of a store that is open. */
  insights(folder: string, request: InsightsRequest): Promise<InsightsRecord>;
}

/** @param nativeBinding see StoreOptions */
export function maintenance(nativeBinding?: string): Maintenance {
  const run = <K extends Task['task']>(task: Extract<Task, { task: K }>): Promise<Outcome[K]> => {
    const options: MaintenanceOptions = { task, ...(nativeBinding === undefined ? {} : { nativeBinding }) };
    const worker = new Worker(WORKER_FILE, { workerData: options, name: 'rounds-maintenance' });
    return new Promise((resolve, reject) => {
      worker.once('message', (said: FromMaintenance) => (said.ok ? resolve(said.value as Outcome[K]) : reject(errorFromData(said.error))));
      worker.once('error', reject);
      worker.once('exit', (status) => reject(new RoundsError('internal/maintenance', `the thread of ${task.task} ended with status ${status}`)));
    });
  };
  return {
    backup: (request) => run<'backup'>({ task: 'backup', request }),
    readBackup: (file) => run<'read-backup'>({ task: 'read-backup', file }),
    readStore: (folder) => run<'read-store'>({ task: 'read-store', folder }),
    prepareRestore: (request) => run<'prepare-restore'>({ task: 'prepare-restore', request }),
    commitRestore: async (ready) => {
      await run<'commit-restore'>({ task: 'commit-restore', ready });
    },
    insights: (folder, request) => run<'insights'>({ task: 'insights', folder, request }),
  };
}
