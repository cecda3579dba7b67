/** What goes between the main thread and the worker: one table of calls, and the shapes of the messages. */
import { RoundsError, type ErrorDetails, type ErrorKind } from '../../shared/errors.ts';
import type { LogPack } from './log-pack.ts';
import type { Store } from './store.ts';

/** Every method of the store that is one question and one answer. */
export type CallName = Exclude<keyof Store, 'owner' | 'appendLog' | 'insights' | 'close'>;

/**
 * The one list of calls. `write`s that arrive together are committed in one transaction; a `read` stands outside of it and
 * sees what was written before it.
 */
export const CALLS = {
  readSetUp: 'read',
  setUpVersion: 'read',
  changeSetUp: 'write',
  computerStates: 'read',
  updateComputerState: 'write',
  getValue: 'read',
  setValue: 'write',
  createBatch: 'write',
  claim: 'write',
  endBatch: 'write',
  updateSession: 'write',
  planSession: 'write',
  updateAction: 'write',
  flush: 'write',
  batch: 'read',
  batches: 'read',
  session: 'read',
  sessions: 'read',
  countSessions: 'read',
  failures: 'read',
  itemHistory: 'read',
  searchLogs: 'read',
  recordedItems: 'read',
  counts: 'read',
  results: 'read',
  lastSessions: 'read',
  moved: 'read',
  actions: 'read',
  item: 'read',
  log: 'read',
  logStreams: 'read',
  findIds: 'read',
  recover: 'write',
  requestCancel: 'write',
  cancelRequests: 'read',
  version: 'read',
} as const satisfies Record<CallName, 'read' | 'write'>;

/** The calls about one session (their first argument): what is buffered of its logs is committed before them. */
export const FLUSHES_SESSION: ReadonlySet<CallName> = new Set([
  'updateSession',
  'planSession',
  'updateAction',
  'actions',
  'log',
  'logStreams',
] as const);

/** What a call answers, without its promise. */
export type Answer<K extends CallName> = Awaited<ReturnType<Store[K]>>;

/** One function a call; how the worker answers. */
export type Handlers = { [K in CallName]: (...args: Parameters<Store[K]>) => Answer<K> };

export interface Call {
  seq: number;
  name: CallName;
  args: unknown[];
}

/** One message to the worker holds everything of one turn of the main loop, in order. */
export type Entry = { type: 'call'; call: Call } | { type: 'log'; pack: LogPack } | { type: 'close' };

/** An error as it crosses the thread boundary. */
export interface ErrorData {
  kind: ErrorKind;
  message: string;
  details: ErrorDetails;
}

/** The error again, on the other side. */
export function errorFromData({ kind, message, details }: ErrorData): RoundsError {
  return new RoundsError(kind, message, details);
}

export type Answered = { seq: number; ok: true; value: unknown } | { seq: number; ok: false; error: ErrorData };

/** One message from the worker: everything that was answered at once, and how the logs stand. */
export interface Reply {
  type: 'reply';
  answers: Answered[];
  logs: LogReport;
}

export interface LogReport {
  /** Cost (see LogPack) of what is no longer held in memory. */
  released: number;
  /** Why logs cannot be written at present (a full disk); they are kept and tried again. */
  stalled: ErrorData | null;
  /** Logs that can never be written, such as those of an action that does not exist. */
  refused: { session: string; n: number; error: ErrorData }[];
}

export type FromWorker = Reply | { type: 'ready'; owner: string } | { type: 'failed'; error: ErrorData };

/** What the worker is started with. */
export interface WorkerOptions {
  folder: string;
  /** `<pid>-<start time>-<boot id>`. */
  ownerBase: string;
  logCap: { lines: number; bytes: number };
  /** See StoreOptions. */
  nativeBinding?: string;
}
