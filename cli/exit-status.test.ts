import { expect, it } from 'vitest';
import { RoundsError, type ErrorKind } from '../shared/errors.ts';
import { FINAL_RESULTS, isBad, type Result, type SessionStatus } from '../shared/words.ts';
import { statusOfError, statusOfSessions } from './exit-status.ts';

const session = (status: SessionStatus, ...results: Result[]) => ({
  status,
  actions: results.map((result) => ({ item: 'i', instance: null, result, reason: null, ms: 0 })),
});

it.each(FINAL_RESULTS)('one action that is %s', (result) => {
  const expected = result === 'cancelled' ? 4 : isBad(result) || result === 'unknown' ? 2 : 0;
  expect(statusOfSessions([session('passed', 'success', result)])).toBe(expected);
});
it('4 before 3 before 2', () => {
  const bad = session('partly-failed', 'error');
  const away = session('not-reached', 'skipped');
  const cancelled = session('cancelled', 'cancelled');
  expect(statusOfSessions([session('passed', 'success')])).toBe(0);
  expect(statusOfSessions([bad])).toBe(2);
  expect(statusOfSessions([bad, away])).toBe(3);
  expect(statusOfSessions([bad, away, cancelled])).toBe(4);
  expect(statusOfSessions([session('interrupted', 'pending')])).toBe(2);
  expect(statusOfSessions([])).toBe(0);
});
it.each<[ErrorKind, number]>([
  ['usage/target', 64],
  ['input/setup', 64],
  ['setup/unknown-computer', 64],
  ['connect/connect-timeout', 3],
  ['transport/facts', 2],
  ['store/locked', 70],
  ['internal/lab', 70],
])('%s ends with %i', (kind, status) => expect(statusOfError(new RoundsError(kind, 'x'))).toBe(status));
it('anything else is a fault of ours', () => expect(statusOfError(new TypeError('x'))).toBe(70));
