/** What changes if an edit of deployments is saved: who wins today and who would win, by the function that a run itself asks (P1). */
import { setImmediate as turn } from 'node:timers/promises';
import type { Consequences, ConsequenceRow, WinnerView } from '../../shared/api/deployments.ts';
import type { Deployment, Facts, SetUp } from '../../shared/model.ts';
import { itemKey, type ItemKey, type PlannedItem } from '../../shared/plan.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import { explainLoss, resolve, targetComputers } from '../resolution/index.ts';

/** The loop is given back after so many computers. */
const SLICE = 100;
/** So many rows are shown; the counts are of all. */
const ROWS = 500;
const ORDER = { gains: 0, loses: 1, changes: 2, another: 3, keeps: 4 } as const;

type FactsOf = (computerId: string) => Facts | undefined;

/**
 * Only the items of deployments that differ are resolved.
 * @param looked names of deployments that are looked at even where nothing of them is changed
 */
export async function consequences(before: SetUp, after: SetUp, factsOf: FactsOf, looked: readonly string[] = []): Promise<Consequences> {
  const edited = differing(before, after, new Set(looked));
  const names = new Set(edited.map(({ name }) => name));
  const touched = new Set(edited.map(({ item }) => item));
  const needed = new Set(after.items.filter(({ id }) => touched.has(id)).flatMap(({ dependsOn }) => dependsOn.map(({ item }) => item)));
  const [today, later] = [only(before, touched, needed), only(after, touched, needed)];
  const gone = before.computers.filter(({ id }) => !after.computers.some((computer) => computer.id === id));
  const onboarding = edited.some(({ enforcement }) => enforcement === 'onboarding');
  const rows: ConsequenceRow[] = [];
  const has = new Map([...needed].map((item) => [item, 0]));
  let receives = 0;
  let unknownFacts = 0;
  for (const [at, computer] of [...after.computers, ...gone].entries()) {
    if (at % SLICE === SLICE - 1) await turn();
    const facts = factsOf(computer.id) ?? {};
    const plans = [planned(today, computer.id, facts, onboarding), planned(later, computer.id, facts, onboarding)] as const;
    const found = [...new Set([...plans[0].keys(), ...plans[1].keys()])].flatMap((key) => {
      const [was, will] = [plans[0].get(key), plans[1].get(key)];
      if (!touched.has((will ?? was)?.item ?? '')) return [];
      const row = compare(names, was, will);
      return row ? [{ ...row, computer: computer.id, item: key }] : [];
    });
    if (found.length === 0) continue;
    rows.push(...found);
    if (Object.keys(facts).length === 0) unknownFacts += 1;
    if (!found.some(({ change, after: winner }) => change !== 'another' && winner !== null)) continue;
    receives += 1;
    for (const item of needed)
      if ([...plans[1].values()].some((one) => one.item === item && one.winner?.ignore === false)) has.set(item, (has.get(item) ?? 0) + 1);
  }
  const counts = { gains: 0, loses: 0, changes: 0, keeps: 0, another: 0 };
  for (const { change } of rows) counts[change] += 1;
  rows.sort((a, b) => ORDER[a.change] - ORDER[b.change]);
  const itemNames = new Map(after.items.map(({ id, name }) => [id, name]));
  return {
    counts,
    rows: rows.slice(0, ROWS),
    hidden: rows.filter(({ hidesRequired }) => hidesRequired).length,
    conflicts: rows.filter(({ conflict }) => conflict).length,
    unknownFacts,
    receives,
    dependsOn: [...has].map(([item, deployed]) => ({ item, name: itemNames.get(item) ?? item, there: itemNames.has(item), deployed })),
    targets: edited.filter((one) => after.deployments.includes(one)).map((one) => held(one, after, factsOf)),
  };
}

/** Deployments that are not the same before and after, as they are afterwards or, where they go, as they were. */
function differing(before: SetUp, after: SetUp, looked: ReadonlySet<string>): Deployment[] {
  const there = new Map(before.deployments.map((one) => [one.name, canonicalJson(one)]));
  const stays = new Set(after.deployments.map(({ name }) => name));
  return [
    ...after.deployments.filter((one) => looked.has(one.name) || there.get(one.name) !== canonicalJson(one)),
    ...before.deployments.filter(({ name }) => !stays.has(name)),
    // One that asks for another item from now on touches the former one as well.
    ...before.deployments.filter((one) => after.deployments.some(({ name, item }) => name === one.name && item !== one.item)),
  ];
}

function only(setUp: SetUp, touched: ReadonlySet<string>, needed: ReadonlySet<string>): SetUp {
  return { ...setUp, deployments: setUp.deployments.filter(({ item }) => touched.has(item) || needed.has(item)) };
}

/** An onboarding deployment only takes part in onboarding sessions: they are looked at when one of those is edited. */
function planned(setUp: SetUp, id: string, facts: Facts, onboarding: boolean): Map<ItemKey, PlannedItem> {
  if (!setUp.computers.some((computer) => computer.id === id)) return new Map();
  const { items } = resolve(setUp, id, facts, { include: ['required', 'optional', 'adhoc', 'onboarding'], onboarding });
  return new Map(items.filter(({ winner }) => winner !== null).map((one) => [itemKey(one.item, one.instance), one]));
}

type Compared = Omit<ConsequenceRow, 'computer' | 'item'>;

/** Null where the edited deployments have no part in it. */
function compare(edited: ReadonlySet<string>, was: PlannedItem | undefined, will: PlannedItem | undefined): Compared | null {
  const isEdited = (one: PlannedItem | undefined): boolean => one?.winner !== undefined && one.winner !== null && edited.has(one.winner.deployment);
  const takesPart = will?.losers.some(({ deployment }) => edited.has(deployment)) ?? false;
  const [had, gets] = [isEdited(was), isEdited(will)];
  if (!had && !gets && !takesPart) return null;
  const change = had && gets ? (sameWish(was, will) ? 'keeps' : 'changes') : gets ? 'gains' : had ? 'loses' : 'another';
  return {
    change,
    before: winnerView(was),
    after: winnerView(will),
    because: because(edited, change, was, will),
    conflict: will?.conflict === true && was?.conflict !== true && (gets || takesPart),
    hidesRequired: !gets && will?.losers.some(({ deployment, enforcement }) => edited.has(deployment) && enforcement === 'required') === true,
  };
}

const wishOf = (one: PlannedItem | undefined): unknown => ({ ...winnerView(one), parameters: one?.parameters });
const sameWish = (was: PlannedItem | undefined, will: PlannedItem | undefined): boolean => canonicalJson(wishOf(was)) === canonicalJson(wishOf(will));

function winnerView(one: PlannedItem | undefined): WinnerView | null {
  if (!one?.winner) return null;
  const { deployment, enforcement } = one.winner;
  return { deployment, enforcement, ...(one.state === undefined ? {} : { state: one.state }), mode: one.mode };
}

/** The rule that decides, where one does; else the kind of change says it. */
function because(
  edited: ReadonlySet<string>,
  change: ConsequenceRow['change'],
  was: PlannedItem | undefined,
  will: PlannedItem | undefined,
): string | null {
  if (!will?.winner || change === 'keeps' || change === 'changes') return null;
  const loser = will.losers.find(({ deployment }) => (change === 'gains' ? deployment === was?.winner?.deployment : edited.has(deployment)));
  return loser ? explainLoss(will.winner, loser) : null;
}

const NAMES = 100;

function held(deployment: Deployment, setUp: SetUp, factsOf: FactsOf): Consequences['targets'][number] {
  const { computers, problem } = targetComputers(deployment.target, setUp, factsOf);
  return {
    deployment: deployment.name,
    count: computers.length,
    names: computers.slice(0, NAMES),
    problem,
  };
}
