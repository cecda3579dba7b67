/** What names in set-up files mean: bare or with their tenant, and what is said when they mean nothing or too much. */
import { compareNames } from '../resolution/index.ts';
import { didYouMean, nearest } from '../../shared/nearest.ts';
import { sameSpelling } from '../catalogue/deployment-form.ts';

/** Full names of one kind, found by their full or bare name. */
export interface NameIndex {
  has(id: string): boolean;
  byBareName(name: string): readonly string[];
  readonly all: readonly string[];
}

export function nameIndex(ids: Iterable<string>): NameIndex {
  const all = [...new Set(ids)].sort(compareNames);
  const known = new Set(all);
  const bare = new Map<string, string[]>();
  for (const id of all) {
    const name = id.slice(id.indexOf('/') + 1);
    bare.set(name, [...(bare.get(name) ?? []), id]);
  }
  return { has: (id) => known.has(id), byBareName: (name) => bare.get(name) ?? [], all };
}

/** At most eight names; a longer list helps nobody. */
export function namesText(names: readonly string[]): string {
  if (names.length === 0) return 'none is there';
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
}

/** The complaint about an item that is not in the catalogue. */
export function noItemText(id: string, known: readonly string[]): string {
  return `there is no item '${id}'${didYouMean(nearest(id, known))}; allowed: ${namesText([...known].sort())}`;
}

/**
 * The full name behind a reference. The full name itself comes first (a group across tenants has a bare one), then the
 * one of the same name in the home tenant, then the only one of that name anywhere.
 */
export function resolveName(reference: string, what: string, index: NameIndex, home?: string): { id: string } | { message: string } {
  const name = sameSpelling(reference);
  if (index.has(name)) return { id: name };
  const candidates = name.includes('/') ? [] : index.byBareName(name);
  const atHome = home === undefined ? undefined : candidates.find((id) => id === `${home}/${name}`);
  if (atHome !== undefined) return { id: atHome };
  const [only, ...others] = candidates;
  if (only === undefined) return { message: `there is no ${what} '${name}'; allowed: ${namesText(index.all)}` };
  if (others.length > 0) return { message: `'${name}' is ambiguous; allowed: ${candidates.join(', ')}` };
  return { id: only };
}
