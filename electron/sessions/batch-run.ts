/** A batch: many sessions under the caps, each in a slot of its own; none waits for another (P11, P12). */
import type { ActionSummary, RunEvent, SessionSummary } from '../../shared/events.ts';
import { messageOf } from '../../shared/errors.ts';
import { DEFAULT_LIMITS } from '../../shared/limits.ts';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { ActionRecord, BatchRecord, SessionRecord } from '../../shared/record.ts';
import type { Store } from '../store/store.ts';
import type { ConnectionTarget, SecretSource } from '../transports/transport.ts';
import { sleep } from './clock.ts';
import { connectFailure } from './connect-failure.ts';
import { Recorder } from './recorder.ts';
import { KnownSecrets } from './redact.ts';
import type { RunningBatch } from './run-request.ts';
import { SessionRun, type SessionTools } from './session-run.ts';
import { Slots } from './slots.ts';

/** Between two looks whether a computer that is waited for is back: doubles up to the longer one. Milliseconds. */
const FIRST_PROBE_MS = 1_000;
const LONGEST_PROBE_MS = 30_000;
/** How often other processes' wishes to cancel are looked for. */
const CANCEL_POLL_MS = 500;

export interface BatchTools extends Omit<SessionTools, 'recorder' | 'known'> {
  store: Store;
  /** How a computer is reached. @throws RoundsError when the set-up does not say it */
  targetOf: (computerId: string) => ConnectionTarget;
}

export class BatchRun implements RunningBatch {
  readonly id: string;
  readonly finished: Promise<SessionSummary[]>;
  readonly #tools: BatchTools;
  readonly #listeners = new Set<(event: RunEvent) => void>();
  readonly #sessions: SessionRun[];
  readonly #recorder: Recorder;
  readonly #over = new AbortController();
  /** Ends what somebody is still asked. */
  readonly #asking = new AbortController();
  #lost: Error | null = null;

  /** The batch and its sessions are in the record already. */
  constructor(batch: BatchRecord, sessions: SessionRecord[], tools: BatchTools) {
    this.id = batch.id;
    this.#tools = tools;
    const known = new KnownSecrets();
    this.#recorder = new Recorder(
      tools.store,
      known,
      (event) => this.#tell(event),
      (error) => this.#recordLost(error),
    );
    // One source for the whole run, so that a passphrase is asked for, and a key unlocked with it, once.
    const given = new Map<string, Promise<string | null>>();
    const secrets: SecretSource = async (name, purpose) => {
      const asked = given.get(name) ?? tools.secrets(name, purpose, this.#asking.signal);
      given.set(name, asked);
      asked.catch(() => given.delete(name));
      const value = await asked;
      if (value !== null) known.add(value);
      return value;
    };
    const ask = tools.trust;
    const trust: Pick<BatchTools, 'trust'> = ask ? { trust: (question) => ask(question, this.#asking.signal) } : {};
    this.#sessions = sessions.map((session) => new SessionRun(session, { ...tools, ...trust, secrets, known, recorder: this.#recorder }));
    // Begins in the next tick, so that who started it can subscribe and miss nothing.
    this.finished = new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#run(batch));
    this.finished.catch(() => undefined);
  }

  /** A listener that fails has nothing to do with the run: it is told nothing more. */
  #tell(event: RunEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        this.#listeners.delete(listener);
      }
    }
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(what: { session?: string; n?: number } = {}): void {
    if (what.session === undefined) this.#asking.abort();
    for (const session of this.#sessions) {
      if (what.session === undefined || what.session === session.record.id) session.cancel(what.n);
    }
  }

  /** True when a session of this id, or the batch itself, runs here. */
  holds(id: string): boolean {
    return id === this.id || this.#sessions.some((session) => session.record.id === id);
  }

  #recordLost(error: unknown): void {
    this.#lost ??= error instanceof Error ? error : new Error(messageOf(error));
    for (const session of this.#sessions) session.abandon();
  }

  async #run(batch: BatchRecord): Promise<SessionSummary[]> {
    const { clock, options, setUp, store } = this.#tools;
    const sessions = this.#sessions.map(({ record }) => ({ id: record.id, computer: record.computer, tenant: record.tenant }));
    this.#recorder.event({ type: 'batch.started', at: clock.now(), batch: batch.id, kind: batch.kind, sessions });
    const tenants = new Map(setUp.tenants.map((tenant) => [tenant.name, tenant.limits?.concurrency]));
    const total = options.concurrency ?? setUp.limits.concurrency ?? DEFAULT_LIMITS.concurrency;
    const room = this.#tools.transport.room?.() ?? Infinity;
    if (room < Math.min(total, sessions.length)) {
      const message = `This workstation has file descriptors for ${room} computer${room === 1 ? '' : 's'} at a time (ulimit -n): no more are taken at once. Raise the limit for more.`;
      this.#recorder.event({ type: 'warning', at: clock.now(), message });
    }
    const slots = new Slots(Math.min(total, room), (tenant) => options.perTenant ?? tenants.get(tenant) ?? Infinity);
    const polling = this.#pollCancel();
    try {
      await Promise.all(this.#sessions.map((session) => this.#runSession(session, slots)));
      if (this.#lost) throw this.#lost;
      await store.endBatch(batch.id, clock.now());
      await store.flush();
    } finally {
      this.#over.abort();
      this.#asking.abort();
      await polling;
    }
    const summaries = await this.#summaries(batch.id);
    this.#recorder.event({ type: 'batch.finished', at: clock.now(), batch: batch.id, sessions: summaries });
    return summaries;
  }

  async #runSession(session: SessionRun, slots: Slots): Promise<void> {
    const { options, clock, targetOf } = this.#tools;
    const deadline = options.offline.rule === 'wait' ? clock.now() + options.offline.ms : 0;
    for (;;) {
      const release = await slots.take(session.record.tenant, session.signal);
      if (!release) return session.endAborted();
      let attempt;
      try {
        attempt = await session.attempt(clock.now() < deadline, !slots.single, () => targetOf(session.record.computerId));
      } finally {
        release();
      }
      if (attempt.over) return;
      if (attempt.reason === 'too-many-open-files') {
        // Its place is not there: as many go on as have one, and it comes again when one of them ends.
        slots.shrink();
        await session.queued(attempt.reason, attempt.detail);
        continue;
      }
      await session.pending(attempt.reason, attempt.detail);
      const back = await this.#waitFor(session, deadline);
      if (session.signal.aborted) return session.endAborted();
      if (!back) return session.notReached('offline-deadline', attempt.detail);
    }
  }

  /** True as soon as its port answers, false when the deadline came first. */
  async #waitFor(session: SessionRun, deadline: number): Promise<boolean> {
    const { clock, transport, targetOf } = this.#tools;
    for (let pause = FIRST_PROBE_MS; !session.signal.aborted; pause = Math.min(pause * 2, LONGEST_PROBE_MS)) {
      const left = deadline - clock.now();
      if (left <= 0) return false;
      await sleep(clock, Math.min(pause, left), session.signal);
      if (session.signal.aborted || clock.now() >= deadline) continue;
      let away: ReasonCode | null;
      try {
        away = await transport.probe(targetOf(session.record.computerId), session.signal);
      } catch (error) {
        away = connectFailure(error).reason;
      }
      if (away === null) return true;
    }
    return false;
  }

  async #pollCancel(): Promise<void> {
    const { clock, store } = this.#tools;
    while (!this.#over.signal.aborted) {
      await sleep(clock, CANCEL_POLL_MS, this.#over.signal);
      if (this.#over.signal.aborted) return;
      const wishes = new Set(await store.cancelRequests().catch(() => []));
      if (wishes.has(this.id)) this.cancel();
      for (const { record } of this.#sessions) if (wishes.has(record.id)) this.cancel({ session: record.id });
    }
  }

  /** Every session of the batch, also those that ran before a resume. */
  async #summaries(batch: string): Promise<SessionSummary[]> {
    const { store } = this.#tools;
    const here = new Map(this.#sessions.map((session) => [session.record.id, session]));
    const records = await store.sessions({ batch, limit: 1_000_000 });
    const summaries = await Promise.all(
      records.map(async (record) => {
        const run = here.get(record.id);
        return summarize(run?.record ?? record, run ? run.actions : await store.actions(record.id));
      }),
    );
    const order = new Map(this.#sessions.map((session, at) => [session.record.id, at]));
    return summaries.sort((a, b) => (order.get(a.id) ?? -1) - (order.get(b.id) ?? -1));
  }
}

/** A session as `batch.finished` tells it. */
export function summarize(session: SessionRecord, actions: readonly ActionRecord[]): SessionSummary {
  const { id, computer, tenant, status, reason } = session;
  return {
    id,
    computer,
    tenant,
    status,
    reason,
    actions: actions.map(({ item, instance, result, reason: why, ms }): ActionSummary => ({ item, instance, result, reason: why, ms })),
  };
}
