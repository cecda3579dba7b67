/** A table of sessions, as `sessions` and `show BATCH` have it. */
import type { Store } from '../../electron/store/store.ts';
import { formatElapsed } from '../../shared/duration.ts';
import type { ActionRecord, SessionRecord } from '../../shared/record.ts';
import type { Result } from '../../shared/words.ts';
import type { Context } from '../command.ts';
import { reasonSentence } from '../run/reason-text.ts';
import { jsonLine } from '../terminal/harmless.ts';
import { countsText, statusMark } from '../terminal/marks.ts';
import { tableLines } from '../terminal/table.ts';
import { dateTime } from '../when.ts';

/** Milliseconds from start to end, or to now while it runs; null when it never began. */
export function elapsed({ startedAt, endedAt }: SessionRecord, now: number): number | null {
  return startedAt === null ? null : Math.max(0, (endedAt ?? now) - startedAt);
}

export async function listSessions({ io, screen, style, json }: Context, store: Store, sessions: readonly SessionRecord[]): Promise<void> {
  const counts = new Map((await store.counts(sessions.map((session) => session.id))).map((one) => [one.session, one.results]));
  if (json) {
    for (const session of sessions) screen.line(jsonLine({ type: 'session', ...session, results: counts.get(session.id) ?? {} }));
    return;
  }
  // Counts know results only; what would change stands in the reasons.
  const checked = new Map<string, ActionRecord[]>();
  for (const { id, kind } of sessions) if (kind === 'check') checked.set(id, await store.actions(id));
  const tenants = new Set(sessions.map((session) => session.tenant));
  const kinds = new Set(sessions.map(({ kind }) => kind));
  const rows = sessions.map((session) => {
    const results = counts.get(session.id) ?? {};
    const all =
      checked.get(session.id) ??
      (Object.keys(results) as Result[]).flatMap((result) => Array.from({ length: results[result] ?? 0 }, () => ({ result, reason: null })));
    const took = elapsed(session, io.now());
    return [
      session.id,
      dateTime(session.createdAt),
      session.computer,
      tenants.size > 1 ? session.tenant : '',
      kinds.size === 1 && kinds.has('maintenance') ? '' : session.kind,
      statusMark(session.status, style),
      took === null ? '' : formatElapsed(took),
      countsText(all),
      session.status === 'passed' ? '' : reasonSentence(session.reason, null),
    ];
  });
  const columns = [
    { title: 'Session' },
    { title: 'Started', drop: 4 },
    { title: 'Computer' },
    { title: 'Tenant', cut: 'middle' as const },
    { title: 'Kind', drop: 2 },
    { title: 'Status' },
    { title: 'Took', align: 'right' as const, drop: 3 },
    { title: 'Results', cut: 'end' as const, least: 16 },
    { title: 'Reason', cut: 'end' as const, least: 16, drop: 1 },
  ];
  for (const line of tableLines(columns, rows, style, io.stdout.columns())) screen.line(line);
}
