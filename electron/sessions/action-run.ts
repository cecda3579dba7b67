/**
 * One action on one connection: look at it (test, or detect), change it, look again. The session decides when; this
 * decides nothing about other actions. Every way out is an answer or a verdict, never an exception of a script.
 */
import type { Item, ScriptName, ScriptSource, VersionWish } from '../../shared/model.ts';
import type { Limits } from '../../shared/limits.ts';
import type { ActionRecord, ActionStep, PropertyChange } from '../../shared/record.ts';
import type { Platform } from '../../shared/words.ts';
import type { Connection, Outcome } from '../transports/transport.ts';
import {
  judgeEnd,
  judgeExec,
  judgeGet,
  judgeSet,
  judgeTest,
  lostReason,
  lostText,
  propertyChanges,
  propertyValues,
  type Heard,
  type Verdict,
} from './judge.ts';
import { runScript, shellOf, type ScriptRun } from './script-run.ts';
import { decideSoftware, needsAvailable, printedVersion } from './software.ts';

/** What a look at an action says. */
export type Answer =
  | { kind: 'compliant' }
  | { kind: 'change'; properties: PropertyChange[]; scripts: ScriptName[]; version: string; available: string | null }
  | { kind: 'verdict'; verdict: Verdict; properties: PropertyChange[] };

export type ActionTools = Pick<ScriptRun, 'connection' | 'recorder' | 'clock' | 'secrets'> & {
  platform: Platform;
  limits: Limits;
};

export class ActionRun {
  readonly record: ActionRecord;
  readonly item: Item;
  /** What the last look said. */
  answer: Answer | null = null;
  /** The set, or an exit status of it, asked for a restart. */
  restart = false;
  readonly #tools: ActionTools;
  readonly #signal: AbortSignal;
  /** Parameters, files folder, instance: what every script of the action gets. */
  readonly #env: Record<string, string>;
  #usedMs = 0;
  /** The script before the next one. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(record: ActionRecord, item: Item, tools: ActionTools, env: Record<string, string>, signal: AbortSignal) {
    this.record = record;
    this.item = item;
    this.#tools = tools;
    this.#env = env;
    this.#signal = signal;
  }

  /** Time spent in scripts so far, milliseconds. */
  get ms(): number {
    return this.#usedMs;
  }

  get #connection(): Connection {
    return this.#tools.connection;
  }

  #script(name: ScriptName): ScriptSource | undefined {
    return this.item.scripts[this.#tools.platform]?.[name];
  }

  /** The action's whole budget: the deployment's limit, else the item's own, else that of computer, tenant, all. */
  get #limit(): number {
    return this.record.frozen.limits?.action ?? this.item.timeout ?? this.#tools.limits.action;
  }

  #run(name: ScriptName, script: ScriptSource, step: ActionStep, extra: Record<string, string> = {}): Promise<{ outcome: Outcome; heard: Heard }> {
    const { connection, recorder, clock, secrets, limits } = this.#tools;
    const access = step === 'set' ? 'change' : 'read';
    const ended = runScript({
      connection,
      recorder,
      clock,
      secrets,
      action: this.record,
      step,
      script,
      access,
      env: { ...this.#env, ...extra, ROUNDS_SCRIPT: name },
      budget: () => Math.max(1, this.#limit - this.#usedMs),
      idleTimeout: this.record.frozen.limits?.idleOutput ?? limits.idleOutput,
      signal: this.#signal,
      before: this.#before,
    }).then((run) => {
      this.#usedMs += run.outcome.ms;
      if (run.outcome.kind === 'exited' && run.outcome.reconnected && !this.record.flags.includes('reconnected'))
        this.record.flags.push('reconnected');
      return run;
    });
    // Whether it failed is for who called; here it counts that it is over.
    this.#before = ended.catch(() => undefined);
    return ended;
  }

  /** Looks whether the action is compliant; sends only scripts that look. */
  async look(step: 'test' | 'verify'): Promise<Answer> {
    if (this.item.kind === 'software') return this.#lookSoftware(step);
    if (this.record.frozen.mode === 'monitor') return this.#lookValue();
    const script = this.#script('test');
    if (!script) return final({ result: 'error', reason: 'test-missing', detail: null });
    const { outcome, heard } = await this.#run('test', script, step);
    const answer = judgeTest(outcome, heard, shellOf(script));
    if ('verdict' in answer) return final(answer.verdict);
    if (answer.compliant) return { kind: 'compliant' };
    return { kind: 'change', properties: propertyChanges(heard.stdout), scripts: ['set'], version: '', available: null };
  }

  async #lookValue(): Promise<Answer> {
    const script = this.#script('get');
    if (!script) return final({ result: 'error', reason: 'test-missing', detail: 'it has no get script' });
    const { outcome, heard } = await this.#run('get', script, 'get');
    const verdict = judgeGet(outcome, heard);
    return final(verdict, verdict.result === 'success' ? propertyValues(heard.stdout) : []);
  }

  async #lookSoftware(step: 'test' | 'verify'): Promise<Answer> {
    const detect = this.#script('detect');
    if (!detect) return final({ result: 'error', reason: 'test-missing', detail: 'it has no detect script' });
    const wish = this.#wish;
    // What was the newest when the action was first looked at stays so: a verify asks about the same version.
    const before = this.answer?.kind === 'change' ? this.answer.available : null;
    const availableScript = this.#script('available');
    const ask = before === null && availableScript !== undefined && wish !== 'absent' && !(typeof wish === 'object' && 'exactly' in wish);
    const [detected, offered] = await Promise.all([this.#run('detect', detect, step), ask ? this.#run('available', availableScript, step) : null]);

    const answer = judgeTest(detected.outcome, detected.heard, shellOf(detect));
    if ('verdict' in answer) return final(answer.verdict);
    const installed = answer.compliant ? printedVersion(detected.heard.raw.stdout) : null;
    if (answer.compliant && installed === null)
      return final({ result: 'error', reason: 'version-unknown', detail: 'detect ended with status 0 and printed no version: line' });

    let available = before;
    if (offered) {
      const ended = judgeEnd(offered.outcome, offered.heard);
      if (ended && needsAvailable(wish)) return final(ended);
      if (!ended && offered.outcome.kind === 'exited' && offered.outcome.status === 0)
        available = printedVersion(offered.heard.raw.stdout) ?? offered.heard.raw.stdout.at(-1)?.trim() ?? null;
    }
    const decision = decideSoftware(
      wish,
      { installed, available },
      this.item.versionScheme ?? 'dotted',
      (script) => this.#script(script) !== undefined,
    );
    switch (decision.kind) {
      case 'compliant':
        return { kind: 'compliant' };
      case 'verdict':
        return final(decision.verdict);
      case 'change':
        return {
          kind: 'change',
          properties: [{ key: 'version', current: installed ?? 'absent', desired: decision.desired }],
          scripts: decision.scripts,
          version: decision.version,
          available,
        };
    }
  }

  get #wish(): VersionWish {
    const state = this.record.frozen.state;
    return state === undefined || state === 'ignore' ? 'any' : state;
  }

  /**
   * Changes what the last look found, then looks again; only that look makes a Success. The set and the test after it
   * are sent together: one round trip.
   */
  async change(): Promise<Verdict> {
    const wanted = this.answer;
    if (wanted?.kind !== 'change') throw new Error('change() without a look that asked for it');
    const scripts = wanted.scripts.map((name) => ({ name, script: this.#script(name) }));
    const missing = scripts.find(({ script }) => script === undefined);
    if (missing) return { result: 'error', reason: 'set-missing', detail: `it has no ${missing.name} script for ${this.#tools.platform}` };
    let failed: Verdict | null = null;
    let lost: Extract<Outcome, { kind: 'lost' }> | null = null;
    let after: Promise<Answer> | null = null;
    for (const [at, { name, script }] of scripts.entries()) {
      if (!script) continue;
      const setting = this.#run(name, script, 'set', this.item.kind === 'software' ? { ROUNDS_VERSION: wanted.version } : {});
      if (at === scripts.length - 1) {
        after = this.look('verify');
        // When the set throws first (the record is lost), nobody waits for this one any more.
        after.catch(() => undefined);
      }
      const { outcome, heard } = await setting;
      if (outcome.kind === 'exited' && outcome.restart) this.restart = true;
      // What a lost connection left open, the test decides, as far as it can.
      if (outcome.kind === 'lost') lost = outcome;
      failed = outcome.kind === 'lost' ? null : judgeSet(outcome, heard);
      if (failed) break;
    }
    after ??= this.look('verify');
    const found = await after;
    if (lost !== null && found.kind !== 'compliant') {
      // Not compliant says nothing where the set may still be at work; after a restart nothing of it is.
      const said = lost.restarted === true && found.kind === 'change';
      const detail = said ? `${lostText(lost)}; the test afterwards says not compliant` : lostText(lost);
      return { result: said ? 'error' : 'unknown', reason: lostReason(lost), detail };
    }
    return this.#verdict(failed, found);
  }

  #verdict(failed: Verdict | null, after: Answer): Verdict {
    if (failed) {
      if (failed.result !== 'error' || after.kind === 'verdict') return failed;
      const now = after.kind === 'compliant' ? 'the test afterwards says compliant' : 'the test afterwards says not compliant';
      return { ...failed, detail: failed.detail ? `${failed.detail.replace(/[.;]$/, '')}; ${now}` : now };
    }
    if (after.kind === 'compliant') return { result: 'success', reason: 'set-and-verified', detail: null };
    if (after.kind === 'verdict') {
      // A test that no longer applies after its own set has not confirmed anything.
      const { verdict } = after;
      return verdict.result === 'not-applicable' || (verdict.result === 'skipped' && verdict.reason === 'condition')
        ? { result: 'error', reason: 'not-compliant-after-set', detail: `the test afterwards says ${verdict.result}` }
        : verdict.result === 'skipped'
          ? { result: 'unknown', reason: 'connection-lost', detail: verdict.detail }
          : verdict;
    }
    if (this.restart) return { result: 'error', reason: 'restart-pending', detail: null };
    return { result: 'error', reason: 'not-compliant-after-set', detail: propertyText(after.properties) };
  }

  /** Runs the one script of an `exec` session; nothing is tested. */
  async execute(): Promise<Verdict> {
    const script = this.#script('set');
    if (!script) return { result: 'not-applicable', reason: 'platform', detail: null };
    const { outcome, heard } = await this.#run('set', script, 'set');
    if (outcome.kind === 'exited' && outcome.restart) this.restart = true;
    return judgeExec(outcome, heard);
  }

  /** Brings the files of the item to the computer and says where they are. @throws RoundsError `transport/put-file` */
  async pushFiles(): Promise<void> {
    if (this.item.files.length === 0) return;
    const files = this.item.files.map(({ path, sha256, executable }) => ({ path, sha256, executable, source: `${this.item.folder}/${path}` }));
    this.#env['ROUNDS_FILES'] = await this.#connection.putFiles(files);
  }
}

const final = (verdict: Verdict, properties: PropertyChange[] = []): Answer => ({ kind: 'verdict', verdict, properties });

function propertyText(properties: readonly PropertyChange[]): string | null {
  const first = properties[0];
  if (!first) return null;
  const more = properties.length > 1 ? ` and ${properties.length - 1} more` : '';
  return `${first.key}: ${first.current}${first.desired === null ? '' : ` -> ${first.desired}`}${more}`;
}
