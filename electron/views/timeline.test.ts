import { expect, it } from 'vitest';
import type { SessionRecord } from '../../shared/record.ts';
import { slowestOf, sortSessions, tookOf } from './timeline.ts';

const session = (computer: string, startedAt: number | null, endedAt: number | null): SessionRecord => ({
  id: computer,
  batch: 'b',
  kind: 'maintenance',
  computerId: `Acme/${computer}`,
  computer,
  tenant: 'Acme',
  status: startedAt === null ? 'queued' : endedAt === null ? 'running' : 'passed',
  reason: null,
  detail: null,
  phase: null,
  parent: null,
  createdAt: 0,
  startedAt,
  endedAt,
  facts: null,
  owner: null,
  resumed: 0,
});
const all = [session('pc-10', 5, 50), session('pc-2', 0, 10), session('pc-1', null, null), session('pc-3', 20, null)];

it('orders by beginning, by how long and by name; what never began goes last', () => {
  const names = (by: 'start' | 'took' | 'computer', descending: boolean) => sortSessions(all, by, descending, 100).map(({ computer }) => computer);
  expect(names('start', false)).toEqual(['pc-2', 'pc-10', 'pc-3', 'pc-1']);
  expect(names('start', true)).toEqual(['pc-3', 'pc-10', 'pc-2', 'pc-1']);
  expect(names('took', true)).toEqual(['pc-3', 'pc-10', 'pc-2', 'pc-1']);
  expect(names('computer', false)).toEqual(['pc-1', 'pc-2', 'pc-3', 'pc-10']);
});

it('tells the slowest of those that are over, beside the median', () => {
  expect(slowestOf(all)).toEqual({ computer: 'pc-10', ms: 45, median: 10 });
  expect(slowestOf(all.slice(0, 1))).toBeNull();
  expect(slowestOf([])).toBeNull();
});

it('counts what runs until now, and what was interrupted as nothing', () => {
  expect(tookOf(session('a', 20, null), 100)).toBe(80);
  expect(tookOf({ ...session('a', 20, null), status: 'interrupted' }, 100)).toBe(0);
  expect(tookOf(session('a', null, null), 100)).toBeNull();
});
