/** What failed, grouped by why: each group is one thing that a technician can do something about. */
import type { FailureGroup } from '../../shared/api/sessions.ts';
import { reasonText, type RetryCause } from '../../shared/reasons.ts';
import type { Failure } from '../store/store.ts';

/** Causes that are about the computer or the way to it: the same whatever the item. */
const OF_COMPUTERS: ReadonlySet<RetryCause | undefined> = new Set<RetryCause | undefined>([
  'offline',
  'connection',
  'trust',
  'credential',
  'interrupted',
  'dependency',
]);
const NAMES = 3;

/** The largest first; what was only blocked by something else last. */
export function failureGroups(failures: readonly Failure[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup & { computers: Set<string>; of: Set<string> }>();
  for (const { session, computer, item, result, reason } of failures) {
    const text = reason === null ? null : reasonText(reason);
    const own = item !== null && !OF_COMPUTERS.has(text?.cause);
    const key = `${reason ?? result ?? ''} ${own ? item.key : ''}`;
    const group = groups.get(key) ?? {
      key,
      reason,
      result,
      cause: text?.cause ?? null,
      sentence: text?.sentence ?? null,
      advice: text?.advice ?? null,
      item: own ? item : null,
      count: 0,
      names: [],
      sessions: [],
      computers: new Set<string>(),
      of: new Set<string>(),
    };
    group.computers.add(computer);
    group.of.add(session);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ computers, of, ...group }) => ({ ...group, count: computers.size, names: [...computers].slice(0, NAMES), sessions: [...of] }))
    .sort((a, b) => Number(a.cause === 'dependency') - Number(b.cause === 'dependency') || b.count - a.count || (a.key < b.key ? -1 : 1));
}
