/** Two sessions or two computers beside each other: what is different, item by item and fact by fact. Pure. */
import type { ComparedFact, ComparedItem, ComparedSide, Difference } from '../../shared/api/compare.ts';
import type { Facts, Item } from '../../shared/model.ts';
import { itemKey, type ItemKey, type PlannedItem } from '../../shared/plan.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { ActionRecord } from '../../shared/record.ts';

export interface Named {
  name: string;
  side: ComparedSide;
}

/** An action as it was. */
export function sideOfAction(action: ActionRecord): Named {
  const { frozen } = action;
  return {
    name: action.instance === null ? action.itemName : `${action.itemName}: ${action.instance}`,
    side: {
      ...cameTo(action),
      deployment: frozen.deployment,
      enforcement: frozen.enforcement,
      mode: frozen.mode,
      ...(frozen.state === undefined ? {} : { state: frozen.state }),
      parameters: frozen.parameters,
      definition: frozen.itemHash,
    },
  };
}

/** What is planned now, with what the last session found of it. */
export function sideOfPlanned(planned: PlannedItem, last: ActionRecord | undefined, item: Item | undefined): Named {
  const name = item?.name ?? planned.item;
  return {
    name: planned.instance === null ? name : `${name}: ${planned.instance}`,
    side: {
      ...(last ? cameTo(last) : { result: null, sentence: null, detail: null, properties: [], ms: null }),
      deployment: planned.winner?.deployment ?? null,
      enforcement: planned.winner?.enforcement ?? null,
      mode: planned.mode,
      ...(planned.state === undefined ? {} : { state: planned.state }),
      parameters: planned.parameters,
      definition: item?.hash ?? null,
    },
  };
}

function cameTo({
  result,
  reason,
  detail,
  properties,
  ms,
}: ActionRecord): Pick<ComparedSide, 'result' | 'sentence' | 'detail' | 'properties' | 'ms'> {
  return { result, sentence: reason === null ? null : reasonText(reason).sentence, detail, properties, ms };
}

export const byKey = <T extends { item: string; instance: string | null }>(some: readonly T[]): Map<ItemKey, T> =>
  new Map(some.map((one) => [itemKey(one.item, one.instance), one]));

/** Those of `a` in their order, then those that only `b` has. */
export function compareItems(a: ReadonlyMap<ItemKey, Named>, b: ReadonlyMap<ItemKey, Named>): ComparedItem[] {
  return [...new Set([...a.keys(), ...b.keys()])].map((key) => {
    const [one, other] = [a.get(key), b.get(key)];
    return { key, name: one?.name ?? other?.name ?? key, a: one?.side ?? null, b: other?.side ?? null, differs: differences(one?.side, other?.side) };
  });
}

function differences(a: ComparedSide | undefined, b: ComparedSide | undefined): Difference[] {
  if (!a || !b) return ['there'];
  const same = (x: unknown, y: unknown): boolean => JSON.stringify(sorted(x)) === JSON.stringify(sorted(y));
  const found: [Difference, boolean][] = [
    ['result', a.result === b.result],
    ['reason', a.sentence === b.sentence && a.detail === b.detail],
    ['deployment', a.deployment === b.deployment && a.enforcement === b.enforcement],
    ['wish', a.mode === b.mode && same(a.state, b.state)],
    ['parameters', same(a.parameters, b.parameters)],
    ['properties', same(a.properties, b.properties)],
    ['definition', a.definition === b.definition],
  ];
  return found.flatMap(([difference, equal]) => (equal ? [] : [difference]));
}

/** By name; those that are different first. */
export function compareFacts(a: Facts, b: Facts): ComparedFact[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const all = names.map((name) => ({ name, a: a[name] ?? null, b: b[name] ?? null }));
  return [...all.filter((fact) => fact.a !== fact.b), ...all.filter((fact) => fact.a === fact.b)];
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
}
