import { randomUUID } from 'node:crypto';
import type { ConnectionTestView } from '../../shared/api/connection-test.ts';
import type { SetUpEdit } from '../../shared/api/edit.ts';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { Engine } from '../engine.ts';
import { forgetHost, type KnownKey } from '../transports/ssh/forget-host.ts';
import type { TryStep } from '../transports/try-connection.ts';

/** So many that are over can still be looked at. */
const KEPT = 8;

interface Test {
  view: ConnectionTestView;
  stop: AbortController;
  changed: KnownKey | null;
}

/** Connections that are tested from the window. */
export class ConnectionTests {
  readonly #engine: Engine;
  readonly #changed: (id: string) => void;
  readonly #now: () => number;
  readonly #tests = new Map<string, Test>();

  constructor(engine: Engine, changed: (id: string) => void, now: () => number = Date.now) {
    this.#engine = engine;
    this.#changed = changed;
    this.#now = now;
  }

  start(edit: SetUpEdit, computer: string): string {
    const id = randomUUID();
    const test: Test = { view: { computer, steps: [], warnings: [], over: null }, stop: new AbortController(), changed: null };
    this.#tests.set(id, test);
    for (const [old, { view }] of this.#tests) if (this.#tests.size > KEPT && view.over !== null) this.#tests.delete(old);
    void this.#run(id, test, edit).finally(() => this.#changed(id));
    return id;
  }

  cancel(id: string): void {
    this.#tests.get(id)?.stop.abort('cancelled');
  }

  /** @throws RoundsError `usage/connection-test`, `input/known-hosts` */
  async forgetKey(id: string): Promise<void> {
    const changed = this.#tests.get(id)?.changed;
    if (!changed) throw new RoundsError('usage/connection-test', 'This test met no host key that was another before');
    await forgetHost(changed);
  }

  /** @throws RoundsError `usage/connection-test` */
  view(id: string): ConnectionTestView {
    const test = this.#tests.get(id);
    if (!test) throw new RoundsError('usage/connection-test', 'This test is not known any more');
    return test.view;
  }

  /** Ends what goes on. */
  end(): void {
    for (const { stop } of this.#tests.values()) stop.abort('cancelled');
  }

  async #run(id: string, test: Test, edit: SetUpEdit): Promise<void> {
    const { view, stop } = test;
    try {
      const tried = await this.#engine.testConnection(edit, view.computer, {
        signal: stop.signal,
        onStep: (step) => {
          this.#step(view, step);
          this.#changed(id);
        },
        onWarning: (warning) => {
          view.warnings.push(warning);
          this.#changed(id);
        },
      });
      if (stop.signal.aborted && !tried.ok) view.over = { ok: false, cancelled: true };
      else if (tried.ok) view.over = { ok: true, description: tried.description, facts: tried.facts };
      else {
        const { message, reason, advice, changed } = tried;
        test.changed = changed;
        const changedKey = changed && { known: changed.fingerprint, shown: changed.shown, file: changed.file };
        view.over = { ok: false, message, sentence: reason ? reasonText(reason).sentence : null, advice, changedKey };
      }
    } catch (error) {
      view.over = { ok: false, message: messageOf(error), sentence: null, advice: null, changedKey: null };
    }
  }

  #step(view: ConnectionTestView, { step, state, detail }: TryStep): void {
    const at = this.#now();
    if (state === 'started') {
      view.steps.push({ step, state, detail: detail ?? null, startedAt: at, ms: null });
      return;
    }
    const last = view.steps.findLast((one) => one.step === step && one.state === 'started');
    if (last) Object.assign(last, { state, detail: detail ?? last.detail, ms: at - last.startedAt });
    else view.steps.push({ step, state, detail: detail ?? null, startedAt: at, ms: 0 });
  }
}
