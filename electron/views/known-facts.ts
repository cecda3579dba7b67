import type { ComputerState } from '../../shared/model.ts';

/** Values that are another on every computer say nothing about a filter. */
const USELESS = new Set(['boot-id', 'hostname', 'memory-mb', 'disk-root-free-mb', 'disk-root-total-mb', 'platform', 'role']);
const VALUES = 30;

/** The facts that are known of any computer, each with the values that most computers have. */
export function knownFacts(states: Iterable<ComputerState>): Record<string, string[]> {
  const found = new Map<string, Map<string, number>>();
  for (const { facts } of states) {
    for (const [name, value] of Object.entries(facts)) {
      if (USELESS.has(name)) continue;
      const values = found.get(name) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      found.set(name, values);
    }
  }
  return Object.fromEntries(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, values]) => [
        name,
        [...values]
          .sort((a, b) => b[1] - a[1])
          .slice(0, VALUES)
          .map(([value]) => value),
      ]),
  );
}
