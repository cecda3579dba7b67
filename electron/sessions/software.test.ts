import { describe, expect, it } from 'vitest';
import type { ScriptName, VersionWish } from '../../shared/model.ts';
import { decideSoftware, printedVersion } from './software.ts';

const ALL: ScriptName[] = ['detect', 'available', 'install', 'upgrade', 'uninstall'];

/** Wish, installed, available, scripts -> what is decided, in one word or two. */
const CASES: [VersionWish, string | null, string | null, ScriptName[], string][] = [
  ['any', null, '2.0', ALL, 'install 2.0'],
  ['any', '1.0', '2.0', ALL, 'compliant'],
  ['latest', null, '2.0', ALL, 'install 2.0'],
  ['latest', '1.0', '2.0', ALL, 'upgrade 2.0'],
  ['latest', '2.0', '2.0', ALL, 'compliant'],
  ['latest', '3.0', '2.0', ALL, 'compliant'],
  ['latest', '1.0', null, ALL, 'version-unavailable'],
  ['updateIfFound', null, '2.0', ALL, 'not-found'],
  ['updateIfFound', '1.0', '2.0', ALL, 'upgrade 2.0'],
  ['absent', null, null, ALL, 'compliant'],
  ['absent', '1.0', null, ALL, 'uninstall '],
  ['absent', '1.0', null, ['detect'], 'set-missing'],
  [{ atLeast: '1.5' }, '1.5', null, ALL, 'compliant'],
  [{ atLeast: '1.5' }, '1.0', '2.0', ALL, 'upgrade 2.0'],
  [{ atLeast: '1.5' }, '1.0', '1.2', ALL, 'version-unavailable'],
  [{ atLeast: '1.5' }, null, null, ALL, 'install 1.5'],
  [{ atLeast: '1.5' }, '1.0', null, ['detect', 'install'], 'install 1.5'],
  [{ exactly: '1.5' }, '1.5.0', null, ALL, 'compliant'],
  [{ exactly: '1.5' }, '1.0', null, ALL, 'upgrade 1.5'],
  [{ exactly: '1.5' }, '2.0', null, ALL, 'uninstall+install 1.5'],
  [{ exactly: '1.5' }, '2.0', null, [...ALL, 'downgrade'], 'downgrade 1.5'],
  [{ exactly: '1.5' }, '2.0', null, ['detect', 'install'], 'no-downgrade'],
  [{ atMost: '1.5' }, '1.2', null, ALL, 'compliant'],
  [{ atMost: '1.5' }, '2.0', '1.4', ALL, 'uninstall+install 1.4'],
  [{ atMost: '1.5' }, '2.0', '3.0', [...ALL, 'downgrade'], 'downgrade 1.5'],
  [{ atMost: '1.5' }, '2.0', null, ['detect', 'install', 'upgrade'], 'no-downgrade'],
  [{ exactly: '1.5' }, 'weird', null, ALL, 'version-unknown'],
];

describe('software', () => {
  for (const [wish, installed, available, scripts, expected] of CASES) {
    it(`${JSON.stringify(wish)} with ${installed ?? 'none'} there and ${available ?? 'none'} to be had, ${scripts.length} scripts: ${expected}`, () => {
      const decision = decideSoftware(wish, { installed, available }, 'dotted', (script) => scripts.includes(script));
      const said =
        decision.kind === 'compliant'
          ? 'compliant'
          : decision.kind === 'verdict'
            ? decision.verdict.reason
            : `${decision.scripts.join('+')} ${decision.version}`;
      expect(said).toBe(expected);
    });
  }

  it('reads the last version line', () => {
    expect(printedVersion(['noise', 'version: 1.0', 'Version:  2.1-3 '])).toBe('2.1-3');
    expect(printedVersion(['1.0'])).toBeNull();
  });
});
