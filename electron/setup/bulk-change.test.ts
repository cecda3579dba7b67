import { describe, expect, it } from 'vitest';
import type { SetUpEntry } from '../store/store.ts';
import { bulkEdit } from './bulk-change.ts';

const computer = (id: string, tags: string[] = [], connection?: object): SetUpEntry =>
  ({
    kind: 'computer',
    sources: [],
    value: { id, name: id.split('/')[1], tenant: id.split('/')[0], tags, ...(connection ? { connection } : {}) },
  }) as SetUpEntry;
const group = (id: string, members: string[]): SetUpEntry =>
  ({ kind: 'group', sources: [], value: { id, name: id.split('/')[1], tenant: id.split('/')[0], members } }) as SetUpEntry;
const ENTRIES = [
  computer('A/one', ['web', 'old'], { host: '10.0.0.1', credential: 'key' }),
  computer('A/two'),
  computer('A/three'),
  group('A/First', ['A/one', 'A/three']),
  group('A/Second', ['A/two']),
  group('A/Third', []),
];

describe('several computers are changed in one edit', () => {
  it('tags are added and removed, the rest stays', () => {
    const { put, seen } = bulkEdit(ENTRIES, ['A/one', 'A/two'], { what: 'tags', add: ['new'], remove: ['old'] });
    expect(put.computers).toEqual([
      { name: 'one', tenant: 'A', tags: ['web', 'new'], connection: { host: '10.0.0.1', credential: 'key' } },
      { name: 'two', tenant: 'A', tags: ['new'] },
    ]);
    expect(seen.map(({ id }) => id)).toEqual(['A/one', 'A/two']);
  });

  it('a credential is set, or what is inherited holds again', () => {
    expect(bulkEdit(ENTRIES, ['A/two'], { what: 'credential', credential: 'other' }).put.computers).toEqual([
      { name: 'two', tenant: 'A', connection: { credential: 'other' } },
    ]);
    expect(bulkEdit(ENTRIES, ['A/one'], { what: 'credential', credential: null }).put.computers).toEqual([
      { name: 'one', tenant: 'A', tags: ['web', 'old'], connection: { host: '10.0.0.1' } },
    ]);
  });

  it('they join a group, and leave the others where that is wanted', () => {
    const join = { what: 'group', group: 'A/Second' } as const;
    expect(bulkEdit(ENTRIES, ['A/one'], { ...join, alone: false }).put.groups).toEqual([
      { name: 'Second', tenant: 'A', members: ['A/two', 'A/one'] },
    ]);
    expect(bulkEdit(ENTRIES, ['A/one'], { ...join, alone: true }).put.groups).toEqual([
      { name: 'First', tenant: 'A', members: ['A/three'] },
      { name: 'Second', tenant: 'A', members: ['A/two', 'A/one'] },
    ]);
  });

  it('what is not there any more is refused', () => {
    expect(() => bulkEdit(ENTRIES, ['A/gone'], { what: 'tags', add: [], remove: [] })).toThrow("no computer 'A/gone'");
    expect(() => bulkEdit(ENTRIES, ['A/one'], { what: 'group', group: 'A/Gone', alone: false })).toThrow("no group 'A/Gone'");
  });
});
