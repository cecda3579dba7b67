import type { RunEvent } from '../../shared/events.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Facts, Item } from '../../shared/model.ts';
import type { ActionRecord, OutputRecord, SessionRecord } from '../../shared/record.ts';
import type { OnboardingState } from '../../shared/words.ts';
import type { ActionUpdate, SessionUpdate, Store } from '../store/store.ts';

/**
 * Writes what happens and tells it, in this order: an event speaks of what is on its way into the record. A write that
 * fails ends the run (`onLost`), because nothing may be done that cannot be recorded.
 */
export class Recorder {
  readonly #store: Store;
  readonly #tell: (event: RunEvent) => void;
  readonly #onLost: (error: unknown) => void;

  constructor(store: Store, tell: (event: RunEvent) => void, onLost: (error: unknown) => void) {
    this.#store = store;
    this.#tell = tell;
    this.#onLost = onLost;
  }

  event(event: RunEvent): void {
    this.#tell(event);
  }

  /** Changes a session in memory and in the record. Resolves when it is committed. */
  session(record: SessionRecord, change: SessionUpdate): Promise<void> {
    Object.assign(record, change);
    return this.#write(this.#store.updateSession(record.id, change));
  }

  plan(session: SessionRecord, actions: ActionRecord[], items: Item[]): Promise<void> {
    return this.#write(this.#store.planSession(session.id, actions, items));
  }

  action(record: ActionRecord, change: ActionUpdate): Promise<void> {
    Object.assign(record, change);
    return this.#write(this.#store.updateAction(record.session, record.n, change));
  }

  /** Redacted output. The promise is the backpressure of the store. */
  output(action: ActionRecord, records: OutputRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    this.#tell({ type: 'action.output', session: action.session, n: action.n, item: action.item, instance: action.instance, records });
    return this.#write(this.#store.appendLog(action.session, action.n, records));
  }

  computer(id: string, change: { facts?: Facts; onboarding?: OnboardingState; lastSeen?: number }): Promise<void> {
    return this.#write(this.#store.updateComputerState(id, change));
  }

  async #write(promise: Promise<void>): Promise<void> {
    try {
      await promise;
    } catch (error) {
      this.#onLost(error);
      throw new Error(`the record cannot be written: ${messageOf(error)}`, { cause: error });
    }
  }
}
