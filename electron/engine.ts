/**
 * The engine in one place: store, catalogue, set-up, transports and sessions put together.
 * The window's main process and the CLI both hold one of these and nothing else.
 */
import type { ComputerId } from '../shared/model.ts';
import type { HostKeyQuestion, SecretSource, Transport } from './transports/transport.ts';
import type { Tried, TryContext } from './transports/try-connection.ts';
import type { RetryRequest, RunningBatch, RunRequest } from './sessions/run-request.ts';
import type { SetUpEdit } from '../shared/api/edit.ts';
import type { ItemFolder } from './setup/change-item-folders.ts';
import type { ItemEditor } from './setup/item-editor.ts';
import type { LoadedSetUp } from './setup/current-set-up.ts';
import type { ApplyPlan } from './setup/plan-apply.ts';
import type { EditPlan } from './setup/plan-edit.ts';
import type { SetUpEntry, Store } from './store/store.ts';
import type { Clock } from './sessions/clock.ts';

export interface EngineOptions {
  /** Absolute; made when it is not there. */
  dataFolder: string;
  secrets: SecretSource;
  /** Who decides about unknown host keys; absent where there is nobody. */
  trust?: (question: HostKeyQuestion, signal?: AbortSignal) => Promise<boolean>;
  /** For tests. */
  transport?: Transport;
  clock?: Clock;
  catalogueFolder?: string;
  /** See StoreOptions. */
  nativeBinding?: string;
}

/** What a test of a connection tells while it goes on. */
export type TestContext = Required<Pick<TryContext, 'onStep' | 'onWarning' | 'signal'>>;

export interface Engine {
  /** Absolute. */
  readonly dataFolder: string;
  readonly store: Store;
  readonly transport: Transport;
  /** The set-up as it is now: entries of the store with the items loaded. The same object until something changes, so nobody may change it; items on disk are looked at again after some seconds, by a run at once. */
  setUp(): Promise<LoadedSetUp>;
  /** Its entries alone, with the sources that name each. Nobody may change the list. */
  setUpEntries(): Promise<readonly SetUpEntry[]>;
  /**
   * Brings the set-up to what YAML files say, in one step or not at all; says what it changes.
   * @throws RoundsError `input/setup` with all that is wrong; then nothing was changed
   */
  apply(files: string[], options: { prune: boolean; dryRun: boolean }): Promise<ApplyPlan>;
  /** What an edit by hand would do, with all that is wrong with it. Changes nothing. */
  planEdit(edit: SetUpEdit): Promise<EditPlan>;
  /** Makes it, in one step, unless something is wrong with it: then the plan says so and nothing was changed. */
  edit(edit: SetUpEdit): Promise<EditPlan & { undoId: string | null }>;
  /** The set-up's own item folders: what each holds, and what is wrong with it. */
  itemFolders(): Promise<ItemFolder[]>;
  /** Adds a folder of one item or of several. @throws RoundsError `input/item` with all that is wrong; then nothing was changed */
  addItemFolder(folder: string): Promise<{ folders: string[]; undoId: string | null }>;
  /** @throws RoundsError `usage/item-folder` while something needs its item */
  removeItemFolder(folder: string): Promise<{ undoId: string | null }>;
  /** Items that were written here, as files. */
  readonly items: ItemEditor;
  /** Takes back one of the last edits. @throws RoundsError `store/set-up-changed` when anything else was changed since */
  undoEdit(id: string): Promise<void>;
  /**
   * Connects as an edit would have it, step by step; the edit is not made.
   * @throws RoundsError `input/setup` for an edit that could not be made
   */
  testConnection(edit: SetUpEdit, computer: ComputerId, context: TestContext): Promise<Tried>;
  /** Starts sessions. Throws RoundsError `usage/*` before anything runs when the request cannot be. */
  run(request: RunRequest): Promise<RunningBatch>;
  retry(request: RetryRequest): Promise<RunningBatch>;
  /** Goes on with an interrupted session (or all of a batch). */
  resume(id: string): Promise<RunningBatch>;
  /** Cancels here, or asks the process that runs it. Resolves to who did: `here`, `asked`, or `over` when there was nothing to cancel. */
  cancel(id: string): Promise<'here' | 'asked' | 'over'>;
  /** Cancels one action of a session that runs here. False when none of this process is that session. */
  cancelAction(session: string, n: number): boolean;
  /** Cancels what runs, waits for its record, closes the store. */
  close(): Promise<void>;
}
