/** A batch as stretches of time: which action ran when on which computer. */
import type { TimelineAction, TimelinePage, TimelineRow } from '../../shared/api/batches.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { ActionRecord, SessionRecord } from '../../shared/record.ts';
import { isLiveStatus } from '../../shared/words.ts';
import type { Store } from '../store/store.ts';

interface Asked {
  batch: string;
  sort: 'start' | 'took' | 'computer';
  descending: boolean;
  offset: number;
  limit: number;
}

/** @throws RoundsError `usage/session` where the batch is not there */
export async function timelinePage(store: Store, asked: Asked, now: number): Promise<TimelinePage> {
  const batch = await store.batch(asked.batch);
  if (!batch) throw new RoundsError('usage/session', 'This batch is not in the record');
  const sessions = await store.sessions({ batch: asked.batch, limit: 100_000 });
  const ordered = sortSessions(sessions, asked.sort, asked.descending, now);
  const page = ordered.slice(asked.offset, asked.offset + asked.limit);
  const rows = await Promise.all(page.map(async (session) => rowOf(session, await store.actions(session.id), now)));
  const began = sessions.flatMap(({ startedAt }) => startedAt ?? []);
  const waiting = sessions.filter(({ status }) => isLiveStatus(status)).length;
  const ends = sessions.flatMap(({ endedAt }) => endedAt ?? []);
  return {
    rows,
    total: sessions.length,
    kind: batch.kind,
    targetText: batch.targetText,
    createdAt: batch.createdAt,
    from: least(began) ?? batch.createdAt,
    until: waiting > 0 ? now : (most(ends) ?? batch.createdAt),
    slowest: slowestOf(sessions),
    waiting,
  };
}

export function tookOf({ startedAt, endedAt, status }: SessionRecord, now: number): number | null {
  if (startedAt === null) return null;
  return (endedAt ?? (isLiveStatus(status) ? now : startedAt)) - startedAt;
}

/** Those that never began go last, whatever the direction. */
export function sortSessions(sessions: readonly SessionRecord[], by: Asked['sort'], descending: boolean, now: number): SessionRecord[] {
  const turn = descending ? -1 : 1;
  const names = new Intl.Collator(undefined, { numeric: true });
  const byName = (a: SessionRecord, b: SessionRecord): number => names.compare(a.computer, b.computer) || names.compare(a.tenant, b.tenant);
  const value = (session: SessionRecord): number | null => (by === 'took' ? tookOf(session, now) : session.startedAt);
  return [...sessions].sort((a, b) => {
    if (by === 'computer') return turn * byName(a, b);
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(a, b);
    return turn * (x - y) || byName(a, b);
  });
}

/** Of those that are over: the longest, and the median of all. */
export function slowestOf(sessions: readonly SessionRecord[]): TimelinePage['slowest'] {
  const over = sessions
    .flatMap(({ computer, startedAt, endedAt }) => (startedAt === null || endedAt === null ? [] : [{ computer, ms: endedAt - startedAt }]))
    .sort((a, b) => a.ms - b.ms);
  const [last, middle] = [over.at(-1), over[Math.floor((over.length - 1) / 2)]];
  return over.length < 2 || !last || !middle ? null : { ...last, median: middle.ms };
}

/** All tests are sent at once and most of an action's time it waits for others: it is shown as long as it took, up to its end. */
function rowOf(session: SessionRecord, actions: readonly ActionRecord[], now: number): TimelineRow {
  const { id, computer, tenant, status, startedAt, endedAt } = session;
  return {
    session: id,
    computer,
    tenant,
    status,
    startedAt,
    endedAt,
    ms: tookOf(session, now),
    actions: actions.flatMap(({ n, itemName, instance, result, startedAt: from, endedAt: until, ms }): TimelineAction[] =>
      from === null
        ? []
        : [
            {
              n,
              name: instance === null ? itemName : `${itemName}: ${instance}`,
              result,
              startedAt: until === null ? from : Math.max(from, until - ms),
              endedAt: until,
            },
          ],
    ),
  };
}

// Too many for an argument list.
const least = (values: readonly number[]): number | null => values.reduce<number | null>((min, one) => (min === null || one < min ? one : min), null);
const most = (values: readonly number[]): number | null => values.reduce<number | null>((max, one) => (max === null || one > max ? one : max), null);
