/** Filters over facts and tags, with the third answer: a fact that is not known yet is neither yes nor no. */
import type { Computer, Facts, Filter } from '../../shared/model.ts';

/** Whether something holds a computer. `not-known` counts as no, and is told. */
export interface Holding {
  held: 'yes' | 'no' | 'not-known';
  /** Why not: a clause for a sentence (`role is workstation, not server`; `fact role is not known`). Empty for `yes`. */
  why: string;
}

export const YES: Holding = { held: 'yes', why: '' };
export const no = (why: string): Holding => ({ held: 'no', why });

const FILTER_KEYS: ReadonlySet<string> = new Set(['platform', 'role', 'tag', 'fact']);
const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** A fact compares as text, without regard to case. */
export function sameFact(left: string, right: string): boolean {
  return left === right || fold(left) === fold(right);
}

/** The fact, or undefined when it is not known. Own keys only: `constructor` is no fact. */
export function factOf(facts: Facts, key: string): string | undefined {
  return Object.hasOwn(facts, key) ? facts[key] : undefined;
}

function wantedFacts(filter: Filter): [string, string][] {
  const wanted = Object.entries(filter.fact ?? {});
  if (filter.platform !== undefined) wanted.push(['platform', filter.platform]);
  if (filter.role !== undefined) wanted.push(['role', filter.role]);
  return wanted;
}

/**
 * Why a filter cannot choose computers, as a clause, or null when it can. One that names nothing would hold everybody,
 * and one with a key that we do not know would hold more than was meant: both hold nobody instead (P4).
 */
export function filterProblem(filter: Filter): string | null {
  const unknown = Object.keys(filter).find((key) => !FILTER_KEYS.has(key));
  if (unknown !== undefined) return `its filter has the unknown key '${unknown}'`;
  return filter.tag === undefined && wantedFacts(filter).length === 0 ? 'its filter names nothing' : null;
}

/** All that the filter names must hold: one sure no decides, else one unknown fact leaves it open. An empty filter holds. */
export function filterHolds(filter: Filter, computer: Computer, facts: Facts): Holding {
  if (filter.tag !== undefined && !computer.tags.includes(filter.tag)) return no(`it has no tag ${filter.tag}`);
  const missing: string[] = [];
  for (const [key, wanted] of wantedFacts(filter)) {
    const value = factOf(facts, key);
    if (value === undefined) missing.push(key);
    else if (!sameFact(value, wanted)) return no(`${key} is ${value}, not ${wanted}`);
  }
  const [first] = missing.sort();
  return first === undefined ? YES : { held: 'not-known', why: `fact ${first} is not known` };
}
