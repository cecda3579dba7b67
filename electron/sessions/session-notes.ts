/** What becomes of a session, in the record and told to who listens: both at once, so that they never differ. */
import type { ReasonCode } from '../../shared/reasons.ts';
import type { ActionRecord, SessionRecord } from '../../shared/record.ts';
import { isFinal, type FinalResult, type Phase, type SessionStatus } from '../../shared/words.ts';
import type { Clock } from './clock.ts';
import type { Verdict } from './judge.ts';
import type { Recorder } from './recorder.ts';

export class SessionNotes {
  readonly #record: SessionRecord;
  readonly #recorder: Recorder;
  readonly #clock: Clock;

  constructor(record: SessionRecord, recorder: Recorder, clock: Clock) {
    this.#record = record;
    this.#recorder = recorder;
    this.#clock = clock;
  }

  /** Changes the status in the record and tells it. */
  async status(
    status: SessionStatus,
    phase: Phase | null,
    reason: ReasonCode | null,
    detail: string | null,
    more: { startedAt?: number; endedAt?: number | null; owner?: string | null } = {},
  ): Promise<void> {
    const { id: session, computer, tenant } = this.#record;
    const written = this.#recorder.session(this.#record, { status, phase, reason, detail, ...more });
    this.#recorder.event({ type: 'session.status', at: this.#clock.now(), session, computer, tenant, status, phase, reason, detail });
    await written;
  }

  /** Which actions it will do, and those of them that are over already. */
  planned(actions: readonly ActionRecord[], warnings: string[]): void {
    const named = actions.map(({ n, item, instance }) => ({ n, item, instance }));
    this.#recorder.event({ type: 'session.planned', at: this.#clock.now(), session: this.#record.id, actions: named, warnings });
    for (const action of actions) if (isFinal(action.result)) this.#recorder.tellFinished(this.#record, action, this.#clock.now());
  }

  /** Gives every action that has no result yet this one. */
  async finishAll(actions: readonly ActionRecord[], verdict: Verdict): Promise<void> {
    for (const action of actions) {
      if (isFinal(action.result)) continue;
      const ended = { ...verdict, result: verdict.result satisfies FinalResult, endedAt: this.#clock.now() };
      await this.#recorder.finish(this.#record, action, ended, this.#clock.now());
    }
  }

  /** It is over. An onboarding session says what its computer is from now on. */
  async end(status: SessionStatus, reason: ReasonCode | null, detail: string | null): Promise<void> {
    const { id, kind, computerId, computer, tenant, phase } = this.#record;
    if (kind === 'onboarding') await this.#recorder.computer(computerId, { onboarding: status === 'passed' ? 'onboarded' : 'needs-onboarding' });
    await this.status(status, phase, reason, detail, { endedAt: this.#clock.now(), owner: null });
    this.#recorder.event({ type: 'session.finished', at: this.#clock.now(), session: id, computer, tenant, status, reason, detail });
  }
}
