import { expect, it } from 'vitest';
import type { ReasonCode } from '../../shared/reasons.ts';
import { RESULTS, SESSION_STATUSES, type Result } from '../../shared/words.ts';
import { countsText, resultMark, statusMark } from './marks.ts';
import { nearest } from '../../shared/nearest.ts';
import { createStyle, wantsColour, wantsUnicode } from './style.ts';

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [{ TERM: 'dumb' }, true, false],
])('colour with %j on a terminal %j: %j', (env, terminal, expected) => expect(wantsColour(env, terminal)).toBe(expected));

it.each([
  [{ LANG: 'en_US.UTF-8' }, 'linux', true],
  [{ LANG: 'de_DE.utf8' }, 'linux', true],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'linux', false],
  [{}, 'linux', false],
  [{}, 'win32', true],
])('unicode with %j on %s: %j', (env, platform, expected) => expect(wantsUnicode(env, platform)).toBe(expected));

it('every result and status has its word, and ASCII where the locale is no UTF-8', () => {
  const ascii = createStyle({ colour: false, unicode: false });
  for (const result of RESULTS) expect(resultMark({ result, reason: null }, ascii).text).toMatch(/^[\x21-\x7e] [A-Z][A-Za-z ]+$/);
  for (const status of SESSION_STATUSES) expect(statusMark(status, ascii).text).toMatch(/^[\x21-\x7e] [A-Z][A-Za-z ]+$/);
  const marks = RESULTS.map((result) => resultMark({ result, reason: null }, createStyle({ colour: false, unicode: true })).text[0]);
  expect(new Set(marks).size).toBe(RESULTS.length);
});

it('counts the worst first', () => {
  const of = (result: Result, reason: ReasonCode | null = null) => ({ result, reason });
  expect(countsText([of('success'), of('error'), of('success'), of('skipped')])).toBe('1 Error, 2 Success, 1 Skipped');
  expect(countsText([of('skipped', 'would-change'), of('skipped', 'not-selected'), of('success')])).toBe('1 Would change, 1 Success, 1 not selected');
  expect(countsText([])).toBe('');
});

it.each([
  ['rum', 'run'],
  ['sesions', 'sessions'],
  ['deploy', 'deployments'],
  ['xyzzy', null],
  ['x'.repeat(100_000), null],
])('nearest to %.20s is %j', (word, expected) => expect(nearest(word, ['run', 'resume', 'sessions', 'deployments'])).toBe(expected));
