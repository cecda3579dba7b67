import { expect, it } from 'vitest';
import { complianceOf, VERDICTS, type Verdict } from '../../shared/insights.ts';
import { daysFinding, mapFinding } from './insight-findings.ts';
import { cellsPage, insightsBlock, insightsView, type Period } from './insights-view.ts';
import { localDays } from './local-days.ts';

const DAYS = [100, 200, 300];
const COLUMNS = ['Acme/web-1', 'Acme/web-2', 'Globex/kiosk-1'].map((id) => ({ id, name: id.split('/')[1] ?? '', tenant: id.split('/')[0] ?? '' }));

/** Rows of verdicts, an item each; `since` in days, for all. */
function period(rows: (Verdict | null)[][], since = 1): Period {
  const verdicts = rows.flat();
  const cells = Uint8Array.from(verdicts, (verdict) => (verdict === null ? 0 : VERDICTS.indexOf(verdict) + 1));
  const order = Uint32Array.from([...cells.keys()].filter((at) => cells[at] !== 0).sort((a, b) => (cells[a] ?? 0) - (cells[b] ?? 0) || a - b));
  return {
    columns: COLUMNS,
    days: DAYS,
    record: {
      items: rows.map((_, at) => ({ key: `item-${at}`, name: `Item ${at}` })),
      cells,
      since: Uint16Array.from(verdicts, () => since),
      order,
      days: DAYS.map(() => VERDICTS.map((verdict) => (verdict === 'error' ? 2 : 0))),
      comebacks: [],
      omitted: 0,
    },
  };
}

it('sums up by item and by tenant, and gives columns as letters', () => {
  const shown = period([
    ['error', 'success', null],
    ['already-compliant', 'not-applicable', 'would-change'],
  ]);
  const view = insightsView(shown, 7);
  expect(view.items.map(({ counts }) => counts)).toEqual([
    { error: 1, success: 1 },
    { 'already-compliant': 1, 'not-applicable': 1, 'would-change': 1 },
  ]);
  expect(view.tenants).toEqual([
    { name: 'Acme', first: 0, computers: 2, counts: { error: 1, success: 1, 'already-compliant': 1, 'not-applicable': 1 } },
    { name: 'Globex', first: 2, computers: 1, counts: { 'would-change': 1 } },
  ]);
  // What is not applicable neither helps nor harms.
  expect(view.items.map(({ counts }) => complianceOf(counts))).toEqual([0.5, 0.5]);
  expect(view.days[0]).toEqual({ at: 100, counts: { error: 2 } });
  expect(insightsBlock(shown, 1, 256)).toEqual({ computers: COLUMNS.slice(1), rows: ['j.', 'if'] });
  expect(insightsBlock(shown, 3, 256)).toEqual({ computers: [], rows: ['', ''] });
});

it('lists the cells with what is wrong first, narrowed by item, tenant and verdict', () => {
  const shown = period([
    ['success', 'error', null],
    ['already-compliant', 'error', 'would-change'],
  ]);
  const list = (filter: Parameters<typeof cellsPage>[1]): string[] =>
    cellsPage(shown, filter, 0, 10).rows.map(({ key, computerId, verdict, since }) => `${key} ${computerId} ${verdict} ${since ?? '-'}`);
  expect(list({ verdicts: [] })).toEqual([
    'item-0 Acme/web-2 error 200',
    'item-1 Acme/web-2 error 200',
    'item-1 Globex/kiosk-1 would-change -',
    'item-0 Acme/web-1 success -',
    'item-1 Acme/web-1 already-compliant -',
  ]);
  expect(list({ item: 'item-1', of: 'Acme', verdicts: ['error', 'would-change'] })).toEqual(['item-1 Acme/web-2 error 200']);
  expect(list({ item: 'item-9', verdicts: [] })).toEqual([]);
  expect(cellsPage(shown, { verdicts: [] }, 4, 1)).toMatchObject({ total: 5, rows: [{ verdict: 'already-compliant' }] });
});

it('says of the items that fail which one, where and since when', () => {
  const find = (rows: (Verdict | null)[][]) => insightsView(period(rows), 1).map;
  expect(find([[null, null, null]])).toEqual({ kind: 'nothing-judged' });
  expect(find([['success', 'would-change', null]])).toEqual({ kind: 'nothing-fails', computers: 3 });
  expect(find([['success', 'timeout', null]])).toEqual({
    ...{ kind: 'one-computer', item: 'Item 0', key: 'item-0', computer: 'web-2', since: 200, days: 2 },
  });
  expect(
    find([
      ['error', 'success', null],
      ['error', 'error', null],
    ]),
  ).toMatchObject({ kind: 'computers', item: 'Item 1', computers: 2, tenant: 'Acme' });
  expect(find([['error', 'success', 'error']])).toMatchObject({ kind: 'computers', computers: 2, tenant: null });
  // Of two that fail on as many computers, the one that has failed longer.
  const on = (since: number) => [{ computer: 'a', tenant: 'Acme', since }];
  const two = [
    { key: 'a', name: 'a', on: on(300) },
    { key: 'b', name: 'b', on: on(100) },
  ];
  expect(mapFinding(two, true, 3, DAYS)).toMatchObject({ key: 'b', days: 3 });
});

it('says whether failures rose or fell, by whole days on which anything was done', () => {
  const days = (...failures: (number | null)[]) =>
    failures.map((error, at) => ({ at, counts: error === null ? {} : { error, 'already-compliant': 50 } }));
  expect(daysFinding(days(null, null))).toEqual({ kind: 'nothing-done' });
  expect(daysFinding(days(0, 0, 0, 0, 0, 0, 0))).toEqual({ kind: 'no-failures' });
  expect(daysFinding(days(2, 3, 2, 3, 2, 3, 2))).toMatchObject({ kind: 'about' });
  expect(daysFinding(days(2, 2, 2, null, 8, 8, 8, 8))).toEqual({ kind: 'rose', before: 2, after: 8, since: 4 });
  expect(daysFinding(days(8, 8, 8, 2, 2, 2, 2))).toEqual({ kind: 'fell', before: 8, after: 2, since: 3 });
  // Today is not over: few failures of it are no fall.
  expect(daysFinding(days(8, 8, 8, 8, 8, 8, 0))).toMatchObject({ kind: 'about' });
});

it('has as many days as asked for, each from midnight to midnight, through both changes of the clock', () => {
  for (const now of [new Date(2026, 2, 31, 12), new Date(2026, 10, 3, 0, 0), new Date(2026, 0, 1, 23, 59)]) {
    const days = localDays(30, now.getTime());
    expect(days).toHaveLength(30);
    expect(days.map((at) => [new Date(at).getHours(), new Date(at).getMinutes()])).toEqual(days.map(() => [0, 0]));
    expect(new Set(days.map((at) => new Date(at).toDateString())).size).toBe(30);
    expect(new Date(days.at(-1) ?? 0).toDateString()).toBe(now.toDateString());
  }
});
