/** In which order a session takes the items of a plan: dependencies first, then the place, then a stable key. */
import type { ItemPlace } from '../../shared/model.ts';
import type { ItemKey } from '../../shared/plan.ts';
import { shortestPath, topological, unsortable } from './graph.ts';
import { compareKeys, compareNames } from './names.ts';

export interface Orderable {
  key: ItemKey;
  item: string;
  instance: string | null;
  place: ItemPlace;
  /** Keys of what must be compliant first. */
  dependsOn: readonly ItemKey[];
  /** Keys that only order. */
  after: readonly ItemKey[];
}

export interface Order {
  order: ItemKey[];
  /** For every key on a cycle of hard dependencies: the way round, itself at both ends. */
  cycles: ReadonlyMap<ItemKey, ItemKey[]>;
  /** The `after` of every key without those that would have closed a cycle. */
  after: ReadonlyMap<ItemKey, ItemKey[]>;
}

const SECTIONS: readonly ItemPlace['section'][] = ['beginning', 'unordered', 'end'];

/** At both ends alike: those with a number first, the lower before the higher; then those without. */
export function comparePlaces(a: ItemPlace, b: ItemPlace): number {
  const bySection = SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section);
  if (bySection !== 0 || a.section === 'unordered') return bySection;
  const number = ({ order }: ItemPlace): number => (order === undefined || Number.isNaN(order) ? Infinity : order);
  return number(a) === number(b) ? 0 : number(a) < number(b) ? -1 : 1;
}

/** Takes the soft edges in the order of their names and leaves out each that would close a cycle with what stands already. */
function softEdges(hard: Map<ItemKey, ItemKey[]>, nodes: readonly Orderable[]): Map<ItemKey, ItemKey[]> {
  const all = new Map(nodes.map((node) => [node.key, [...new Set([...node.dependsOn, ...node.after])]]));
  const doubtful = unsortable(all);
  const graph = new Map([...hard].map(([key, before]) => [key, [...before]]));
  const kept = new Map<ItemKey, ItemKey[]>();
  for (const { key, after } of [...nodes].sort((a, b) => compareNames(a.key, b.key))) {
    const sound: ItemKey[] = [];
    for (const other of [...new Set(after)].sort(compareNames)) {
      const closes = doubtful.has(key) && doubtful.has(other) && (other === key || shortestPath(graph, other, key) !== null);
      if (closes) continue;
      sound.push(other);
      graph.get(key)?.push(other);
    }
    kept.set(key, sound);
  }
  return kept;
}

/** An item's place holds for what it waits for too, so that a beginning is not held up by an unordered dependency of its own. */
function effectivePlaces(graph: Map<ItemKey, ItemKey[]>, nodes: ReadonlyMap<ItemKey, Orderable>): Map<ItemKey, ItemPlace> {
  const places = new Map([...nodes].map(([key, node]) => [key, node.place]));
  for (const key of topological(graph).reverse()) {
    const place = places.get(key);
    for (const other of graph.get(key) ?? []) {
      const own = places.get(other);
      if (place && own && comparePlaces(place, own) < 0) places.set(other, place);
    }
  }
  return places;
}

/**
 * Orders items. Total, also over cycles: what is on a hard cycle is told, and stands as if its edges on the cycle were not.
 * A soft edge that would close a cycle is left out, always the same one. The order of `items` does not matter.
 */
export function orderItems(items: readonly Orderable[]): Order {
  const nodes = new Map(items.map((node) => [node.key, node]));
  const hard = new Map(items.map((node) => [node.key, [...node.dependsOn]]));
  const cycles = new Map<ItemKey, ItemKey[]>();
  const suspects = unsortable(hard);
  for (const key of suspects) {
    const path = shortestPath(hard, key, key);
    if (path) cycles.set(key, path);
  }
  const after = softEdges(hard, items);
  const acyclic = new Map<ItemKey, ItemKey[]>();
  for (const [key, before] of hard) {
    const sound = before.filter((other) => !(cycles.has(key) && cycles.has(other) && (other === key || shortestPath(hard, other, key) !== null)));
    acyclic.set(key, [...sound, ...(after.get(key) ?? [])]);
  }
  const effective = effectivePlaces(acyclic, nodes);
  const order = topological(acyclic, (left, right) => {
    const [a, b, placeA, placeB] = [nodes.get(left), nodes.get(right), effective.get(left), effective.get(right)];
    if (!a || !b || !placeA || !placeB) return compareNames(left, right);
    return comparePlaces(placeA, placeB) || comparePlaces(a.place, b.place) || compareKeys(a, b);
  });
  return { order, cycles, after };
}
