/** What is to be done about a software: desired state against what was found. Pure. */
import { assertNever } from '../../shared/assert-never.ts';
import { messageOf } from '../../shared/errors.ts';
import type { ScriptName, VersionScheme, VersionWish } from '../../shared/model.ts';
import type { Verdict } from './judge.ts';
import { compareVersions } from './versions/compare.ts';

export interface Found {
  /** Null when the software is absent. */
  installed: string | null;
  /** The newest to be had; null when the item cannot say. */
  available: string | null;
}

export type SoftwareDecision =
  | { kind: 'compliant' }
  /** `scripts` in order; `version` is what ROUNDS_VERSION says to them, empty for whatever there is. */
  | { kind: 'change'; scripts: ScriptName[]; version: string; desired: string }
  | { kind: 'verdict'; verdict: Verdict };

const verdict = (result: Verdict['result'], reason: Verdict['reason'], detail: string | null): SoftwareDecision => ({
  kind: 'verdict',
  verdict: { result, reason, detail },
});

/** Whether a wish cannot be judged without asking what the newest version is. */
export function needsAvailable(wish: VersionWish): boolean {
  return wish === 'latest' || wish === 'updateIfFound';
}

/**
 * Decides by the item's version scheme. Going back to an older version takes the item's `downgrade`, else its uninstall
 * and install; an item with neither way is Incompatible.
 */
export function decideSoftware(wish: VersionWish, found: Found, scheme: VersionScheme, has: (script: ScriptName) => boolean): SoftwareDecision {
  try {
    return decide(wish, found, scheme, has);
  } catch (error) {
    return verdict('error', 'version-unknown', messageOf(error));
  }
}

function decide(wish: VersionWish, { installed, available }: Found, scheme: VersionScheme, has: (script: ScriptName) => boolean): SoftwareDecision {
  const change = (scripts: ScriptName[], version: string, desired: string): SoftwareDecision => {
    const missing = scripts.find((script) => !has(script));
    return missing ? verdict('error', 'set-missing', `it has no ${missing} script`) : { kind: 'change', scripts, version, desired };
  };
  const raise = (version: string, desired: string): SoftwareDecision => change([has('upgrade') ? 'upgrade' : 'install'], version, desired);
  const lower = (version: string, desired: string): SoftwareDecision => {
    if (has('downgrade')) return change(['downgrade'], version, desired);
    if (has('uninstall') && has('install')) return change(['uninstall', 'install'], version, desired);
    return verdict('incompatible', 'no-downgrade', `${installed ?? ''} is there, ${desired} is asked for`);
  };

  if (wish === 'absent') return installed === null ? { kind: 'compliant' } : change(['uninstall'], '', 'absent');
  if (wish === 'any') return installed === null ? change(['install'], available ?? '', available ?? 'any version') : { kind: 'compliant' };
  if (wish === 'updateIfFound' && installed === null) return verdict('skipped', 'not-found', null);
  if (wish === 'latest' || wish === 'updateIfFound') {
    if (available === null) return verdict('error', 'version-unavailable', 'the item does not say which version is the newest');
    if (installed === null) return change(['install'], available, available);
    return compareVersions(scheme, installed, available) < 0 ? raise(available, available) : { kind: 'compliant' };
  }
  if ('atLeast' in wish) {
    const version = available ?? wish.atLeast;
    if (installed !== null && compareVersions(scheme, installed, wish.atLeast) >= 0) return { kind: 'compliant' };
    if (compareVersions(scheme, version, wish.atLeast) < 0) {
      return verdict('error', 'version-unavailable', `at least ${wish.atLeast} is asked for, ${version} is the newest to be had`);
    }
    return installed === null ? change(['install'], version, `at least ${wish.atLeast}`) : raise(version, `at least ${wish.atLeast}`);
  }
  if ('exactly' in wish) {
    if (installed === null) return change(['install'], wish.exactly, wish.exactly);
    const difference = compareVersions(scheme, installed, wish.exactly);
    if (difference === 0) return { kind: 'compliant' };
    return difference < 0 ? raise(wish.exactly, wish.exactly) : lower(wish.exactly, wish.exactly);
  }
  if ('atMost' in wish) {
    if (installed !== null && compareVersions(scheme, installed, wish.atMost) <= 0) return { kind: 'compliant' };
    // The newest that is allowed, when it is to be had; else the bound itself.
    const version = available !== null && compareVersions(scheme, available, wish.atMost) <= 0 ? available : wish.atMost;
    return installed === null ? change(['install'], version, `at most ${wish.atMost}`) : lower(version, `at most ${wish.atMost}`);
  }
  return assertNever(wish, 'desired state');
}

const VERSION_LINE = /^\s*version:\s*(\S.*?)\s*$/i;

/** The version that `detect` or `available` printed: its last `version: V` line, or null. */
export function printedVersion(lines: readonly string[]): string | null {
  for (let i = lines.length - 1; i >= 0; i--) {
    const version = VERSION_LINE.exec(lines[i] ?? '')?.[1];
    if (version !== undefined) return version;
  }
  return null;
}
