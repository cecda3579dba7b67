/** `doctor`: connects step by step, and says which step fails and what to do. */
import { effectiveConnection } from '../../electron/setup/connection.ts';
import { CONNECT_STEPS, type ConnectStep } from '../../electron/transports/transport.ts';
import { formatElapsed } from '../../shared/duration.ts';
import { RoundsError } from '../../shared/errors.ts';
import { reasonText, REASON_CODES, type ReasonCode } from '../../shared/reasons.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { fieldLines } from '../terminal/table.ts';
import { pad, wrap } from '../terminal/width.ts';
import { computerId, readKnown, warn } from './selection.ts';

const FACTS_LIMIT_MS = 60_000;

type Step = { step: ConnectStep['step'] | 'facts'; state: ConnectStep['state']; detail?: string };
const STEP_WIDTH = Math.max(...CONNECT_STEPS.map((step) => step.length));

/** Shows each step as it ends, with the time it took; the one under way stands in the bar. */
function createStepView({ io, screen, style, json }: Context) {
  let current: { step: Step['step']; at: number } | null = null;
  let lastDetail: string | undefined;
  return {
    /** Whether the last line said it already. */
    said: (message: string): boolean => !json && lastDetail === message,
    step({ step, state, detail }: Step) {
      if (json) screen.line(jsonLine({ type: 'doctor.step', at: io.now(), step, state, detail: detail ?? null }));
      if (state === 'started') {
        current = { step, at: io.now() };
        if (!json) screen.bar(() => `${step} ${style.ellipsis}`);
        return;
      }
      lastDetail = detail;
      const took = current?.step === step ? formatElapsed(io.now() - current.at) : '';
      current = null;
      screen.bar(null);
      if (json) return;
      const mark = state === 'ok' ? style.paint('green', style.unicode ? '✔' : '+') : style.paint('red', style.unicode ? '✖' : 'x');
      screen.line(`${mark} ${pad(step, STEP_WIDTH)}  ${style.paint('dim', pad(took, 8, 'right'))}  ${harmless(detail ?? '')}`.trimEnd());
    },
    /** The step that was under way when it failed, where the transport did not say so itself. */
    failed(): void {
      if (current) this.step({ step: current.step, state: 'failed' });
    },
  };
}

function reasonOf(error: RoundsError): ReasonCode | null {
  const code = error.details.reason ?? error.kind.slice(error.kind.indexOf('/') + 1);
  return REASON_CODES.find((known) => known === code) ?? null;
}

export async function execute(context: Context): Promise<number> {
  const { io, screen, style, json, interrupts } = context;
  const engine = await context.engine();
  const { setUp, states } = await readKnown(context, engine);
  const id = computerId(context.args.positionals[0] ?? '', setUp);
  const view = createStepView(context);
  const stopListening = interrupts.onFirst(() => screen.note('Cancelled.'));
  const finish = (ok: boolean, more: Record<string, unknown>) => {
    if (json) screen.line(jsonLine({ type: 'doctor.finished', computer: id, ok, ...more }));
  };
  try {
    const { target, warnings } = effectiveConnection(setUp, id, states[id]?.facts);
    warn(context, warnings);
    if (!json) screen.line(`${style.bold(harmless(id))} by ${target.kind}${target.jump ? ` through ${harmless(target.jump.computer)}` : ''}`);
    const connection = await engine.transport.connect(target, {
      secrets: context.secrets,
      ...(context.trust ? { trust: context.trust } : {}),
      signal: interrupts.signal,
      onStep: (step) => view.step(step),
      onWarning: (message) => warn(context, [message]),
    });
    try {
      view.step({ step: 'facts', state: 'started' });
      const facts = await connection.facts({ timeout: FACTS_LIMIT_MS, signal: interrupts.signal });
      view.step({ step: 'facts', state: 'ok', detail: facts['os-name'] ?? connection.platform });
      finish(true, { description: connection.description, facts });
      if (!json) {
        screen.line('');
        for (const line of fieldLines([['Reached', connection.description], ...Object.entries(facts)], style)) screen.line(line);
      }
      return EXIT.ok;
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!(error instanceof RoundsError) || !(error.kind.startsWith('connect/') || error.kind.startsWith('transport/'))) throw error;
    view.failed();
    const reason = reasonOf(error);
    const advice = error.details.advice ?? (reason ? reasonText(reason).advice : undefined);
    finish(false, { reason, message: error.message, advice: advice ?? null });
    if (!json) {
      const width = Math.min(100, io.stdout.columns());
      screen.line('');
      if (!view.said(error.message)) for (const line of wrap(harmless(error.message), width)) screen.line(line);
      if (reason) for (const line of wrap(reasonText(reason).sentence, width)) screen.line(line);
      if (advice) for (const line of wrap(`${style.unicode ? '→' : '->'} ${harmless(advice)}`, width)) screen.line(line);
    }
    return interrupts.signal.aborted ? EXIT.cancelled : EXIT.notReached;
  } finally {
    screen.bar(null);
    stopListening();
  }
}
