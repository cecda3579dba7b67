import { expect, it } from 'vitest';
import { VERDICTS, type Verdict } from '../../shared/insights.ts';
import type { ActionRecord } from '../../shared/record.ts';
import type { InsightsRecord } from './insights.ts';
import type { Store } from './store.ts';
import { openTestStore } from './test-fixtures.ts';
import { aBatch, anAction, aSession } from './test-records.ts';

const DAYS = [1000, 2000, 3000, 4000];
const COMPUTERS = ['Acme/web-1', 'Acme/web-2', 'Globex/kiosk-1'];

type Outcome = Pick<ActionRecord, 'result' | 'reason'> & { item?: string; instance?: string; detail?: string };

let made = 0;
/** One session of a computer at a time, with what its actions ended with. */
async function session(
  store: Store,
  computer: string,
  at: number,
  outcomes: Outcome[],
  kind: 'maintenance' | 'exec' = 'maintenance',
): Promise<string> {
  const id = `s${(made += 1)}`;
  const [tenant = '', name = ''] = computer.split('/');
  const actions = outcomes.map(({ item = 'motd', instance, detail, ...outcome }, n) =>
    anAction({ session: id, n, item, itemName: `The ${item}`, instance: instance ?? null, detail: detail ?? null, ...outcome }),
  );
  await store.createBatch(
    aBatch({ id: `b${id}`, kind }),
    [aSession({ id, batch: `b${id}`, kind, computerId: computer, computer: name, tenant, createdAt: at, status: 'passed' })],
    actions,
  );
  return id;
}

const good: Outcome = { result: 'already-compliant', reason: 'already-compliant' };
const failed: Outcome = { result: 'error', reason: 'set-failed' };
const read = (store: Store): Promise<InsightsRecord> => store.insights({ days: DAYS, computers: COMPUTERS });

/** The verdict of an item on a computer, by their places. */
function cell({ cells }: InsightsRecord, item: number, computer: number): Verdict | null {
  const code = cells[item * COMPUTERS.length + computer] ?? 0;
  return code === 0 ? null : (VERDICTS[code - 1] ?? null);
}

it('shows what was judged last of each item on each computer, whatever did not come to it since', async () => {
  const store = await openTestStore();
  await session(store, 'Acme/web-1', 1500, [failed]);
  await session(store, 'Acme/web-1', 2500, [good]);
  await session(store, 'Acme/web-1', 3500, [{ result: 'skipped', reason: 'not-selected' }]);
  await session(store, 'Acme/web-2', 2500, [good]);
  await session(store, 'Acme/web-2', 3500, [{ result: 'skipped', reason: 'would-change' }]);
  await session(store, 'Globex/kiosk-1', 3500, [
    { result: 'skipped', reason: 'connect-timeout' },
    { ...good, item: 'base', instance: 'second' },
  ]);
  const found = await read(store);
  expect(found.items).toEqual([
    { key: 'base:second', name: 'The base: second' },
    { key: 'motd', name: 'The motd' },
  ]);
  expect([0, 1, 2].map((at) => cell(found, 0, at))).toEqual([null, null, 'already-compliant']);
  expect([0, 1, 2].map((at) => cell(found, 1, at))).toEqual(['already-compliant', 'would-change', 'skipped']);
  // What is wrong stands first.
  expect([...found.order].map((at) => cell(found, Math.floor(at / 3), at % 3))).toEqual([
    'would-change',
    'skipped',
    'already-compliant',
    'already-compliant',
  ]);
});

it('counts the results of each day, and tells since when an item fails without a break', async () => {
  const store = await openTestStore();
  await session(store, 'Acme/web-1', 1100, [failed]);
  await session(store, 'Acme/web-1', 2100, [good]);
  await session(store, 'Acme/web-1', 3100, [failed]);
  await session(store, 'Acme/web-1', 3200, [{ result: 'cancelled', reason: 'cancelled-by-operator' }]);
  const newest = await session(store, 'Acme/web-1', 4100, [{ ...failed, detail: 'exit status 3' }]);
  await session(store, 'Acme/web-2', 1100, [failed]);
  await session(store, 'Acme/web-2', 2100, [good]);
  const found = await read(store);
  const errors = found.days.map((counts) => counts[VERDICTS.indexOf('error')]);
  expect(errors).toEqual([2, 0, 1, 1]);
  expect(found.since[0]).toBe(2);
  expect(found.comebacks).toEqual([
    {
      key: 'motd',
      result: 'error',
      reason: 'set-failed',
      computers: 2,
      days: 3,
      now: 1,
      first: 1100,
      last: 4100,
      session: newest,
      n: 0,
      detail: 'exit status 3',
    },
  ]);
});

it('looks only at the period, at the computers that it was given and at sessions that judge', async () => {
  const store = await openTestStore();
  await session(store, 'Acme/web-1', 999, [failed]);
  await session(store, 'Acme/gone', 2000, [failed]);
  await session(store, 'Acme/web-1', 2000, [failed], 'exec');
  await session(store, 'Acme/web-1', 2000, [{ result: 'running', reason: null }]);
  expect(await read(store)).toMatchObject({ items: [], comebacks: [], days: DAYS.map(() => VERDICTS.map(() => 0)), omitted: 0 });
});

it('tells the history of an item on a computer, newest first', async () => {
  const store = await openTestStore();
  const older = await session(store, 'Acme/web-1', 1500, [good, { ...failed, instance: 'second' }]);
  const newer = await session(store, 'Acme/web-1', 2500, [{ ...failed, detail: 'exit status 1' }]);
  await session(store, 'Acme/web-2', 3500, [good]);
  expect(await store.itemHistory('Acme/web-1', 'motd', 10)).toEqual([
    { session: newer, n: 0, at: 2500, result: 'error', reason: 'set-failed', detail: 'exit status 1' },
    { session: older, n: 0, at: 1500, result: 'already-compliant', reason: 'already-compliant', detail: null },
  ]);
  expect(await store.itemHistory('Acme/web-1', 'motd:second', 10)).toHaveLength(1);
  expect(await store.itemHistory('Acme/web-1', 'motd', 1)).toHaveLength(1);
});
