import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemPlace } from '../../shared/model.ts';
import { place } from './arbitraries.ts';
import { item, needs } from './fixtures.ts';
import { findCycle } from './graph.ts';
import { compareNames } from './names.ts';
import { orderItems, type Orderable } from './order.ts';

function node(key: string, where: ItemPlace = { section: 'unordered' }, dependsOn: string[] = [], after: string[] = []): Orderable {
  const [name = key, instance = null] = key.split(':');
  return { key, item: name, instance, place: where, dependsOn, after };
}
const beginning = (order?: number): ItemPlace => (order === undefined ? { section: 'beginning' } : { section: 'beginning', order });
const end = (order?: number): ItemPlace => (order === undefined ? { section: 'end' } : { section: 'end', order });

describe('the order of a session (P10)', () => {
  it('goes by place, and within both ends numbers first, lower before higher', () => {
    const nodes = [
      node('a', end()),
      node('b', end(5)),
      node('c', end(-1)),
      node('d'),
      node('e', beginning()),
      node('f', beginning(10)),
      node('g', beginning(2)),
    ];
    expect(orderItems(nodes).order).toEqual(['g', 'f', 'e', 'd', 'c', 'b', 'a']);
  });

  it('goes by item, then instance, where places are alike', () => {
    expect(orderItems(['b', 'a:2', 'a-b', 'a:10', 'a', 'B'].map((key) => node(key))).order).toEqual(['B', 'a', 'a:10', 'a:2', 'a-b', 'b']);
  });

  it('puts dependencies before the place, and lets the place hold for them', () => {
    const nodes = [node('a'), node('late', end()), node('first', beginning(), ['z']), node('z'), node('m', undefined, ['late'])];
    expect(orderItems(nodes).order).toEqual(['z', 'first', 'a', 'late', 'm']);
  });

  it('takes a cycle, and keeps the rest in order', () => {
    const { order, cycles, after } = orderItems([
      node('a', undefined, ['b']),
      node('b', undefined, ['c']),
      node('c', undefined, ['b', 'z'], ['a']),
      node('z'),
    ]);
    expect(order).toEqual(['b', 'a', 'z', 'c']);
    expect([...cycles]).toEqual([
      ['b', ['b', 'c', 'b']],
      ['c', ['c', 'b', 'c']],
    ]);
    expect(after.get('c')).toEqual([]);
  });

  it('leaves out the soft edge that closes a cycle, and only that', () => {
    const { order, after } = orderItems([node('a', undefined, [], ['b']), node('b', undefined, [], ['c']), node('c', undefined, [], ['a'])]);
    expect(order).toEqual(['c', 'b', 'a']);
    expect(Object.fromEntries(after)).toEqual({ a: ['b'], b: ['c'], c: [] });
  });

  it('takes edges to what is not there as none', () => {
    expect(orderItems([node('b'), node('a', undefined, ['gone'], ['gone too'])]).order).toEqual(['a', 'b']);
  });

  it('manages a chain of 10,000, and one that is closed', () => {
    const chain = Array.from({ length: 10_000 }, (_, n) => node(`n${n}`, undefined, n === 0 ? [] : [`n${n - 1}`]));
    expect(orderItems(chain).order).toEqual(chain.map(({ key }) => key));
    const items = chain.map((each) => item(each.key, needs(...each.dependsOn)));
    expect(findCycle(items)).toBeNull();
    expect(findCycle([item('n0', needs('n9999')), ...items.slice(1)])).toHaveLength(10_001);
  });
});

function take<T>(stream: Iterator<T>): T {
  const next = stream.next();
  if (next.done === true) throw new Error('An infinite stream ended');
  return next.value;
}

/** Keys are few and edges many. Hard edges go down the list, so that only soft ones can close a cycle. */
const nodes = fc
  .tuple(
    fc.shuffledSubarray(['a', 'b', 'c:1', 'c:2', 'd', 'e', 'f'], { minLength: 1 }),
    fc.infiniteStream(place),
    fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  )
  .map(([keys, places, dice]) => {
    const roll = (): number => take(dice);
    return keys.map((key, at) => {
      const hard = keys.slice(0, at).filter(() => roll() < 2);
      return node(
        key,
        take(places),
        hard,
        keys.filter((other) => !hard.includes(other) && roll() < 1),
      );
    });
  });

const rank = ({ section, order = Infinity }: ItemPlace): [number, number] => [['beginning', 'unordered', 'end'].indexOf(section), order];
const lower = (a: (number | string)[], b: (number | string)[]): boolean => {
  const at = a.findIndex((value, n) => value !== b[n]);
  const [left = 0, right = 0] = [a[at], b[at]];
  return at >= 0 && (typeof left === 'string' && typeof right === 'string' ? compareNames(left, right) < 0 : left < right);
};

/** Again and again the least of what is ready, by the earliest place of all that wait for it, its own place, and its key. */
function naiveOrder(given: readonly Orderable[], edges: (each: Orderable) => readonly string[]): string[] {
  const waiters = (key: string): Orderable[] =>
    given.filter((other) => edges(other).includes(key)).flatMap((other) => [other, ...waiters(other.key)]);
  const score = (each: Orderable): (number | string)[] => {
    const places = [each, ...waiters(each.key)].map((other) => rank(other.place));
    const earliest = places.reduce((best, other) => (lower(other, best) ? other : best));
    return [...earliest, ...rank(each.place), each.item, each.instance ?? ''];
  };
  const order: string[] = [];
  while (order.length < given.length) {
    const ready = given.filter(({ key }) => !order.includes(key)).filter((each) => edges(each).every((key) => order.includes(key)));
    order.push(ready.reduce((best, other) => (lower(score(other), score(best)) ? other : best)).key);
  }
  return order;
}

describe('the order, generated', () => {
  it('agrees with one written naively', () => {
    fc.assert(
      fc.property(nodes, (given) => {
        const { order, after, cycles } = orderItems(given);
        expect(cycles.size).toBe(0);
        expect(order).toEqual(naiveOrder(given, (each) => [...each.dependsOn, ...(after.get(each.key) ?? [])]));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every soft edge that closes no cycle', () => {
    let dropped = 0;
    fc.assert(
      fc.property(nodes, (given) => {
        const { after } = orderItems(given);
        const next = (key: string): string[] => [...(given.find((each) => each.key === key)?.dependsOn ?? []), ...(after.get(key) ?? [])];
        const reaches = (from: string, to: string): boolean => from === to || next(from).some((key) => reaches(key, to));
        for (const each of given) {
          for (const other of each.after) {
            if (after.get(each.key)?.includes(other)) continue;
            dropped += 1;
            expect(reaches(other, each.key)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(dropped).toBeGreaterThan(20);
  });

  it('is the same in 100 shuffles', () => {
    fc.assert(
      fc.property(nodes, fc.infiniteStream(fc.nat()), (given, dice) => {
        const expected = orderItems(given);
        for (let round = 0; round < 100; round++) {
          const mixed = given.map((each) => ({ each, at: take(dice) })).sort((a, b) => a.at - b.at);
          const again = orderItems(mixed.map(({ each }) => each));
          expect(again.order).toEqual(expected.order);
          expect([...again.after].sort()).toEqual([...expected.after].sort());
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('findCycle (P9)', () => {
  it('names the first way round where several are as short', () => {
    const items = [item('a', needs('z', 'b')), item('b', needs('c')), item('c', needs('a')), item('z', needs('y')), item('y', needs('a'))];
    expect(findCycle(items)).toEqual(['a', 'b', 'c', 'a']);
  });

  it.each<[string, [string, ...string[]][], string[] | null]>([
    ['none', [['a', 'b', 'c'], ['b', 'c'], ['c']], null],
    ['of one', [['a', 'a']], ['a', 'a']],
    [
      'of two',
      [
        ['b', 'a'],
        ['a', 'b'],
      ],
      ['a', 'b', 'a'],
    ],
    [
      'behind others',
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd', 'b'],
        ['d', 'e'],
        ['e', 'c'],
      ],
      ['b', 'c', 'b'],
    ],
    [
      'not over soft ones',
      [
        ['a', '~b'],
        ['b', 'a'],
      ],
      null,
    ],
    ['not over items that are not there', [['a', 'gone']], null],
    [
      'over __proto__',
      [
        ['__proto__', 'constructor'],
        ['constructor', '__proto__'],
      ],
      ['__proto__', 'constructor', '__proto__'],
    ],
  ])('%s', (_, rows, path) => {
    const items = rows.map(([id, ...ids]) => item(id, needs(...ids)));
    expect(findCycle(items)).toEqual(path);
    expect(findCycle(items.toReversed())).toEqual(path);
  });
});
