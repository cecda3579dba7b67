/** What a run takes in: the included winners, the chosen items, and everything that those need. */
import type { Deployment, Item } from '../../shared/model.ts';
import { itemKey, type ItemKey, type ResolveOptions } from '../../shared/plan.ts';
import { isIgnore, type Contest } from './candidates.ts';
import { compareNames } from './names.ts';

/** A planned item while the plan is being made. */
export interface Draft {
  key: ItemKey;
  item: string;
  instance: string | null;
  /** Null for a dependency that no deployment asks for and that runs with its defaults. */
  contest: Contest | null;
  /** Null for an item that the catalogue does not have. */
  definition: Item | null;
  included: boolean;
  neededBy: Set<ItemKey>;
  /** Items that it needs and that cannot run here. */
  notDeployed: Set<string>;
}

/** The deployment that won, or null where no deployment asks for the item. */
export function winnerOf(draft: Draft): Deployment | null {
  return draft.contest?.candidates[0]?.deployment ?? null;
}

/** The items that an item names as dependencies, each once. One that is named as both counts as hard. */
export function dependenciesOf(item: Item | null): { hard: string[]; soft: string[] } {
  const hard = new Set(item?.dependsOn.filter((dependency) => !dependency.soft).map((dependency) => dependency.item));
  const soft = new Set(item?.dependsOn.map((dependency) => dependency.item).filter((id) => !hard.has(id)));
  return { hard: [...hard].sort(compareNames), soft: [...soft].sort(compareNames) };
}

function runsWithDefaults(item: Item): boolean {
  return Object.values(item.parameters).every((parameter) => parameter.required !== true || parameter.default !== undefined);
}

/** Whether the run takes the winner of a contest in its own right. */
function asked({ item, instance, candidates }: Contest, include: ReadonlySet<string>, chosen: ReadonlySet<ItemKey> | null): boolean {
  const winner = candidates[0]?.deployment;
  if (!winner || isIgnore(winner)) return false;
  return chosen ? chosen.has(item) || chosen.has(itemKey(item, instance)) : include.has(winner.enforcement);
}

/**
 * Drafts for all contests and for the dependencies that come in without a deployment, by item. Included is what the run
 * asks for and, from there on, every hard dependency, whatever its enforcement; only an Ignore stops it.
 */
export function draftItems(contests: readonly Contest[], items: ReadonlyMap<string, Item>, options: ResolveOptions): Map<string, Draft[]> {
  const include = new Set<string>(options.include);
  const chosen = options.chosen ? new Set(options.chosen) : null;
  const drafts = new Map<string, Draft[]>();
  const add = (item: string, instance: string | null, contest: Contest | null, included: boolean): Draft => {
    const definition = items.get(item) ?? null;
    const draft = {
      key: itemKey(item, instance),
      item,
      instance,
      contest,
      definition,
      included,
      neededBy: new Set<ItemKey>(),
      notDeployed: new Set<string>(),
    };
    drafts.set(item, [...(drafts.get(item) ?? []), draft]);
    return draft;
  };
  for (const contest of contests) add(contest.item, contest.instance, contest, asked(contest, include, chosen));

  const needs = [...drafts.values()].flat().filter((draft) => draft.included);
  const inOwnRight = new Set(needs);
  for (const draft of needs) {
    for (const id of dependenciesOf(draft.definition).hard) {
      const definition = items.get(id);
      if (!drafts.has(id) && definition && runsWithDefaults(definition)) needs.push(add(id, null, null, true));
      const dependencies = drafts.get(id);
      if (!dependencies) draft.notDeployed.add(id);
      for (const dependency of dependencies ?? []) {
        const winner = winnerOf(dependency);
        if (inOwnRight.has(dependency) || dependency === draft || (winner && isIgnore(winner))) continue;
        dependency.neededBy.add(draft.key);
        if (!dependency.included) {
          dependency.included = true;
          needs.push(dependency);
        }
      }
    }
  }
  return drafts;
}
