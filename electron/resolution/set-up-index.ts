/** Look-ups over a set-up, built once, so that the plan of one computer never walks over all the others. */
import type { Computer, ComputerId, Deployment, Group, Item, SetUp } from '../../shared/model.ts';
import { compareNames } from './names.ts';

export interface IndexedGroup {
  group: Group;
  /** Null for a group without fixed members. */
  members: ReadonlySet<ComputerId> | null;
}

export interface SetUpIndex {
  tenants: ReadonlySet<string>;
  computers: ReadonlyMap<ComputerId, Computer>;
  computersByTenant: ReadonlyMap<string, readonly Computer[]>;
  computersByTag: ReadonlyMap<string, readonly Computer[]>;
  groups: ReadonlyMap<string, IndexedGroup>;
  items: ReadonlyMap<string, Item>;
  /** In the order of their stable ids, which is that of their names. */
  deployments: readonly Deployment[];
}

/** The set-up's own keys are unique. Should two of a name come nevertheless, the content decides, never the position. */
function byKey<T>(list: readonly T[], keyOf: (value: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const value of list) {
    const key = keyOf(value);
    const other = map.get(key);
    if (other === undefined || compareNames(JSON.stringify(value), JSON.stringify(other)) < 0) map.set(key, value);
  }
  return map;
}

function collect(map: Map<string, Computer[]>, key: string, computer: Computer): void {
  const list = map.get(key);
  if (list) list.push(computer);
  else map.set(key, [computer]);
}

function build(setUp: SetUp): SetUpIndex {
  const computers = byKey(setUp.computers, (computer) => computer.id);
  const computersByTenant = new Map<string, Computer[]>();
  const computersByTag = new Map<string, Computer[]>();
  for (const computer of computers.values()) {
    collect(computersByTenant, computer.tenant, computer);
    for (const tag of new Set(computer.tags)) collect(computersByTag, tag, computer);
  }
  const groups = new Map<string, IndexedGroup>();
  for (const group of byKey(setUp.groups, (value) => value.id).values()) {
    groups.set(group.id, { group, members: group.members ? new Set(group.members) : null });
  }
  return {
    tenants: new Set(setUp.tenants.map((tenant) => tenant.name)),
    computers,
    computersByTenant,
    computersByTag,
    groups,
    items: byKey(setUp.items, (item) => item.id),
    deployments: [...byKey(setUp.deployments, (deployment) => deployment.name).values()].sort((a, b) => compareNames(a.name, b.name)),
  };
}

const PARTS = ['tenants', 'computers', 'groups', 'items', 'deployments'] as const;
const indexes = new WeakMap<SetUp, { index: SetUpIndex; lists: { list: unknown[]; length: number }[] }>();

/**
 * The index of a set-up: kept as long as the set-up object, its lists and their lengths stay the same ones.
 * A set-up counts as frozen from then on: to change it, make a new object, as loading it anew does.
 */
export function indexOf(setUp: SetUp): SetUpIndex {
  const kept = indexes.get(setUp);
  const same = kept && PARTS.every((part, at) => kept.lists[at]?.list === setUp[part] && kept.lists[at].length === setUp[part].length);
  if (same) return kept.index;
  const index = build(setUp);
  indexes.set(setUp, { index, lists: PARTS.map((part) => ({ list: setUp[part], length: setUp[part].length })) });
  return index;
}

/** The computer of an id, without going through the list. */
export function computerOf(setUp: SetUp, id: ComputerId): Computer | undefined {
  return indexOf(setUp).computers.get(id);
}
