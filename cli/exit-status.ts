/** What the command's exit status says. */
import type { SessionSummary } from '../shared/events.ts';
import { RoundsError } from '../shared/errors.ts';
import { isBad } from '../shared/words.ts';

export const EXIT = {
  ok: 0,
  /** `lab` only: a result is not the expected one. */
  different: 1,
  actionFailed: 2,
  notReached: 3,
  cancelled: 4,
  usage: 64,
  internal: 70,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Of a whole batch; where several hold, cancelled before not reached before failed. */
export function statusOfSessions(sessions: readonly Pick<SessionSummary, 'status' | 'actions'>[]): ExitStatus {
  const results = sessions.flatMap((session) => session.actions.map((action) => action.result));
  const any = (...statuses: SessionSummary['status'][]) => sessions.some((session) => statuses.includes(session.status));
  if (any('cancelled') || results.includes('cancelled')) return EXIT.cancelled;
  if (any('not-reached', 'missed', 'queued', 'pending-connectivity')) return EXIT.notReached;
  if (any('failed', 'partly-failed', 'interrupted', 'running') || results.some((result) => isBad(result) || result === 'unknown'))
    return EXIT.actionFailed;
  return EXIT.ok;
}

/** Of a command that ended in an error. */
export function statusOfError(error: unknown): ExitStatus {
  if (!(error instanceof RoundsError)) return EXIT.internal;
  const [family] = error.kind.split('/');
  switch (family) {
    case 'usage':
    case 'input':
    case 'setup':
      return EXIT.usage;
    case 'connect':
      return error.details.reason === 'cancelled-by-operator' ? EXIT.cancelled : EXIT.notReached;
    case 'transport':
      return EXIT.actionFailed;
    default:
      return EXIT.internal;
  }
}
