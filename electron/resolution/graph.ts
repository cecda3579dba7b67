/** The few things about directed graphs that ordering needs. An edge goes from an item to what must come before it. */
import type { Item } from '../../shared/model.ts';
import { compareNames } from './names.ts';

export type Graph = ReadonlyMap<string, readonly string[]>;

/** The edges of a node that end inside the graph, each once: what comes from data may name anything. */
function inside(graph: Graph, node: string): string[] {
  return [...new Set(graph.get(node))].filter((next) => graph.has(next));
}

/**
 * Nodes so that each stands after all that must come before it; of those that could come next, the first by `compare`.
 * Nodes on a cycle, and those that wait for one, are left out.
 */
export function topological(graph: Graph, compare?: (a: string, b: string) => number): string[] {
  const waiting = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const node of graph.keys()) {
    const before = inside(graph, node);
    waiting.set(node, before.length);
    for (const next of before) {
      const list = dependents.get(next);
      if (list) list.push(node);
      else dependents.set(next, [node]);
    }
  }
  const nodes = [...graph.keys()];
  const rank = new Map((compare ? nodes.sort(compare) : nodes).map((node, at) => [node, at]));
  const rankOf = (node: string): number => rank.get(node) ?? 0;
  const ready = nodes.filter((node) => waiting.get(node) === 0);
  const order: string[] = [];
  for (let node = ready.shift(); node !== undefined; node = ready.shift()) {
    order.push(node);
    for (const dependent of dependents.get(node) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left > 0) continue;
      const at = ready.findIndex((other) => rankOf(other) > rankOf(dependent));
      ready.splice(at < 0 ? ready.length : at, 0, dependent);
    }
  }
  return order;
}

/** The nodes that `topological` leaves out. */
export function unsortable(graph: Graph): Set<string> {
  const sorted = new Set(topological(graph));
  return new Set([...graph.keys()].filter((node) => !sorted.has(node)));
}

/** The shortest way along the edges, both ends in it, at least one edge long; the first by name where several are. */
export function shortestPath(graph: Graph, from: string, to: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [from];
  for (const node of queue) {
    for (const next of inside(graph, node).sort(compareNames)) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      if (next !== to) {
        queue.push(next);
        continue;
      }
      const path = [to];
      for (let step = node; step !== from; step = cameFrom.get(step) ?? from) path.push(step);
      return [...path, from].reverse();
    }
  }
  return null;
}

/**
 * A cycle of hard dependencies among items, as the path that a refusal shows: `['a', 'b', 'a']` where `a` depends on `b`
 * and `b` on `a`. Null when there is none. Always the same one for the same items: the shortest through the first item,
 * by name, that is on one. Soft dependencies never make a cycle that is refused: resolution leaves out the one that would close it.
 */
export function findCycle(items: readonly Item[]): string[] | null {
  const graph = new Map<string, string[]>();
  for (const item of items) {
    const known = graph.get(item.id) ?? [];
    graph.set(item.id, [...known, ...item.dependsOn.filter((dependency) => !dependency.soft).map((dependency) => dependency.item)]);
  }
  for (const id of [...unsortable(graph)].sort(compareNames)) {
    const path = shortestPath(graph, id, id);
    if (path) return path;
  }
  return null;
}
