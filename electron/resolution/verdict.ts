/** What can be said of a planned item before anything is tested: why the session will not do it. */
import type { Computer, Facts, Item } from '../../shared/model.ts';
import type { ItemKey, PlannedItem } from '../../shared/plan.ts';
import { isIgnore } from './candidates.ts';
import { winnerOf, type Draft } from './drafts.ts';
import { factOf, filterHolds, sameFact, YES } from './filters.ts';
import { compareNames } from './names.ts';

type Verdict = PlannedItem['verdict'];

/**
 * What facts say against doing an item on a computer: the platform first, then the item's condition; null for nothing.
 * They judge the item, never which deployment wins. A session asks again with the facts that it gathered.
 */
export function judgeFacts(item: Item, computer: Computer, facts: Facts): Verdict {
  const platform = factOf(facts, 'platform');
  if (platform !== undefined && !item.platforms.some((name) => sameFact(name, platform))) {
    return { result: 'not-applicable', reason: 'platform', detail: `${platform}; made for ${[...item.platforms].sort().join(', ') || 'none'}` };
  }
  const { held, why } = item.when ? filterHolds(item.when, computer, facts) : YES;
  return held === 'yes' ? null : { result: 'skipped', reason: 'condition', detail: why };
}

interface Circumstances {
  /** The circle of dependencies that it stands in. */
  cycle: ItemKey[] | undefined;
  /** The run is for chosen items. */
  chosen: boolean;
  /** Why the item could not be loaded. */
  unloaded: string | undefined;
}

/**
 * The first of these that holds: ignored, not taken by the run, item missing, platform, condition, a dependency that
 * cannot run or goes in a circle. Null for what the session takes up.
 */
export function verdictOf(draft: Draft, { cycle, chosen, unloaded }: Circumstances, computer: Computer, facts: Facts): Verdict {
  const winner = winnerOf(draft);
  if (winner && isIgnore(winner)) return { result: 'not-applicable', reason: 'ignored-by', detail: winner.name };
  if (!draft.included) return { result: 'skipped', reason: chosen ? 'not-selected' : 'not-included', detail: winner?.enforcement ?? '' };
  if (!draft.definition && unloaded !== undefined) return { result: 'error', reason: 'item-broken', detail: unloaded };
  if (!draft.definition) return { result: 'error', reason: 'item-missing', detail: draft.item };
  const judged = judgeFacts(draft.definition, computer, facts);
  if (judged) return judged;
  if (cycle) return { result: 'dependency-failure', reason: 'dependency-cycle', detail: cycle.join(' -> ') };
  if (draft.notDeployed.size === 0) return null;
  return { result: 'dependency-failure', reason: 'not-deployed', detail: [...draft.notDeployed].sort(compareNames).join(', ') };
}
