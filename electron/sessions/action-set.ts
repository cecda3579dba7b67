/** The actions of one session on one connection: who is looked at, who is changed, in which order, and how each ends. */
import { messageOf, outOfFiles, RoundsError } from '../../shared/errors.ts';
import type { Limits } from '../../shared/limits.ts';
import type { Computer, Facts, Item } from '../../shared/model.ts';
import { itemKey } from '../../shared/plan.ts';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { ActionRecord, PropertyChange, SessionRecord } from '../../shared/record.ts';
import { isFinal, type FinalResult, type Platform } from '../../shared/words.ts';
import { checkParameters, parameterEnvironment } from '../catalogue/parameters.ts';
import { judgeFacts } from '../resolution/index.ts';
import type { Connection, SecretSource } from '../transports/transport.ts';
import { childController } from './abort.ts';
import { ActionRun } from './action-run.ts';
import type { Clock } from './clock.ts';
import { actionsByKey, dependencyVerdict, satisfies } from './dependencies.ts';
import type { Verdict } from './judge.ts';
import type { Recorder } from './recorder.ts';
import type { KnownSecrets } from './redact.ts';

export interface ActionSetTools {
  connection: Connection;
  recorder: Recorder;
  clock: Clock;
  secrets: KnownSecrets;
  secretOf: SecretSource;
  limits: Limits;
  facts: Facts;
  platform: Platform;
  computer: Computer;
  signal: AbortSignal;
}

interface Entry {
  record: ActionRecord;
  /** Absent where there is nothing to run: it was decided before, or its item is gone. */
  run?: ActionRun;
  controller: AbortController;
  release: () => void;
}

export class ActionSet {
  readonly #session: SessionRecord;
  readonly #tools: ActionSetTools;
  readonly #entries: Entry[];
  readonly #byKey: Map<string, ActionRecord>;
  readonly #items: Map<string, Item>;
  /** Keys that the evaluation found compliant, and that depend on nothing that was not. */
  readonly #settled = new Set<string>();
  #restartPending = false;

  constructor(actions: ActionRecord[], items: Item[], session: SessionRecord, tools: ActionSetTools) {
    this.#session = session;
    this.#tools = tools;
    this.#byKey = actionsByKey(actions);
    this.#items = new Map(items.map((item) => [item.hash, item]));
    this.#entries = actions.map((record) => ({ record, ...childController(tools.signal) }));
  }

  /** Cancels one action, whether it runs or waits. */
  cancel(n: number): void {
    this.#entries[n]?.controller.abort('cancelled');
  }

  /** Looks at every action that is not decided yet. All are sent at once and run one after the other. */
  async evaluate(): Promise<void> {
    await Promise.all(this.#entries.map((entry) => this.#guard(entry, () => this.#look(entry))));
    for (const { record, run } of this.#entries) {
      const answer = run?.answer;
      const compliant = satisfies(record) || answer?.kind === 'compliant' || (answer?.kind === 'verdict' && answer.verdict.result === 'success');
      if (compliant && !this.#provisional(record)) this.#settled.add(itemKey(record.item, record.instance));
    }
  }

  /** True while something that it needs is not, or may not stay, compliant: what a test says now may not last. */
  #provisional(record: ActionRecord): boolean {
    return record.frozen.dependsOn.some((key) => this.#byKey.has(key) && !this.#settled.has(key));
  }

  async #look(entry: Entry): Promise<void> {
    const run = await this.#prepare(entry);
    if (!run) return;
    run.answer = await run.look('test');
    // What was cancelled while it ran says so itself: whether it could be ended, and its process if not.
    if (run.answer.kind === 'verdict' && run.answer.verdict.result === 'cancelled') await this.#end(entry, run.answer.verdict);
  }

  /** Puts together what an action needs; an action that cannot be run ends here. */
  async #prepare(entry: Entry): Promise<ActionRun | null> {
    const { record } = entry;
    if (isFinal(record.result)) return null;
    if (entry.controller.signal.aborted) return null;
    if (entry.run) return entry.run;
    const item = this.#items.get(record.frozen.itemHash);
    if (!item) return this.#end(entry, { result: 'error', reason: 'item-missing', detail: record.item });
    const facts = judgeFacts(item, this.#tools.computer, { ...this.#tools.facts, platform: this.#tools.platform });
    if (facts && this.#session.kind !== 'exec') return this.#end(entry, facts);
    const env = await this.#environment(item, record);
    if ('result' in env) return this.#end(entry, env);
    // Kept with its end, or when it begins to change something: that it was being looked at is not worth a write of its own.
    record.startedAt ??= this.#tools.clock.now();
    entry.run = new ActionRun(record, item, this.#tools, env.values, entry.controller.signal);
    try {
      await entry.run.pushFiles();
    } catch (error) {
      if (entry.controller.signal.aborted) return null;
      const changed = error instanceof RoundsError && error.details['changed'] === true;
      const reason = outOfFiles(error) ? 'too-many-open-files' : changed ? 'item-changed' : 'files-not-pushed';
      return this.#end(entry, { result: 'error', reason, detail: messageOf(error) });
    }
    return entry.run;
  }

  async #environment(item: Item, record: ActionRecord): Promise<{ values: Record<string, string> } | Verdict> {
    const { parameters } = record.frozen;
    const wrong = checkParameters(item, parameters)[0];
    if (wrong) return { result: 'error', reason: 'parameter-invalid', detail: `${wrong.parameter}: ${wrong.message}` };
    const values = new Map<string, string>();
    for (const value of Object.values(parameters)) {
      if (typeof value !== 'object' || Array.isArray(value) || values.has(value.secret)) continue;
      const secret = await this.#tools.secretOf(value.secret, `parameter of ${item.name}`);
      if (secret === null) return { result: 'error', reason: 'secret-missing', detail: value.secret };
      values.set(value.secret, secret);
    }
    return {
      values: {
        ...parameterEnvironment(item, parameters, (name) => values.get(name) ?? ''),
        ...(record.instance === null ? {} : { ROUNDS_INSTANCE: record.instance }),
        ROUNDS_ITEM: item.id,
      },
    };
  }

  /** After the evaluation of a check: what a run would do, without doing it. */
  async settleCheck(): Promise<void> {
    for (const entry of this.#entries) {
      await this.#guard(entry, async () => {
        const { record, run } = entry;
        const answer = run?.answer;
        if (isFinal(record.result) || !answer) return;
        const blocked = dependencyVerdict(record, this.#withoutWouldChange());
        if (blocked) await this.#end(entry, blocked);
        else if (answer.kind === 'compliant') await this.#end(entry, { result: 'already-compliant', reason: 'already-compliant', detail: null });
        else if (answer.kind === 'change') {
          const audit = record.frozen.mode === 'audit';
          await this.#end(entry, audit ? notCompliant : { result: 'skipped', reason: 'would-change', detail: null }, answer.properties);
        } else if (this.#provisional(record) && answer.verdict.result === 'error') {
          await this.#end(entry, { result: 'unknown', reason: 'depends-on-change', detail: answer.verdict.detail });
        } else await this.#end(entry, answer.verdict, answer.properties);
      });
    }
  }

  /** In a check, what would change or is not known blocks nobody. */
  #withoutWouldChange(): Map<string, ActionRecord> {
    return new Map([...this.#byKey].filter(([, action]) => action.reason !== 'would-change' && action.reason !== 'depends-on-change'));
  }

  /** Changes what is not compliant, in order, each after its dependencies. */
  async execute(): Promise<void> {
    for (const entry of this.#entries) await this.#guard(entry, () => this.#execute(entry));
  }

  async #execute(entry: Entry): Promise<void> {
    const { record } = entry;
    // A cancelled session ends what has not begun by itself: as Cancelled, not as blocked by what was cancelled.
    if (isFinal(record.result) || this.#tools.signal.aborted) return;
    const blocked = dependencyVerdict(record, this.#byKey);
    if (blocked) return void (await this.#end(entry, blocked));
    if (this.#lost) return void (await this.#end(entry, entry.run?.answer?.kind === 'verdict' ? entry.run.answer.verdict : lostBefore));
    const run = await this.#prepare(entry);
    if (!run) return;
    if (this.#session.kind === 'exec') return this.#exec(entry, run);
    // What was said before its dependencies were compliant was provisional: now it is asked again.
    const before = run.answer;
    const answer = !before || this.#provisional(record) ? await run.look('test') : before;
    run.answer = answer;
    if (answer.kind === 'compliant') {
      const reason = before && before.kind !== 'compliant' ? 'compliant-now' : 'already-compliant';
      return void (await this.#end(entry, { result: 'already-compliant', reason, detail: null }));
    }
    if (answer.kind === 'verdict') return void (await this.#end(entry, answer.verdict, answer.properties));
    if (record.frozen.mode === 'audit') return void (await this.#end(entry, notCompliant, answer.properties));
    if (this.#restartPending)
      return void (await this.#end(entry, { result: 'skipped', reason: 'reboot-suppressed', detail: null }, answer.properties));
    await this.#tools.recorder.action(record, {
      changed: true,
      result: 'running',
      startedAt: record.startedAt ?? this.#tools.clock.now(),
      properties: answer.properties,
    });
    const verdict = await run.change();
    this.#noteRestart(run);
    await this.#end(entry, verdict, answer.properties);
  }

  async #exec(entry: Entry, run: ActionRun): Promise<void> {
    await this.#tools.recorder.action(entry.record, {
      changed: true,
      result: 'running',
      startedAt: entry.record.startedAt ?? this.#tools.clock.now(),
    });
    const verdict = await run.execute();
    this.#noteRestart(run);
    await this.#end(entry, verdict);
  }

  #noteRestart(run: ActionRun): void {
    if (!run.restart) return;
    this.#restartPending = true;
    if (!run.record.flags.includes('restart-pending')) run.record.flags.push('restart-pending');
  }

  /** Nothing that goes wrong with one action may keep it, or another, from having its result. */
  async #guard(entry: Entry, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isFinal(entry.record.result) && !this.#tools.signal.aborted) {
        await this.#end(entry, { result: 'error', reason: reasonOf(error), detail: messageOf(error) });
      }
    }
    // Cancelled alone: the session goes on. A cancelled session ends all of its actions by itself.
    if (entry.controller.signal.aborted && !this.#tools.signal.aborted && !isFinal(entry.record.result)) {
      await this.#end(entry, { result: 'cancelled', reason: 'cancelled-by-operator', detail: null });
    }
  }

  async #end(entry: Entry, verdict: Verdict, properties: PropertyChange[] = []): Promise<null> {
    const { record } = entry;
    if (isFinal(record.result)) return null;
    // A script that was ended by the end of its session says so with the session's cause.
    if (verdict.result === 'cancelled' && this.#tools.signal.reason === 'session-timeout') {
      verdict = { ...verdict, result: 'timeout', reason: 'session-timeout' };
    }
    entry.release();
    const { recorder, clock } = this.#tools;
    if (verdict.reason === 'still-running' || (verdict.result === 'timeout' && verdict.detail !== null)) {
      if (!record.flags.includes('still-running')) record.flags.push('still-running');
    }
    const result: FinalResult = verdict.result;
    await recorder.finish(
      this.#session,
      record,
      {
        ...verdict,
        result,
        flags: record.flags,
        properties,
        ...(record.startedAt === null ? {} : { startedAt: record.startedAt }),
        endedAt: clock.now(),
        ms: entry.run?.ms ?? 0,
      },
      clock.now(),
    );
    return null;
  }

  /** The connection broke for good: the transport has used up a whole action's time to get it back. */
  get #lost(): boolean {
    return this.#entries.some(({ record }) => record.reason === 'connection-lost');
  }
}

const lostBefore: Verdict = { result: 'skipped', reason: 'connection-lost', detail: 'the connection broke before it began' };
const notCompliant: Verdict = { result: 'error', reason: 'not-compliant', detail: null };

/** An error that brings its reason keeps it (a wrong passphrase of the vault). */
function reasonOf(error: unknown): ReasonCode {
  if (!(error instanceof RoundsError)) return 'internal-error';
  // What cannot be sent at all (a NUL in a value) is the fault of what was asked for, not ours.
  return error.details.reason ?? (error.kind.startsWith('input/') ? 'parameter-invalid' : 'internal-error');
}
