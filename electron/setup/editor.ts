/** Edits by hand: one after the other, each in one step, each can be taken back as long as nothing else was changed. */
import type { SetUpEdit } from '../../shared/api/edit.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { SetUpChange, SetUpEntry, Store } from '../store/store.ts';
import { isRefused, planEdit, type EditPlan } from './plan-edit.ts';

/** How often an edit is worked out anew because another process changed the set-up in between. */
const TRIES = 5;
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
    const [entries, states] = await Promise.all([this.#store.readSetUp(), this.#store.computerStates()]);
    return planEdit(entries, edit, await this.#catalogueOf(entries), (id) => states[id]?.facts);
  }

  /** Makes it unless something is wrong with it. `undoId` is null when nothing was changed. */
  edit(edit: SetUpEdit): Promise<EditPlan & { undoId: string | null }> {
    return this.#make(async () => {
      const plan = await this.plan(edit);
      return isRefused(plan) ? { ...plan, change: { put: [], remove: [] } } : plan;
    });
  }

  /** Another change than of forms, with the one that takes it back. */
  change(work: (entries: SetUpEntry[]) => Promise<{ change: SetUpChange; undo: SetUpChange }>): Promise<{ undoId: string | null }> {
    return this.#make(async () => work(await this.#store.readSetUp()));
  }

  /** Works a change out and makes it; anew when another process changed the set-up in between. */
  #make<P extends { change: SetUpChange; undo: SetUpChange }>(work: () => Promise<P>): Promise<P & { undoId: string | null }> {
    return this.#inTurn(async () => {
      for (let tries = 1; ; tries += 1) {
        const version = await this.#store.setUpVersion();
        const plan = await work();
        if (plan.change.put.length + plan.change.remove.length === 0) return { ...plan, undoId: null };
        try {
          await this.#store.changeSetUp({ ...plan.change, version });
        } catch (error) {
          if (error instanceof RoundsError && error.kind === 'store/set-up-changed' && tries < TRIES) continue;
          throw error;
        }
        return { ...plan, undoId: this.#keep({ change: plan.undo, version: version + 1 }) };
      }
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
