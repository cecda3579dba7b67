/** Edits by hand: one after the other, each in one step, each can be taken back as long as nothing else was changed. */
import type { SetUpEdit } from '../../shared/api/edit.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { SetUpChange, SetUpEntry, Store } from '../store/store.ts';
import { guardedChange } from './guarded-change.ts';
import { isRefused, planEdit, type EditPlan } from './plan-edit.ts';

/** So many edits can be taken back. */
const KEPT = 20;

interface Undo {
  change: SetUpChange;
  /** Of the set-up after the edit. */
  version: number;
}

export class SetUpEditor {
  readonly #store: Store;
  readonly #catalogueOf: (entries: readonly SetUpEntry[]) => Promise<Catalogue>;
  readonly #undos = new Map<string, Undo>();
  #last: Promise<unknown> = Promise.resolve();
  #made = 0;

  /** @param catalogueOf loads the catalogue with the set-up's own items. */
  constructor(store: Store, catalogueOf: (entries: readonly SetUpEntry[]) => Promise<Catalogue>) {
    this.#store = store;
    this.#catalogueOf = catalogueOf;
  }

  /** What an edit would do. Changes nothing. */
  async plan(edit: SetUpEdit): Promise<EditPlan> {
    return this.#plan(edit, await this.#store.readSetUp());
  }

  /** Makes it unless something is wrong with it. `undoId` is null when nothing was changed. */
  edit(edit: SetUpEdit): Promise<EditPlan & { undoId: string | null }> {
    return this.#make(async (entries) => {
      const plan = await this.#plan(edit, entries);
      return isRefused(plan) ? { ...plan, change: { put: [], remove: [] } } : plan;
    });
  }

  /** Another change than of forms, with the one that takes it back. */
  change(work: (entries: SetUpEntry[]) => Promise<{ change: SetUpChange; undo: SetUpChange }>): Promise<{ undoId: string | null }> {
    return this.#make(work);
  }

  async #plan(edit: SetUpEdit, entries: readonly SetUpEntry[]): Promise<EditPlan> {
    const states = await this.#store.computerStates();
    return planEdit(entries, edit, await this.#catalogueOf(entries), (id) => states[id]?.facts);
  }

  #make<P extends { change: SetUpChange; undo: SetUpChange }>(work: (entries: SetUpEntry[]) => Promise<P>): Promise<P & { undoId: string | null }> {
    return this.#inTurn(async () => {
      const { made, version } = await guardedChange(this.#store, work);
      const nothing = made.change.put.length + made.change.remove.length === 0;
      return { ...made, undoId: nothing ? null : this.#keep({ change: made.undo, version }) };
    });
  }

  /** @throws RoundsError `store/set-up-changed` when anything else was changed since; `usage/undo` when it is not known any more */
  undo(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const undo = this.#undos.get(id);
      if (!undo) throw new RoundsError('usage/undo', 'This can no longer be taken back');
      await this.#store.changeSetUp({ ...undo.change, version: undo.version });
      this.#undos.delete(id);
    });
  }

  #keep(undo: Undo): string {
    this.#made += 1;
    const id = `edit-${this.#made}`;
    this.#undos.set(id, undo);
    const [oldest] = this.#undos.keys();
    if (this.#undos.size > KEPT && oldest !== undefined) this.#undos.delete(oldest);
    return id;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
