import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SetUpEdit } from '../shared/api/edit.ts';
import { RoundsError } from '../shared/errors.ts';
import type { ComputerId, Facts, Item, SetUp } from '../shared/model.ts';
import type { ActionRecord, BatchOptions, BatchRecord, SessionRecord } from '../shared/record.ts';
import { hasCause } from '../shared/reasons.ts';
import { isFinal, isLiveStatus } from '../shared/words.ts';
import { loadCatalogue } from './catalogue/load-catalogue.ts';
import type { Engine, EngineOptions, TestContext } from './engine.ts';
import { resolve } from './resolution/index.ts';
import { BatchRun } from './sessions/batch-run.ts';
import { systemClock } from './sessions/clock.ts';
import { execAction, execItem } from './sessions/exec-item.ts';
import { newId } from './sessions/ids.ts';
import { withTrial } from './setup/trial.ts';
import { refuseNewerWords } from './sessions/newer-words.ts';
import { actionsToRetry, pendingAgain, retryActions } from './sessions/retry.ts';
import type { RetryRequest, RunningBatch, RunRequest } from './sessions/run-request.ts';
import { addItemFolders, loadItemFolders, removeItemFolder, type ItemFolder } from './setup/change-item-folders.ts';
import { CurrentSetUp, type LoadedSetUp } from './setup/current-set-up.ts';
import { SetUpEditor } from './setup/editor.ts';
import { valuesOf } from './setup/entries.ts';
import { ItemEditor } from './setup/item-editor.ts';
import { planApply, type ApplyPlan } from './setup/plan-apply.ts';
import type { EditPlan } from './setup/plan-edit.ts';
import { readSetUpFiles } from './setup/read-files.ts';
import { effectiveConnection } from './setup/connection.ts';
import { openStore } from './store/open-store.ts';
import type { SetUpEntry, Store } from './store/store.ts';
import { createTransport } from './transports/index.ts';
import type { ConnectionTarget } from './transports/transport.ts';
import { tryConnection, type Tried } from './transports/try-connection.ts';

const CATALOGUE = fileURLToPath(new URL('../resources/catalogue', import.meta.url));

/**
 * Opens store and catalogue, and ends in the record what a dead process left running.
 * @throws RoundsError `store/*` when the record cannot be opened
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { dataFolder, nativeBinding } = options;
  const store = await openStore({ folder: dataFolder, ...(nativeBinding === undefined ? {} : { nativeBinding }) });
  try {
    await store.recover((options.clock ?? systemClock).now());
  } catch (error) {
    await store.close();
    throw error;
  }
  return new RoundsEngine(options, store);
}

class RoundsEngine implements Engine {
  readonly store: Store;
  readonly transport;
  readonly #options: EngineOptions;
  readonly #clock;
  readonly #running = new Set<BatchRun>();
  readonly #current;
  readonly #editor;
  readonly items;
  #closed = false;

  constructor(options: EngineOptions, store: Store) {
    this.#options = options;
    this.store = store;
    this.transport = options.transport ?? createTransport();
    this.#clock = options.clock ?? systemClock;
    this.#current = new CurrentSetUp(store, { catalogueFolder: this.#catalogueFolder, cacheFolder: this.#cacheFolder });
    this.#editor = new SetUpEditor(store, (entries) => this.#current.catalogueWith(entries));
    this.items = new ItemEditor({
      dataFolder: options.dataFolder,
      cacheFolder: this.#cacheFolder,
      known: async () => {
        const entries = await this.#current.entries();
        const { items } = await this.#current.catalogueWith(entries);
        return { items, folders: valuesOf(entries, 'item-folder').map((value) => value.path) };
      },
      addFolder: (folder) => this.addItemFolder(folder),
      written: () => this.#current.fresh(),
    });
  }

  setUp(): Promise<LoadedSetUp> {
    return this.#current.loaded();
  }

  setUpEntries(): Promise<readonly SetUpEntry[]> {
    return this.#current.entries();
  }

  get dataFolder(): string {
    return this.#options.dataFolder;
  }

  get #catalogueFolder(): string {
    return this.#options.catalogueFolder ?? CATALOGUE;
  }

  get #cacheFolder(): string {
    return path.join(this.#options.dataFolder, 'cache');
  }

  async apply(files: string[], { prune, dryRun }: { prune: boolean; dryRun: boolean }): Promise<ApplyPlan> {
    const cacheFolder = this.#cacheFolder;
    const version = await this.store.setUpVersion();
    const [read, catalogue, current, states] = await Promise.all([
      readSetUpFiles(files),
      loadCatalogue(this.#catalogueFolder, { cacheFolder }),
      this.store.readSetUp(),
      this.store.computerStates(),
    ]);
    const plan = await planApply(current, read, { prune, catalogue, cacheFolder, factsOf: (id) => states[id]?.facts });
    if (!dryRun && plan.change.put.length + plan.change.remove.length > 0) await this.store.changeSetUp({ ...plan.change, version });
    return plan;
  }

  planEdit(edit: SetUpEdit): Promise<EditPlan> {
    return this.#editor.plan(edit);
  }

  edit(edit: SetUpEdit): Promise<EditPlan & { undoId: string | null }> {
    return this.#editor.edit(edit);
  }

  async itemFolders(): Promise<ItemFolder[]> {
    return loadItemFolders(await this.store.readSetUp(), { cacheFolder: this.#cacheFolder });
  }

  async addItemFolder(folder: string): Promise<{ folders: string[]; undoId: string | null }> {
    let folders: string[] = [];
    const { undoId } = await this.#editor.change(async (entries) => {
      const added = await addItemFolders(entries, folder, await this.#current.catalogueWith(entries), { cacheFolder: this.#cacheFolder });
      folders = added.folders;
      return added;
    });
    return { folders, undoId };
  }

  removeItemFolder(folder: string): Promise<{ undoId: string | null }> {
    return this.#editor.change(async (entries) => removeItemFolder(entries, folder, await this.#current.catalogueWith(entries)));
  }

  undoEdit(id: string): Promise<void> {
    return this.#editor.undo(id);
  }

  async testConnection(edit: SetUpEdit, computer: ComputerId, context: TestContext): Promise<Tried> {
    const { after, answer } = await this.#editor.plan(edit);
    const wrong = [...answer.refusals, ...answer.problems.map(({ message }) => message)];
    if (wrong.length > 0) throw new RoundsError('input/setup', wrong.join('\n'));
    const { secrets, trust } = this.#options;
    const states = await this.store.computerStates([computer]);
    const target = (): ConnectionTarget => {
      const found = effectiveConnection(after, computer, states[computer]?.facts);
      for (const warning of found.warnings) context.onWarning(warning);
      return found.target;
    };
    return tryConnection(this.transport, target, { ...context, secrets, ...(trust ? { trust } : {}) });
  }

  async run(request: RunRequest): Promise<RunningBatch> {
    const { setUp: all } = await this.#current.fresh();
    const setUp = request.trial ? withTrial(all, request.trial, request.computers) : all;
    const computers = new Map(setUp.computers.map((computer) => [computer.id, computer]));
    const unknown = request.computers.find((id) => !computers.has(id));
    if (unknown !== undefined) throw new RoundsError('usage/target', `there is no computer '${unknown}'`);
    if (request.computers.length === 0) throw new RoundsError('usage/target', 'a run needs at least one computer');
    if (request.kind === 'exec' && !request.script) throw new RoundsError('usage/script', 'a run of kind exec needs a script');

    const now = this.#clock.now();
    const { computers: ids, targetText, script, ...rest } = request;
    const batch = newBatch(optionsOf(rest), targetText, null, now);
    const sessions = [...new Set(ids)].flatMap((id) => {
      const computer = computers.get(id);
      return computer ? [this.#newSession(batch, computer, null, now)] : [];
    });
    const item = script ? execItem(script) : null;
    const actions = item ? sessions.map((session) => execAction(session.id, item)) : [];
    await this.store.createBatch(batch, sessions, actions, item ? [item] : []);
    if (request.kind === 'onboarding') {
      await Promise.all(sessions.map((session) => this.store.updateComputerState(session.computerId, { onboarding: 'onboarding' })));
    }
    return this.#start(batch, sessions, setUp);
  }

  async retry(request: RetryRequest): Promise<RunningBatch> {
    const { setUp } = await this.#current.fresh();
    const of = typeof request.of === 'string' ? [request.of] : request.of;
    const named = of.length === 1 ? (of[0] ?? '') : `${of.length} sessions`;
    const parents = (await Promise.all(of.map((id) => this.#sessionsOf(id)))).flat();
    if (new Set(parents.map(({ batch }) => batch)).size > 1)
      throw new RoundsError('usage/retry', 'sessions of several batches cannot be retried as one');
    const busy = parents.find((session) => isLiveStatus(session.status));
    if (busy) throw new RoundsError('usage/still-running', `session ${busy.id} of ${busy.computer} is not over; cancel it first`);
    const parentBatch = await this.store.batch(parents[0]?.batch ?? '');
    if (!parentBatch) throw new RoundsError('store/missing', `the batch of ${named} is not in the record`);

    const now = this.#clock.now();
    const options = {
      ...parentBatch.options,
      ...(request.concurrency === undefined ? {} : { concurrency: request.concurrency }),
      ...(request.offline ? { offline: request.offline } : {}),
    };
    const batch = newBatch(options, parentBatch.targetText, parentBatch.id, now);
    const sessions: SessionRecord[] = [];
    const actions: ActionRecord[] = [];
    for (const parent of parents) {
      const before = await this.store.actions(parent.id);
      refuseNewerWords(parentBatch, before);
      const positions = actionsToRetry(before, request);
      if (positions.length === 0 && !(before.length === 0 && wantsWhole(parent, request))) continue;
      const session = this.#newSession(batch, { id: parent.computerId, name: parent.computer, tenant: parent.tenant }, parent.id, now);
      sessions.push(session);
      actions.push(...retryActions(session.id, before, positions));
    }
    if (sessions.length === 0) {
      const why =
        request.items || request.cause ? 'nothing that was chosen ended badly; without a choice, retry takes all that did' : 'it ended well';
      throw new RoundsError('usage/nothing-to-retry', `nothing of ${named} is to be retried: ${why}`);
    }
    await this.store.createBatch(batch, sessions, actions);
    return this.#start(batch, sessions, setUp);
  }

  async resume(id: string): Promise<RunningBatch> {
    const { setUp } = await this.#current.fresh();
    const sessions = (await this.#sessionsOf(id)).filter((session) => session.status === 'interrupted');
    if (sessions.length === 0) throw new RoundsError('usage/nothing-to-resume', `nothing of ${id} is interrupted; retry takes what failed`);
    const batch = await this.store.batch(sessions[0]?.batch ?? '');
    if (!batch) throw new RoundsError('store/missing', `the batch of ${id} is not in the record`);
    for (const session of sessions) refuseNewerWords(batch, await this.store.actions(session.id));
    const claimed = new Set(await this.store.claim(sessions.map((session) => session.id)));
    const mine = sessions.filter((session) => claimed.has(session.id));
    if (mine.length === 0) throw new RoundsError('usage/nothing-to-resume', `another process goes on with ${id} already`);
    for (const session of mine) {
      Object.assign(session, { status: 'queued', reason: null, detail: null, endedAt: null, owner: this.store.owner, resumed: session.resumed + 1 });
    }
    return this.#start(batch, mine, setUp, true);
  }

  async cancel(id: string): Promise<'here' | 'asked' | 'over'> {
    for (const batch of this.#running) {
      if (!batch.holds(id)) continue;
      batch.cancel(id === batch.id ? {} : { session: id });
      return 'here';
    }
    const sessions = await this.#sessionsOf(id);
    if (!sessions.some((session) => isLiveStatus(session.status))) return 'over';
    await this.store.requestCancel(id, this.#clock.now());
    return 'asked';
  }

  cancelAction(session: string, n: number): boolean {
    for (const batch of this.#running) {
      if (!batch.holds(session)) continue;
      batch.cancel({ session, n });
      return true;
    }
    return false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const batch of this.#running) batch.cancel();
    await Promise.allSettled([...this.#running].map((batch) => batch.finished));
    await this.store.close();
  }

  /** The sessions that an id names: one, or all of a batch. */
  async #sessionsOf(id: string): Promise<SessionRecord[]> {
    const session = await this.store.session(id);
    if (session) return [session];
    const sessions = await this.store.sessions({ batch: id, limit: 1_000_000 });
    if (sessions.length === 0) throw new RoundsError('usage/session', `there is no session or batch '${id}'`);
    return sessions.reverse();
  }

  #newSession(batch: BatchRecord, computer: { id: string; name: string; tenant: string }, parent: string | null, now: number): SessionRecord {
    return {
      id: newId('s', now),
      batch: batch.id,
      kind: batch.kind,
      computerId: computer.id,
      computer: computer.name,
      tenant: computer.tenant,
      status: 'queued',
      reason: null,
      detail: null,
      phase: null,
      parent,
      createdAt: now,
      startedAt: null,
      endedAt: null,
      facts: null,
      owner: this.store.owner,
      resumed: 0,
    };
  }

  async #start(batch: BatchRecord, sessions: SessionRecord[], setUp: SetUp, resumed = false): Promise<RunningBatch> {
    const states = await this.store.computerStates(sessions.map((session) => session.computerId)).catch(async (error: unknown) => {
      // Nobody runs them: they are there to be resumed.
      const left = { status: 'interrupted', reason: 'interrupted', owner: null, endedAt: this.#clock.now() } as const;
      await Promise.allSettled(sessions.map((session) => this.store.updateSession(session.id, left)));
      throw error;
    });
    if (this.#closed) throw new RoundsError('store/closed', 'the engine is closed');
    const computers = new Map(setUp.computers.map((computer) => [computer.id, computer]));
    const { include, chosen } = batch.options;
    const resolveOptions = { include, onboarding: batch.kind === 'onboarding', ...(chosen ? { chosen } : {}) };
    const { trust } = this.#options;
    const run = new BatchRun(batch, sessions, {
      setUp,
      options: batch.options,
      store: this.store,
      transport: this.transport,
      clock: this.#clock,
      secrets: this.#options.secrets,
      ...(trust ? { trust } : {}),
      computerOf: (id) => computers.get(id),
      targetOf: (id) => effectiveConnection(setUp, id, states[id]?.facts).target,
      resolve: (id: string, facts: Facts) => resolve(setUp, id, facts, resolveOptions),
      knownFacts: (id) => states[id]?.facts ?? {},
      prepared: (session) => this.#prepared(session, resumed),
    });
    this.#running.add(run);
    void run.finished.catch(() => undefined).then(() => this.#running.delete(run));
    return run;
  }

  /** The actions that are in the record before the session begins, with the items as they were frozen. */
  async #prepared(session: SessionRecord, resumed: boolean): Promise<{ actions: ActionRecord[]; items: Item[] } | null> {
    const recorded = await this.store.actions(session.id);
    if (recorded.length === 0) return null;
    const actions = resumed ? await Promise.all(recorded.map((action) => this.#again(action))) : recorded;
    const hashes = [...new Set(actions.map((action) => action.frozen.itemHash))].filter((hash) => hash !== '');
    const items = await Promise.all(hashes.map((hash) => this.store.item(hash)));
    return { actions, items: items.flatMap((item) => item ?? []) };
  }

  /** An action that was under way when the program ended is looked at anew; what ended stays. */
  async #again(action: ActionRecord): Promise<ActionRecord> {
    if (isFinal(action.result) && action.reason !== 'interrupted') return action;
    const again = pendingAgain(action);
    const { result, reason, detail, flags, startedAt, endedAt, properties } = again;
    await this.store.updateAction(action.session, action.n, { result, reason, detail, flags, startedAt, endedAt, properties });
    return again;
  }
}

/** A session that never got as far as its actions is retried as a whole. */
function wantsWhole(session: SessionRecord, request: RetryRequest): boolean {
  if (session.status === 'passed' || request.items) return false;
  return request.cause === undefined || hasCause(session.reason, request.cause);
}

/** What is kept of a request: a trial is for this run alone. */
function optionsOf({ trial: _, ...options }: BatchOptions & Pick<RunRequest, 'trial'>): BatchOptions {
  return options;
}

function newBatch(options: BatchOptions, targetText: string, parent: string | null, now: number): BatchRecord {
  return { id: newId('b', now), kind: options.kind, options, createdAt: now, endedAt: null, parent, targetText };
}
