import { RoundsError } from '../../../shared/errors.ts';
import type { VersionScheme } from '../../../shared/model.ts';
import { compareDebian, compareRpm } from './packages.ts';
import { compareDotted, compareSemver } from './numbers.ts';

/**
 * Compares two versions under an item's scheme: below 0 when `a` is older, 0 when they are the same, above 0 when newer.
 * @throws RoundsError `input/version` when one is no version of the scheme.
 */
export function compareVersions(scheme: VersionScheme, a: string, b: string): number {
  const compare = { semver: compareSemver, debian: compareDebian, rpm: compareRpm, dotted: compareDotted }[scheme];
  return compare(a.trim(), b.trim());
}

/** @throws RoundsError `input/version`. */
export function invalidVersion(scheme: VersionScheme, text: string, allowed: string): never {
  throw new RoundsError('input/version', `'${text}' is no ${scheme} version; allowed: ${allowed}`);
}
