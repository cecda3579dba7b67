/** Connects, gathers facts and closes again, step by step: `doctor` and the window's connection test. */
import { RoundsError } from '../../shared/errors.ts';
import type { Facts } from '../../shared/model.ts';
import { reasonText, REASON_CODES, type ReasonCode } from '../../shared/reasons.ts';
import type { KnownKey } from './ssh/forget-host.ts';
import type { ConnectContext, ConnectionTarget, ConnectStep, Transport } from './transport.ts';

const FACTS_LIMIT_MS = 60_000;

export interface TryStep {
  step: ConnectStep['step'] | 'facts';
  state: ConnectStep['state'];
  detail?: string;
}

/** How it ended. `reason` is null for a failure that no reason names. */
export type Tried =
  | { ok: true; description: string; facts: Facts }
  | {
      ok: false;
      reason: ReasonCode | null;
      message: string;
      advice: string | null;
      /** The host key that is known, and the one that is shown instead. */
      changed: (KnownKey & { shown: string }) | null;
    };

export interface TryContext extends Omit<ConnectContext, 'onStep'> {
  onStep: (step: TryStep) => void;
}

/**
 * Never throws for what the computer, the network or the set-up of the connection does; each step that began also ends.
 * @param target may throw `connect/*` for a connection that the set-up does not say
 */
export async function tryConnection(transport: Transport, target: () => ConnectionTarget, context: TryContext): Promise<Tried> {
  let current: TryStep['step'] | null = null;
  const onStep = (step: TryStep): void => {
    current = step.state === 'started' ? step.step : null;
    context.onStep(step);
  };
  try {
    const connection = await transport.connect(target(), { ...context, onStep });
    try {
      onStep({ step: 'facts', state: 'started' });
      const facts = await connection.facts({ timeout: FACTS_LIMIT_MS, ...(context.signal ? { signal: context.signal } : {}) });
      onStep({ step: 'facts', state: 'ok', detail: facts['os-name'] ?? connection.platform });
      return { ok: true, description: connection.description, facts };
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!(error instanceof RoundsError) || !/^(connect|transport)\/|\/vault/.test(error.kind)) throw error;
    // the step that was under way, where the transport did not say so itself
    if (current !== null) onStep({ step: current, state: 'failed' });
    const reason = reasonOf(error);
    return {
      ok: false,
      reason,
      message: error.message,
      advice: error.details.advice ?? (reason ? reasonText(reason).advice : undefined) ?? null,
      changed: changedKey(error),
    };
  }
}

function changedKey({ details }: RoundsError): (KnownKey & { shown: string }) | null {
  const { fingerprint: shown, knownFingerprint: known, knownName: name, place } = details;
  if (details.reason !== 'host-key-changed' || typeof shown !== 'string' || typeof known !== 'string' || typeof name !== 'string') return null;
  return place?.file === undefined ? null : { file: place.file, name, fingerprint: known, shown };
}

function reasonOf(error: RoundsError): ReasonCode | null {
  const code = error.details.reason ?? error.kind.slice(error.kind.indexOf('/') + 1);
  return REASON_CODES.find((known) => known === code) ?? null;
}
