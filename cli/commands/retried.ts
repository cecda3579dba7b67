/** What later retries made of a session: the record stays as it was, and the view shows both (P15). */
import { isShort } from '../../electron/sessions/session-status.ts';
import type { Store } from '../../electron/store/store.ts';
import { itemKey } from '../../shared/plan.ts';
import type { ActionRecord, SessionRecord } from '../../shared/record.ts';

export const keyOf = (action: Pick<ActionRecord, 'item' | 'instance'>) => itemKey(action.item, action.instance);
/** Retries of retries, at most so deep. */
const DEEPEST = 50;

export interface Retried {
  /** Oldest first. */
  retries: SessionRecord[];
  /** The newest outcome of each action that was retried, by item key. */
  now: Map<string, ActionRecord>;
}

export async function retriedState(store: Store, session: string): Promise<Retried> {
  const retries: SessionRecord[] = [];
  const now = new Map<string, ActionRecord>();
  let level = [session];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const children = (await Promise.all(level.map((parent) => store.sessions({ parent }))))
      .flat()
      .sort((left, right) => left.createdAt - right.createdAt);
    for (const child of children) {
      retries.push(child);
      for (const action of await store.actions(child.id)) now.set(keyOf(action), action);
    }
    level = children.map((child) => child.id);
  }
  return { retries, now };
}

/** Whether all that failed is good after retries. */
export function isMended(actions: readonly ActionRecord[], { retries, now }: Retried): boolean {
  const short = actions.filter(isShort);
  // Of a computer that was not reached, nothing may have been planned yet.
  if (short.length === 0) return retries.at(-1)?.status === 'passed';
  return short.every((action) => {
    const later = now.get(keyOf(action));
    return later !== undefined && !isShort(later);
  });
}
