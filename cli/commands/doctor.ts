/** `doctor`: connects step by step, and says which step fails and what to do. */
import { effectiveConnection } from '../../electron/setup/connection.ts';
import { CONNECT_STEPS } from '../../shared/words.ts';
import { tryConnection, type TryStep } from '../../electron/transports/try-connection.ts';
import { formatElapsed } from '../../shared/duration.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { fieldLines } from '../terminal/table.ts';
import { pad, wrap } from '../terminal/width.ts';
import { computerId, readKnown, warn } from './selection.ts';

const STEP_WIDTH = Math.max(...CONNECT_STEPS.map((step) => step.length));

/** Shows each step as it ends, with the time it took; the one under way stands in the bar. */
function createStepView({ io, screen, style, json }: Context) {
  let current: { step: TryStep['step']; at: number } | null = null;
  let lastDetail: string | undefined;
  return {
    /** Whether the last line said it already. */
    said: (message: string): boolean => !json && lastDetail === message,
    step({ step, state, detail }: TryStep) {
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
  };
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
    const connectionTarget = () => {
      const { target, warnings } = effectiveConnection(setUp, id, states[id]?.facts);
      warn(context, warnings);
      if (!json) screen.line(`${style.bold(harmless(id))} by ${target.kind}${target.jump ? ` through ${harmless(target.jump.computer)}` : ''}`);
      return target;
    };
    const tried = await tryConnection(engine.transport, connectionTarget, {
      secrets: context.secrets,
      ...(context.trust ? { trust: context.trust } : {}),
      signal: interrupts.signal,
      onStep: (step) => view.step(step),
      onWarning: (message) => warn(context, [message]),
    });
    if (tried.ok) {
      finish(true, { description: tried.description, facts: tried.facts });
      if (!json) {
        screen.line('');
        for (const line of fieldLines([['Reached', tried.description], ...Object.entries(tried.facts)], style)) screen.line(line);
      }
      return EXIT.ok;
    }
    const { reason, message, advice } = tried;
    finish(false, { reason, message, advice });
    if (!json) {
      const width = Math.min(100, io.stdout.columns());
      screen.line('');
      if (!view.said(message)) for (const line of wrap(harmless(message), width)) screen.line(line);
      if (reason) for (const line of wrap(reasonText(reason).sentence, width)) screen.line(line);
      if (advice !== null) for (const line of wrap(`${style.unicode ? '→' : '->'} ${harmless(advice)}`, width)) screen.line(line);
    }
    return interrupts.signal.aborted ? EXIT.cancelled : EXIT.notReached;
  } finally {
    screen.bar(null);
    stopListening();
  }
}
