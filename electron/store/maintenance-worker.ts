/** A thread for one task on a store as a whole: what takes long there keeps neither the main thread nor the store's own busy. */
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../shared/assert-never.ts';
import { makeBackup, readBackup, readStore, type BackupRequest, type BackupSummary, type StoreSummary } from './backup-file.ts';
import { databasePath } from './database.ts';
import { readInsights, type InsightsRecord, type InsightsRequest } from './insights.ts';
import type { ErrorData } from './messages.ts';
import { commitRestore, prepareRestore, type ReadyRestore, type RestoreRequest } from './restore.ts';
import { openSqlite, useBinding } from './sqlite.ts';
import { errorData } from './store-error.ts';

export type Task =
  | { task: 'backup'; request: BackupRequest }
  | { task: 'read-backup'; file: string }
  | { task: 'read-store'; folder: string }
  | { task: 'prepare-restore'; request: RestoreRequest }
  | { task: 'commit-restore'; ready: ReadyRestore }
  | { task: 'insights'; folder: string; request: InsightsRequest };

/** What each task answers. */
export interface Outcome {
  backup: BackupSummary;
  'read-backup': BackupSummary;
  'read-store': StoreSummary | null;
  'prepare-restore': ReadyRestore;
  'commit-restore': null;
  insights: InsightsRecord;
}

export type FromMaintenance = { ok: true; value: Outcome[keyof Outcome] } | { ok: false; error: ErrorData };

export interface MaintenanceOptions {
  task: Task;
  nativeBinding?: string;
}

function run(task: Task): Outcome[keyof Outcome] {
  switch (task.task) {
    case 'backup':
      return makeBackup(task.request);
    case 'read-backup':
      return readBackup(task.file);
    case 'read-store':
      return readStore(task.folder);
    case 'prepare-restore':
      return prepareRestore(task.request);
    case 'commit-restore':
      commitRestore(task.ready);
      return null;
    case 'insights':
      return insights(task.folder, task.request);
    default:
      return assertNever(task, 'task');
  }
}

/** Whoever asks has the store open, so the database is there and of this version. */
function insights(folder: string, request: InsightsRequest): InsightsRecord {
  const db = openSqlite(databasePath(folder), { readonly: true });
  try {
    return readInsights(db, request);
  } finally {
    db.close();
  }
}

if (!parentPort) throw new Error('electron/store/maintenance-worker.ts is the start of a worker thread');
const { task, nativeBinding } = workerData as MaintenanceOptions;
let said: FromMaintenance;
try {
  if (nativeBinding !== undefined) useBinding(nativeBinding);
  said = { ok: true, value: run(task) };
} catch (error) {
  said = { ok: false, error: errorData(error, 'the store') };
}
parentPort.postMessage(said);
