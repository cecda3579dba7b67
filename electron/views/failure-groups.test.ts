import { expect, it } from 'vitest';
import type { Failure } from '../store/store.ts';
import { failureGroups } from './failure-groups.ts';

const away = (computer: string): Failure => ({
  session: `s-${computer}`,
  computer,
  item: null,
  result: null,
  reason: 'connect-timeout',
  detail: null,
});
const failed = (computer: string, item: string, reason: Failure['reason'] = 'set-failed'): Failure => ({
  session: `s-${computer}`,
  computer,
  item: { key: item, name: item.toUpperCase() },
  result: 'error',
  reason,
  detail: null,
});

it('counts computers, not failures, and names what scripts fail at', () => {
  const groups = failureGroups([
    away('Acme/a'),
    away('Acme/b'),
    away('Acme/c'),
    away('Acme/d'),
    failed('Acme/e', 'motd'),
    failed('Acme/e', 'motd:two'),
    failed('Acme/f', 'motd'),
  ]);
  expect(groups.map(({ reason, item, count }) => [reason, item?.key ?? null, count])).toEqual([
    ['connect-timeout', null, 4],
    ['set-failed', 'motd', 2],
    ['set-failed', 'motd:two', 1],
  ]);
  expect(groups[0]?.names).toEqual(['Acme/a', 'Acme/b', 'Acme/c']);
  expect(groups[1]?.sessions).toEqual(['s-Acme/e', 's-Acme/f']);
});

it('puts what was only blocked by something else last, however often it is', () => {
  const groups = failureGroups([failed('Acme/a', 'x', 'dependency-failed'), failed('Acme/b', 'y', 'dependency-failed'), away('Acme/c')]);
  expect(groups.map(({ cause, count }) => [cause, count])).toEqual([
    ['offline', 1],
    ['dependency', 2],
  ]);
});
