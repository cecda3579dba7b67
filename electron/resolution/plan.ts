/** Resolution: for one computer, which deployment wins for each item, what the run does of that, and in which order. */
import { RoundsError } from '../../shared/errors.ts';
import type { Facts, Item, ParameterValue, SetUp } from '../../shared/model.ts';
import type { ItemKey, Loser, Plan, PlannedItem, ResolveOptions, Winner } from '../../shared/plan.ts';
import { contestsFor, isIgnore } from './candidates.ts';
import { dependenciesOf, draftItems, winnerOf, type Draft } from './drafts.ts';
import { compareKeys, compareNames } from './names.ts';
import { orderItems, type Orderable } from './order.ts';
import { decidingRule } from './rank.ts';
import { indexOf } from './set-up-index.ts';
import { verdictOf } from './verdict.ts';

function ranking(draft: Draft): { winner: Winner | null; losers: Loser[] } {
  const [first, ...others] = draft.contest?.candidates ?? [];
  if (!first) return { winner: null, losers: [] };
  const { name: deployment, origin, enforcement, target } = first.deployment;
  const losers = others.map((loser): Loser => {
    const { name, origin, enforcement, target } = loser.deployment;
    return { deployment: name, rule: decidingRule(first, loser), origin, enforcement, target };
  });
  return { winner: { deployment, origin, enforcement, target, ignore: isIgnore(first.deployment) }, losers };
}

/** What the winner says, and the item's defaults for what it leaves open. */
function parametersOf(draft: Draft): Record<string, ParameterValue> {
  const values = new Map<string, ParameterValue>();
  for (const [name, schema] of Object.entries(draft.definition?.parameters ?? {})) {
    if (schema.default !== undefined) values.set(name, schema.default);
  }
  for (const [name, value] of Object.entries(winnerOf(draft)?.parameters ?? {})) values.set(name, value);
  return Object.fromEntries([...values].sort(([a], [b]) => compareNames(a, b)));
}

/** For a dependency without a deployment every version will do. */
function stateOf(draft: Draft): Pick<PlannedItem, 'state'> {
  const winner = winnerOf(draft);
  if (winner) return winner.state === undefined ? {} : { state: winner.state };
  return draft.definition?.kind === 'software' ? { state: 'any' } : {};
}

function orderable(draft: Draft, drafts: ReadonlyMap<string, Draft[]>): Orderable {
  const keysOf = (ids: string[]): ItemKey[] =>
    ids
      .flatMap((id) => drafts.get(id) ?? [])
      .map((other) => other.key)
      .sort(compareNames);
  const { hard, soft } = dependenciesOf(draft.definition);
  const { key, item, instance, definition } = draft;
  return { key, item, instance, place: definition?.place ?? { section: 'unordered' }, dependsOn: keysOf(hard), after: keysOf(soft) };
}

function planWarnings(drafts: readonly Draft[], items: ReadonlyMap<string, Item>, chosen: readonly ItemKey[]): string[] {
  const held = new Set(drafts.flatMap((draft) => [draft.key, draft.item]));
  const unknown = drafts.filter((draft) => !items.has(draft.item)).map((draft) => `Item ${draft.item} is deployed but not in the catalogue.`);
  return [...unknown, ...chosen.filter((key) => !held.has(key)).map((key) => `Item ${key} was chosen, but nothing deploys it here.`)];
}

/**
 * The plan of one computer: preview, session, report and export all call this (P1). Pure: no clock, no I/O, and the order of
 * the lists in the set-up does not matter. Facts that are not known are left out of `facts`.
 * @throws RoundsError `setup/unknown-computer`, and nothing else whatever the set-up says.
 */
export function resolve(setUp: SetUp, computerId: string, facts: Facts, options: ResolveOptions): Plan {
  const index = indexOf(setUp);
  const computer = index.computers.get(computerId);
  if (!computer) throw new RoundsError('setup/unknown-computer', `There is no computer '${computerId}'; allowed: TENANT/NAME of the set-up`);

  const { contests, warnings } = contestsFor(setUp, computer, facts, options.onboarding);
  const byItem = draftItems(contests, index.items, options);
  const drafts = [...byItem.values()].flat().sort(compareKeys);
  const edges = drafts.map((draft) => orderable(draft, byItem));
  const { order, cycles, after } = orderItems(edges);

  const items = drafts.map((draft, at): PlannedItem => {
    const { winner, losers } = ranking(draft);
    return {
      item: draft.item,
      instance: draft.instance,
      winner,
      losers,
      included: draft.included,
      conflict: losers.some((loser) => loser.rule === 'tie'),
      shadowsRequired: !draft.included && losers.some((loser) => loser.enforcement === 'required'),
      neededBy: [...draft.neededBy].sort(compareNames),
      verdict: verdictOf(
        draft,
        { cycle: cycles.get(draft.key), chosen: options.chosen !== undefined, unloaded: setUp.unloaded?.[draft.item] },
        computer,
        facts,
      ),
      ...stateOf(draft),
      mode: winnerOf(draft)?.mode ?? 'enforce',
      parameters: parametersOf(draft),
      dependsOn: [...(edges[at]?.dependsOn ?? [])],
      after: after.get(draft.key) ?? [],
    };
  });
  const allWarnings = new Set([...warnings, ...planWarnings(drafts, index.items, options.chosen ?? [])]);
  return { computer: computer.name, tenant: computer.tenant, items, order, warnings: [...allWarnings].sort(compareNames) };
}
