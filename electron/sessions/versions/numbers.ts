/** Semantic versions (semver.org 2.0.0, section 11) and plain dotted numbers. */
import semver from 'semver';
import { invalidVersion } from './compare.ts';

/** Build metadata does not count; a leading `v` is taken. */
export function compareSemver(a: string, b: string): number {
  const left = semver.parse(a) ?? invalidVersion('semver', a, 'MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]');
  const right = semver.parse(b) ?? invalidVersion('semver', b, 'MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]');
  return semver.compare(left, right);
}

/** Numbers between dots, any count, missing ones are 0: 1.2 is 1.2.0. Numbers of any length. */
export function compareDotted(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => {
    if (!/^v?\d+(\.\d+)*$/.test(text)) return invalidVersion('dotted', text, 'numbers between dots, such as 10.0.19045.3');
    return text.replace(/^v/, '').split('.').map(BigInt);
  });
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const one = left?.[i] ?? 0n;
    const other = right?.[i] ?? 0n;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
