import { credentialUseKey, type CredentialUse } from '../../shared/credential-use.ts';
import type { RunEvent } from '../../shared/events.ts';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import type { Facts, Item } from '../../shared/model.ts';
import type { ActionRecord, OutputRecord, PropertyChange, SessionRecord } from '../../shared/record.ts';
import type { OnboardingState } from '../../shared/words.ts';
import type { KnownSecrets } from './redact.ts';
import type { ActionUpdate, SessionUpdate, Store } from '../store/store.ts';

/**
 * Writes what happens and tells it, in this order and without secrets: an event speaks of what is on its way into the record. A write that
 * fails ends the run (`onLost`), because nothing may be done that cannot be recorded.
 */
export class Recorder {
  readonly #store: Store;
  readonly #tell: (event: RunEvent) => void;
  readonly #onLost: (error: unknown) => void;

  readonly #secrets: KnownSecrets;

  constructor(store: Store, secrets: KnownSecrets, tell: (event: RunEvent) => void, onLost: (error: unknown) => void) {
    this.#store = store;
    this.#secrets = secrets;
    this.#tell = tell;
    this.#onLost = onLost;
  }

  event(event: RunEvent): void {
    this.#tell(event);
  }

  /** Changes a session in memory and in the record. Resolves when it is committed. */
  session(record: SessionRecord, update: SessionUpdate): Promise<void> {
    const change = { ...update };
    if (typeof change.detail === 'string') change.detail = this.#secrets.text(change.detail);
    if (change.facts) change.facts = this.#clean(change.facts);
    Object.assign(record, change);
    return this.#write(this.#store.updateSession(record.id, change));
  }

  plan(session: SessionRecord, actions: ActionRecord[], items: Item[]): Promise<void> {
    return this.#write(this.#store.planSession(session.id, actions, items));
  }

  action(record: ActionRecord, update: ActionUpdate): Promise<void> {
    const change = { ...update };
    if (typeof change.detail === 'string') change.detail = this.#secrets.text(change.detail);
    if (change.properties) change.properties = change.properties.map((property) => this.#cleanProperty(property));
    Object.assign(record, change);
    return this.#write(this.#store.updateAction(record.session, record.n, change));
  }

  /** The one result of an action: written and told. Resolves when it is committed. */
  finish(session: SessionRecord, record: ActionRecord, change: ActionUpdate, at: number): Promise<void> {
    const written = this.action(record, change);
    this.tellFinished(session, record, at);
    return written;
  }

  /** Tells an action that is over, such as one that resolution decided. */
  tellFinished({ computer, tenant }: SessionRecord, record: ActionRecord, at: number): void {
    const { session, n, item, instance, result, reason, detail, flags, properties, ms } = record;
    this.#tell({ type: 'action.finished', at, session, computer, tenant, n, item, instance, result, reason, detail, flags, properties, ms });
  }

  /** Redacted output. The promise is the backpressure of the store. */
  output(action: ActionRecord, records: OutputRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    this.#tell({ type: 'action.output', session: action.session, n: action.n, item: action.item, instance: action.instance, records });
    return this.#write(this.#store.appendLog(action.session, action.n, records));
  }

  computer(id: string, change: { facts?: Facts; onboarding?: OnboardingState; lastSeen?: number }): Promise<void> {
    return this.#write(this.#store.updateComputerState(id, change.facts ? { ...change, facts: this.#clean(change.facts) } : change));
  }

  /** Where a credential last worked or failed. */
  credential(name: string, use: CredentialUse): Promise<void> {
    return this.#write(this.#store.setValue(credentialUseKey(use.reason === null ? 'worked' : 'failed', name), JSON.stringify(use)));
  }

  #clean(facts: Facts): Facts {
    return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, this.#secrets.text(value)]));
  }

  #cleanProperty({ key, current, desired }: PropertyChange): PropertyChange {
    const secrets = this.#secrets;
    return { key: secrets.text(key), current: secrets.text(current), desired: desired === null ? null : secrets.text(desired) };
  }

  async #write(promise: Promise<void>): Promise<void> {
    try {
      await promise;
    } catch (error) {
      this.#onLost(error);
      throw new RoundsError('store/lost', `the record cannot be written: ${messageOf(error)}`, {}, error);
    }
  }
}
