/** Why a session, or one action of it, ends before its time. */
export type AbortCause = 'cancelled' | 'session-timeout' | 'record-lost';

/** A controller that also aborts with its parent (AbortSignal.any is missing in Electron 25); `release` lets go of the parent. */
export function childController(parent: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort(parent.reason);
  if (parent.aborted) abort();
  else parent.addEventListener('abort', abort, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', abort) };
}

/** The cause with which a signal was aborted. */
export function abortCause(signal: AbortSignal): AbortCause {
  const reason: unknown = signal.reason;
  return reason === 'session-timeout' || reason === 'record-lost' ? reason : 'cancelled';
}
