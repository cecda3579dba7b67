import { expect, it } from 'vitest';
import type { ActionRecord } from '../../shared/record.ts';
import { execAction, execItem } from '../sessions/exec-item.ts';
import { byKey, compareFacts, compareItems, sideOfAction } from './compare.ts';

const base = execAction('s', execItem({ text: 'true', shell: 'sh', name: 'x' }));
const action = (item: string, more: Partial<ActionRecord> = {}): ActionRecord => ({
  ...base,
  item,
  itemName: `Item ${item}`,
  result: 'success',
  ...more,
});
const sides = (...actions: ActionRecord[]) => new Map([...byKey(actions)].map(([key, one]) => [key, sideOfAction(one)]));

it('names what is different about each item, and nothing where all is the same', () => {
  const frozen = base.frozen;
  const a = sides(
    action('same'),
    action('gone'),
    action('worse'),
    action('other', { frozen: { ...frozen, parameters: { x: 1, y: 2 } } }),
    action('found', { properties: [{ key: 'v', current: '1', desired: '2' }] }),
    action('written', { frozen: { ...frozen, itemHash: 'h' } }),
    action('asked', { frozen: { ...frozen, deployment: 'A', state: 'latest' } }),
  );
  const b = sides(
    action('fresh', { instance: 'i' }),
    action('worse', { result: 'error', reason: 'set-failed', detail: 'status 3' }),
    action('same'),
    action('other', { frozen: { ...frozen, parameters: { y: 2, x: 3 } } }),
    action('found'),
    action('written'),
    action('asked', { frozen: { ...frozen, deployment: 'B', state: 'any' } }),
  );
  expect(compareItems(a, b).map(({ key, differs }) => [key, differs])).toEqual([
    ['same', []],
    ['gone', ['there']],
    ['worse', ['result', 'reason']],
    ['other', ['parameters']],
    ['found', ['properties']],
    ['written', ['definition']],
    ['asked', ['deployment', 'wish']],
    ['fresh:i', ['there']],
  ]);
  expect(compareItems(a, a).every(({ differs }) => differs.length === 0)).toBe(true);
});

it('does not see the order in which parameters are written', () => {
  const [a, b] = [
    { x: 1, y: [1] },
    { y: [1], x: 1 },
  ].map((parameters) => sides(action('m', { frozen: { ...base.frozen, parameters: parameters as never } })));
  expect(compareItems(a ?? new Map(), b ?? new Map())[0]?.differs).toEqual([]);
});

it('puts facts that differ first', () => {
  expect(compareFacts({ a: '1', os: 'x', z: '1' }, { a: '1', os: 'y' })).toEqual([
    { name: 'os', a: 'x', b: 'y' },
    { name: 'z', a: '1', b: null },
    { name: 'a', a: '1', b: '1' },
  ]);
});
