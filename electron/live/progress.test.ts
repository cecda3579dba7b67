import { expect, it } from 'vitest';
import type { BatchLine } from '../../shared/api/sessions.ts';
import { endedSince, endedText, progressOf } from './progress.ts';

const batch = (id: string, over: number, total: number, bad = 0): BatchLine => ({
  id,
  kind: 'maintenance',
  title: id,
  createdAt: 0,
  endedAt: null,
  total,
  over,
  bad,
  running: 0,
  slots: null,
});

it('shows how far all that runs is, and that something failed', () => {
  expect(progressOf([batch('a', 3, 3, 1)])).toEqual({ value: null, failed: false });
  expect(progressOf([batch('a', 3, 3), batch('b', 1, 4), batch('c', 2, 2), batch('d', 1, 4, 1)])).toEqual({ value: 0.25, failed: true });
});

it('tells each batch that ended once, and none that was over when the window came', () => {
  const open = new Set<string>();
  expect(endedSince(open, [batch('old', 2, 2), batch('a', 0, 2), batch('b', 1, 2)])).toEqual([]);
  expect(endedSince(open, [batch('old', 2, 2), batch('a', 2, 2, 1), batch('b', 1, 2)]).map(({ id }) => id)).toEqual(['a']);
  expect(endedSince(open, [batch('a', 2, 2, 1), batch('b', 2, 2)]).map(({ id }) => id)).toEqual(['b']);
  expect(endedSince(open, [batch('a', 2, 2, 1), batch('b', 2, 2)])).toEqual([]);
});

it('says what happened, not that it happened', () => {
  expect(endedText([batch('group:Web', 14, 14, 2)])).toEqual({ title: '2 of 14 computers did not pass', body: 'group:Web' });
  expect(endedText([batch('a', 1, 1)]).title).toBe('1 computer: all passed');
});
