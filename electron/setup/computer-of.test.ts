import { expect, it } from 'vitest';
import type { Computer } from '../../shared/model.ts';
import { computerOf } from './computer-of.ts';

const named = (id: string): Computer => ({ id, tenant: 'Acme', name: id, tags: [] });

it('finds a computer by its id, also after the list changed in place', () => {
  const computers = [named('a'), named('b'), named('c')];
  expect(computerOf({ computers }, 'b')).toBe(computers[1]);
  expect(computerOf({ computers }, 'd')).toBeUndefined();
  computers.splice(1, 1, named('d'));
  computers.unshift(named('e'));
  expect(['a', 'b', 'c', 'd', 'e'].map((id) => computerOf({ computers }, id)?.id)).toEqual(['a', undefined, 'c', 'd', 'e']);
});
