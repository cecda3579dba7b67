import { expect, it } from 'vitest';
import type { LiveView, SessionLine } from '../../shared/api/sessions.ts';
import { activeRows, type Row } from './rows.ts';

const line = (id: string, more: Partial<SessionLine>): SessionLine => ({
  id,
  batch: 'b1',
  kind: 'maintenance',
  computer: id,
  computerId: `Acme/${id}`,
  tenant: 'Acme',
  status: 'running',
  phase: 'execution',
  reason: null,
  results: [],
  now: null,
  createdAt: 0,
  startedAt: 0,
  endedAt: null,
  elsewhere: false,
  ...more,
});
const batch = { kind: 'maintenance' as const, title: 't', createdAt: 0, endedAt: null, total: 2, over: 0, bad: 0, running: 1, slots: null };
const view: LiveView = {
  batches: [
    { ...batch, id: 'b1' },
    { ...batch, id: 'b2' },
  ],
  sessions: [
    line('a', {}),
    line('b', { status: 'queued', phase: null, batch: 'b2' }),
    line('c', { phase: 'evaluation', tenant: 'Globex' }),
    line('d', { status: 'failed', phase: 'completion' }),
    line('e', { batch: 'b2' }),
  ],
};
const told = (rows: Row[]) =>
  rows.map((row) => (row.kind === 'session' ? row.id : row.kind === 'batch' ? `[${row.id}]` : `[${Object.values(row.of).join()} ${row.total}]`));

it('opens batches to their sessions, in the order that they came in', () => {
  expect(told(activeRows(view, 'batch', []))).toEqual(['[b1]', 'a', 'c', 'd', '[b2]', 'b', 'e']);
  expect(told(activeRows(view, 'batch', ['b1']))).toEqual(['[b1]', '[b2]', 'b', 'e']);
});

it('groups all sessions by phase (those that do not run by status), by status and by tenant', () => {
  expect(told(activeRows(view, 'phase', []))).toEqual(['[evaluation 1]', 'c', '[execution 2]', 'a', 'e', '[queued 1]', 'b', '[failed 1]', 'd']);
  expect(told(activeRows(view, 'result', ['result running']))).toEqual(['[queued 1]', 'b', '[running 3]', '[failed 1]', 'd']);
  expect(told(activeRows(view, 'tenant', []))).toEqual(['[Acme 4]', 'a', 'b', 'd', 'e', '[Globex 1]', 'c']);
});
