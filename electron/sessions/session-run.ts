/**
 * One session: connect, gather facts, resolve, look at every action, change what is not compliant in order, look again.
 * Whatever happens, the session ends with a status and every action of it with exactly one result.
 */
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { mergeLimits, type Limits } from '../../shared/limits.ts';
import type { Computer, Facts, Item, SetUp } from '../../shared/model.ts';
import type { Plan } from '../../shared/plan.ts';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { ActionRecord, BatchOptions, SessionRecord } from '../../shared/record.ts';
import { type Phase, type Platform, type SessionStatus } from '../../shared/words.ts';
import type { Connection, ConnectionTarget, HostKeyQuestion, SecretSource, Transport } from '../transports/transport.ts';
import { abortCause } from './abort.ts';
import { ActionSet } from './action-set.ts';
import type { Clock } from './clock.ts';
import { connectFailure, OFFLINE } from './connect-failure.ts';
import { credentialOutcome } from './credential-outcome.ts';
import { planActions } from './plan-actions.ts';
import type { Recorder } from './recorder.ts';
import type { KnownSecrets } from './redact.ts';
import { SessionNotes } from './session-notes.ts';
import { finishedStatus } from './session-status.ts';

/** What a session needs from outside; the same for all sessions of a batch. */
export interface SessionTools {
  setUp: SetUp;
  options: BatchOptions;
  transport: Transport;
  clock: Clock;
  recorder: Recorder;
  secrets: SecretSource;
  /** What `secrets` has given so far. */
  known: KnownSecrets;
  trust?: (question: HostKeyQuestion, signal?: AbortSignal) => Promise<boolean>;
  computerOf: (id: string) => Computer | undefined;
  /** Pure: the plan of a computer with these facts. */
  resolve: (computerId: string, facts: Facts) => Plan;
  /** Actions and their items when they are given (retry, resume, exec); else the plan decides once the facts are there. */
  prepared: (session: SessionRecord) => Promise<{ actions: ActionRecord[]; items: Item[] } | null>;
  /** The last known facts of a computer. */
  knownFacts: (computerId: string) => Facts;
}

/** How an attempt to run a session ended: over, or to be tried again once the computer answers. */
export type Attempt = { over: true } | { over: false; reason: ReasonCode; detail: string };

export class SessionRun {
  readonly record: SessionRecord;
  actions: ActionRecord[] = [];
  readonly #tools: SessionTools;
  readonly #notes: SessionNotes;
  readonly #controller = new AbortController();
  #set: ActionSet | null = null;

  constructor(record: SessionRecord, tools: SessionTools) {
    this.record = record;
    this.#tools = tools;
    this.#notes = new SessionNotes(record, tools.recorder, tools.clock);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the session, or one action of it. */
  cancel(n?: number): void {
    if (n === undefined) this.#controller.abort('cancelled');
    else this.#set?.cancel(n);
  }

  /** The record cannot be kept: nothing more may be done. */
  abandon(): void {
    this.#controller.abort('record-lost');
  }

  /** The computer of the set-up; where it is gone by now, what the record knows of it. */
  get #computer(): Computer {
    const { computerId: id, computer: name, tenant } = this.record;
    return this.#tools.computerOf(id) ?? { id, name, tenant, tags: [] };
  }

  get limits(): Limits {
    const { setUp } = this.#tools;
    const tenant = setUp.tenants.find((one) => one.name === this.record.tenant);
    return mergeLimits(setUp.limits, tenant?.limits, this.#computer.limits);
  }

  /**
   * Runs it. With `waits`, a computer that is off is no end: the caller comes back when it answers; with `crowded`, neither
   * is a workstation that has no file descriptor left, because others will give theirs back. Never throws.
   */
  async attempt(waits: boolean, crowded: boolean, target: () => Parameters<Transport['connect']>[0]): Promise<Attempt> {
    const { clock } = this.#tools;
    const limit = clock.after(this.limits.session, () => this.#controller.abort('session-timeout'));
    try {
      return await this.#attempt(waits, crowded, target);
    } catch (error) {
      if (this.signal.aborted) {
        await this.#aborted().catch(() => undefined);
        return { over: true };
      }
      await this.#notes.finishAll(this.actions, { result: 'error', reason: 'internal-error', detail: messageOf(error) }).catch(() => undefined);
      await this.#end(undefined, 'internal-error', messageOf(error)).catch(() => undefined);
      return { over: true };
    } finally {
      limit.cancel();
    }
  }

  async #attempt(waits: boolean, crowded: boolean, target: () => Parameters<Transport['connect']>[0]): Promise<Attempt> {
    const { clock, transport, secrets, known, trust, recorder } = this.#tools;
    await this.#notes.status('running', 'initialization', null, null, { startedAt: this.record.startedAt ?? clock.now() });
    let connection: Connection;
    let goal: ConnectionTarget | null = null;
    try {
      goal = target();
      connection = await transport.connect(goal, { secrets, signal: this.signal, ...(trust ? { trust } : {}) });
    } catch (error) {
      const { reason, detail } = connectFailure(error);
      if (this.signal.aborted && abortCause(this.signal) === 'session-timeout') return this.#notReached('session-timeout', detail);
      if (this.signal.aborted) return this.#aborted();
      if (reason === 'too-many-open-files' && crowded) return { over: false, reason, detail };
      if (waits && OFFLINE.has(reason)) return { over: false, reason, detail };
      if (goal) await this.#credentials(goal, reason);
      return this.#notReached(reason, detail);
    }
    try {
      const facts = await this.#facts(connection);
      if (!facts) return this.#aborted();
      await this.#credentials(goal, 'reason' in facts ? facts.reason : null);
      if ('reason' in facts) return await this.#notReached(facts.reason, facts.detail);
      await recorder.computer(this.record.computerId, { facts: facts.facts, lastSeen: clock.now() });
      await recorder.session(this.record, { facts: facts.facts });
      const items = await this.#plan(facts.facts);
      const set = new ActionSet(this.actions, items, this.record, {
        connection,
        recorder,
        clock,
        secrets: known,
        secretOf: secrets,
        limits: this.limits,
        facts: facts.facts,
        platform: (facts.facts['platform'] as Platform | undefined) ?? connection.platform,
        computer: this.#computer,
        signal: this.signal,
      });
      this.#set = set;
      await this.#phase('evaluation');
      if (this.record.kind !== 'exec') await set.evaluate();
      if (this.record.kind === 'check') await set.settleCheck();
      else {
        await this.#phase('execution');
        connection.access = 'change';
        await set.execute();
      }
      await this.#phase('completion');
      if (this.signal.aborted) return await this.#aborted();
      const lost =
        this.actions.find(({ reason }) => reason === 'connection-lost') ?? this.actions.find(({ reason }) => reason === 'computer-restarted');
      await this.#end(finishedStatus(this.actions), lost?.reason ?? null, lost?.detail ?? null);
      return { over: true };
    } finally {
      await connection.close();
    }
  }

  /** Which credentials did, and which did not: told by the set-up's credentials wherever they are looked at. */
  async #credentials(target: ConnectionTarget, reason: ReasonCode | null): Promise<void> {
    const { clock, recorder } = this.#tools;
    const { worked, failed } = credentialOutcome(target, reason);
    const use = { session: this.record.id, computer: this.record.computerId, at: clock.now() };
    await Promise.all([
      ...worked.map((name) => recorder.credential(name, { ...use, reason: null })),
      ...failed.map((name) => recorder.credential(name, { ...use, reason })),
    ]);
  }

  async #facts(connection: Connection): Promise<{ facts: Facts } | { reason: ReasonCode; detail: string } | null> {
    try {
      return { facts: await connection.facts({ timeout: this.limits.authenticate, signal: this.signal }) };
    } catch (error) {
      if (this.signal.aborted) return null;
      const { reason, detail } = connectFailure(error);
      return { reason: reason === 'internal-error' ? 'shell-silent' : reason, detail };
    }
  }

  /** Takes the actions that were given, or those that resolution names with today's facts. */
  async #plan(facts: Facts): Promise<Item[]> {
    const { recorder, clock, setUp, resolve, prepared } = this.#tools;
    const given = await prepared(this.record);
    if (!given && this.record.kind === 'exec') throw new RoundsError('internal/exec', 'an exec session has no script');
    if (given) {
      this.actions = given.actions;
      this.#notes.planned(this.actions, []);
      return given.items;
    }
    const plan = resolve(this.record.computerId, facts);
    const { actions, items } = planActions(this.record.id, plan, setUp, clock.now());
    this.actions = actions;
    await recorder.plan(this.record, actions, items);
    this.#notes.planned(this.actions, plan.warnings);
    return items;
  }

  /** No authenticated session: the actions that resolution can name are Skipped with the reason, so that a retry takes them all. */
  async #notReached(reason: ReasonCode, detail: string): Promise<Attempt> {
    if (this.actions.length === 0) {
      await this.#plan(this.#tools.knownFacts(this.record.computerId)).catch((error: unknown) =>
        this.#tools.recorder.event({ type: 'warning', at: this.#tools.clock.now(), computer: this.record.computer, message: messageOf(error) }),
      );
    }
    await this.#notes.finishAll(this.actions, { result: 'skipped', reason, detail });
    await this.#end('not-reached', reason, detail);
    return { over: true };
  }

  /** The wait for a computer that is off is over. */
  async notReached(reason: ReasonCode, detail: string): Promise<void> {
    await this.#notReached(reason, detail).catch(() => undefined);
  }

  /** Cancelled or out of time while it was queued or waited for. */
  async endAborted(): Promise<void> {
    await this.#aborted().catch(() => undefined);
  }

  async #aborted(): Promise<Attempt> {
    const cause = abortCause(this.signal);
    if (cause === 'record-lost') {
      // What can still be written says that it did not end by itself; the rest the next start finds.
      await this.#end('interrupted', 'interrupted', 'the record could not be written');
    } else if (cause === 'session-timeout') {
      await this.#notes.finishAll(this.actions, { result: 'timeout', reason: 'session-timeout', detail: null });
      await this.#end(undefined, 'session-timeout', null);
    } else {
      await this.#notes.finishAll(this.actions, { result: 'cancelled', reason: 'cancelled-by-operator', detail: null });
      await this.#end('cancelled', 'cancelled-by-operator', null);
    }
    return { over: true };
  }

  async #phase(phase: Phase): Promise<void> {
    if (!this.signal.aborted) await this.#notes.status('running', phase, null, null);
  }

  /** @param status undefined: whatever the actions say */
  async #end(status: SessionStatus | undefined, reason: ReasonCode | null, detail: string | null): Promise<void> {
    const final = status ?? finishedStatus(this.actions.length > 0 ? this.actions : [{ result: 'error', reason }]);
    await this.#notes.end(final, reason, detail);
  }

  /** It waits for a place on this workstation. */
  async queued(reason: ReasonCode, detail: string): Promise<void> {
    await this.#notes.status('queued', null, reason, detail).catch(() => undefined);
  }

  /** It waits for its computer: no slot is held meanwhile. */
  async pending(reason: ReasonCode, detail: string): Promise<void> {
    await this.#notes.status('pending-connectivity', null, reason, detail).catch(() => undefined);
  }
}
