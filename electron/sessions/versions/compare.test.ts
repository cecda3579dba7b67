import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VersionScheme } from '../../../shared/model.ts';
import { compareVersions } from './compare.ts';

/** Scheme, versions from old to new; each line holds versions that are the same. */
const ORDERS: [VersionScheme, string[][]][] = [
  [
    'semver',
    [
      ['1.0.0-alpha'],
      ['1.0.0-alpha.1'],
      ['1.0.0-beta.2'],
      ['1.0.0-beta.11'],
      ['1.0.0-rc.1'],
      ['1.0.0', 'v1.0.0', '1.0.0+build7'],
      ['1.9.0'],
      ['1.10.0'],
    ],
  ],
  ['dotted', [['1'], ['1.2', '1.2.0', 'v1.2', '01.02'], ['1.10'], ['10.0.19045.3'], ['10.0.19045.10'], ['99999999999999999999']]],
  [
    'debian',
    [['0~~'], ['0~'], ['0', '0-0'], ['1.0~rc1'], ['1.0'], ['1.0-1'], ['1.0-1+deb12u1'], ['1.0-10'], ['1.0a'], ['1.0+dfsg'], ['1:0.1'], ['2:0']],
  ],
  ['rpm', [['1.0~rc1-1'], ['1.0-1', '1.0'], ['1.0-2'], ['1.0^git1-1'], ['1.0.a'], ['1.0.1-1'], ['1.0.10'], ['1:0.1-1']]],
];

describe('versions', () => {
  for (const [scheme, groups] of ORDERS) {
    it(`orders ${scheme}`, () => {
      for (const [i, older] of groups.entries()) {
        for (const a of older) for (const b of older) expect(compareVersions(scheme, a, b), `${a} = ${b}`).toBe(0);
        for (const newer of groups.slice(i + 1)) {
          for (const a of older) {
            for (const b of newer) {
              // 1.0 of rpm names no release, so it equals every release of 1.0.
              if (scheme === 'rpm' && [a, b].includes('1.0') && (a + b).includes('1.0-2')) continue;
              expect(compareVersions(scheme, a, b), `${a} < ${b}`).toBeLessThan(0);
              expect(compareVersions(scheme, b, a), `${b} > ${a}`).toBeGreaterThan(0);
            }
          }
        }
      }
    });
  }

  it('names a version that is none', () => {
    expect(() => compareVersions('semver', 'latest', '1.0.0')).toThrow("'latest' is no semver version; allowed: MAJOR.MINOR.PATCH");
    expect(() => compareVersions('debian', '1 0', '1')).toThrow("'1 0' is no debian version");
    expect(() => compareVersions('dotted', '1.x', '1')).toThrow('is no dotted version');
  });

  const dpkg = spawnSync('dpkg', ['--version']).status === 0;
  it.runIf(dpkg)('agrees with dpkg', () => {
    const part = fc
      .string({ unit: fc.constantFrom('0', '1', '9', 'a', 'Z', '~', '+', '.', '-'), minLength: 1, maxLength: 6 })
      .map((text) => `1${text}`)
      .filter((text) => !text.endsWith('-'));
    fc.assert(
      fc.property(part, part, (a, b) => {
        const status = (relation: string): boolean => spawnSync('dpkg', ['--compare-versions', a, relation, b]).status === 0;
        const mine = compareVersions('debian', a, b);
        expect(mine < 0, `${a} ${b}`).toBe(status('lt'));
        expect(mine > 0, `${a} ${b}`).toBe(status('gt'));
      }),
      { numRuns: 150 },
    );
  });
});
