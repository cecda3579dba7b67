/** What changes if an edit of deployments is saved: who wins today and who would win, by the function that a run itself asks (P1). */
import { CHANGES, type Change, type Consequences, type ConsequenceRow, type HeldView } from '../../shared/api/deployments.ts';
import type { Deployment, Facts, SetUp } from '../../shared/model.ts';
import { itemKey, type ItemKey, type PlannedItem } from '../../shared/plan.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import { compareNames, resolve, targetComputers, type FactsOf } from '../resolution/index.ts';
import { breathing } from './breathe.ts';
import { compareWinners, type Edited } from './compare-winners.ts';
import { Needs } from './needs.ts';

/** So many names are told. */
const NAMES = 100;
const ORDER = new Map<Change, number>(CHANGES.map((change, at) => [change, at]));
const CHANGING: ReadonlySet<Change> = new Set(['gains', 'loses', 'changes', 'shifts']);

/**
 * Only items of deployments that differ are resolved, and only on computers that one of these holds, before or after: no other
 * computer can see a difference. The rows come by kind of change, then by computer.
 * @param looked names of deployments that are looked at even where nothing of them is changed
 */
export async function consequences(
  before: SetUp,
  after: SetUp,
  factsOf: FactsOf,
  looked: readonly string[] = [],
): Promise<{ consequences: Consequences; rows: ConsequenceRow[] }> {
  const { was, will, edited, items } = differing(before, after, new Set(looked));
  const needs = new Needs(after, items);
  const concerned = new Set([...items, ...needs.items]);
  const [today, later] = [only(before, concerned), only(after, concerned)];
  const onboarding = [...was, ...will].length > 0 && [...was, ...will].every(({ enforcement }) => enforcement === 'onboarding');
  const held = will.map((one) => heldBy(one, later, factsOf));
  const rows: ConsequenceRow[] = [];
  const summary = { changed: 0, receives: 0, unknownFacts: 0 };
  const known = [new Set(before.computers.map(({ id }) => id)), new Set(after.computers.map(({ id }) => id))] as const;
  const plan = (setUp: SetUp, there: ReadonlySet<string>, id: string, facts: Facts): Map<ItemKey, PlannedItem> =>
    there.has(id) ? winners(setUp, id, facts, onboarding) : new Map<ItemKey, PlannedItem>();
  const touchedComputers = new Set([...was.flatMap((one) => holds(one, today, factsOf)), ...will.flatMap((one) => holds(one, later, factsOf))]);
  const breathe = breathing();
  for (const computer of [...touchedComputers].sort(compareNames)) {
    await breathe();
    const facts = factsOf(computer) ?? {};
    const plans = [plan(today, known[0], computer, facts), plan(later, known[1], computer, facts)] as const;
    const found = [...new Set([...plans[0].keys(), ...plans[1].keys()])].flatMap((key) => {
      const pair = [plans[0].get(key), plans[1].get(key)] as const;
      const compared = items.has((pair[1] ?? pair[0])?.item ?? '') ? compareWinners(edited, ...pair) : null;
      return compared ? [{ ...compared, computer, item: key }] : [];
    });
    rows.push(...found);
    if (found.some(({ change }) => CHANGING.has(change))) summary.changed += 1;
    const received = [...plans[1].values()].filter(({ winner }) => winner !== null && edited.names.has(winner.deployment) && !winner.ignore);
    if (received.length === 0) continue;
    summary.receives += 1;
    if (Object.keys(facts).length === 0) summary.unknownFacts += 1;
    needs.count(computer, new Set(received.map(({ item }) => item)), plans[1].values());
  }
  rows.sort((a, b) => (ORDER.get(a.change) ?? 0) - (ORDER.get(b.change) ?? 0));
  const number = (is: (row: ConsequenceRow) => boolean): number => rows.reduce((n, row) => n + (is(row) ? 1 : 0), 0);
  return {
    rows,
    consequences: {
      ...summary,
      counts: Object.fromEntries(CHANGES.map((change) => [change, number((row) => row.change === change)])) as Record<Change, number>,
      hidden: number(({ hidesRequired }) => hidesRequired),
      conflicts: {
        arise: number(({ conflict }) => conflict === 'arises'),
        vanish: number(({ conflict }) => conflict === 'vanishes'),
        stay: number(({ conflict }) => conflict === 'stays'),
      },
      notApplicable: number((row) => row.notApplicable !== null),
      dependsOn: needs.views(),
      targets: held,
      onboarding,
    },
  };
}

/** Deployments that are not the same before and after, or are looked at. */
function differing(
  before: SetUp,
  after: SetUp,
  looked: ReadonlySet<string>,
): { was: Deployment[]; will: Deployment[]; edited: Edited; items: Set<string> } {
  const textsOf = ({ deployments }: SetUp): Map<string, string> => new Map(deployments.map((one) => [one.name, canonicalJson(one)]));
  const [textBefore, textAfter] = [textsOf(before), textsOf(after)];
  const differs = ({ name }: Deployment): boolean => looked.has(name) || textBefore.get(name) !== textAfter.get(name);
  const [was, will] = [before.deployments.filter(differs), after.deployments.filter(differs)];
  const [gone, come] = [was.filter(({ name }) => !textAfter.has(name)), will.filter(({ name }) => !textBefore.has(name))];
  const [old, renamed] = gone.length === 1 && come.length === 1 ? [gone[0], come[0]] : [];
  return {
    was,
    will,
    edited: {
      names: new Set([...was, ...will].map(({ name }) => name)),
      renamed: new Map(old && renamed ? [[old.name, renamed.name]] : []),
    },
    items: new Set([...was, ...will].map(({ item }) => item)),
  };
}

const only = (setUp: SetUp, items: ReadonlySet<string>): SetUp => ({
  ...setUp,
  deployments: setUp.deployments.filter(({ item }) => items.has(item)),
});

const holds = (one: Deployment, setUp: SetUp, factsOf: FactsOf): string[] =>
  one.enabled ? targetComputers(one.target, setUp, factsOf).computers : [];

function winners(setUp: SetUp, id: string, facts: Facts, onboarding: boolean): Map<ItemKey, PlannedItem> {
  const { items } = resolve(setUp, id, facts, { include: ['required', 'optional', 'adhoc', 'onboarding'], onboarding });
  return new Map(items.filter(({ winner }) => winner !== null).map((one) => [itemKey(one.item, one.instance), one]));
}

function heldBy({ name, target }: Deployment, setUp: SetUp, factsOf: FactsOf): HeldView {
  const { computers, notKnown, problem } = targetComputers(target, setUp, factsOf);
  return {
    deployment: name,
    count: computers.length,
    names: computers.slice(0, NAMES),
    notKnown: notKnown.length,
    notKnownNames: notKnown.slice(0, NAMES),
    problem,
  };
}
