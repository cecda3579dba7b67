import { RoundsError } from '../../shared/errors.ts';
import type { SetUpChange, SetUpEntry, Store } from '../store/store.ts';

/** How often a change is worked out anew because another process changed the set-up in between. */
const TRIES = 5;

/**
 * Works a change out of the entries as they are, and makes it only if they are still so; anew when another process was quicker.
 * @returns what `work` gave in the end, and the set-up's version after it
 * @throws RoundsError `store/set-up-changed` when others were quicker every time
 */
export async function guardedChange<P extends { change: SetUpChange }>(
  store: Store,
  work: (entries: SetUpEntry[]) => P | Promise<P>,
): Promise<{ made: P; version: number }> {
  for (let tries = 1; ; tries += 1) {
    const version = await store.setUpVersion();
    const made = await work(await store.readSetUp());
    if (made.change.put.length + made.change.remove.length === 0) return { made, version };
    try {
      await store.changeSetUp({ ...made.change, version });
      return { made, version: version + 1 };
    } catch (error) {
      if (!(error instanceof RoundsError) || error.kind !== 'store/set-up-changed' || tries === TRIES) throw error;
    }
  }
}
