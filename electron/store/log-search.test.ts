import { describe, expect, it } from 'vitest';
import type { LogSearchPage, SessionFilter, SearchPlace, Store } from './store.ts';
import { openTestStore } from './test-fixtures.ts';
import { aBatch, aLine, anAction, anItem, aSession } from './test-records.ts';

/** Five sessions of two actions; the second action of every other one says it late in a long log. */
async function withLogs(store: Store): Promise<void> {
  const sessions = Array.from({ length: 5 }, (_, at) => aSession({ id: `s${at}`, createdAt: 1000 + at, owner: store.owner }));
  await store.createBatch(aBatch(), sessions, []);
  for (const [at, { id }] of sessions.entries()) {
    await store.planSession(id, [anAction({ session: id }), anAction({ session: id, n: 1, item: 'other' })], [anItem()]);
    const lines = Array.from({ length: 3000 }, (_, n) => aLine(`line ${n} ${'x'.repeat(40)}`));
    if (at % 2 === 0) lines.push(aLine(`Then the Needle ${at}`));
    await store.appendLog(id, 1, lines);
  }
  await store.flush();
}

async function all(store: Store, budget: number): Promise<LogSearchPage[]> {
  const pages: LogSearchPage[] = [];
  let from: SearchPlace | null = null;
  do {
    const page: LogSearchPage = await store.searchLogs({ filter: {}, text: 'nEEDLe', from, limit: 2, budget });
    pages.push(page);
    from = page.next;
  } while (from !== null && pages.length < 1000);
  return pages;
}

describe('a search for text in logs', () => {
  it.each([0, 1000])('finds each once, newest first, however small the pieces are (%d ms)', async (budget) => {
    const store = await openTestStore();
    await withLogs(store);
    const pages = await all(store, budget);
    expect(pages.flatMap(({ hits }) => hits)).toMatchObject([
      { session: 's4', n: 1, item: 'other', line: 3000, text: 'Then the Needle 4' },
      { session: 's2', n: 1, item: 'other', line: 3000, text: 'Then the Needle 2' },
      { session: 's0', n: 1, item: 'other', line: 3000, text: 'Then the Needle 0' },
    ]);
    expect(pages.at(-1)).toMatchObject({ next: null, searched: 5, unreadable: 0 });
  });

  it('is about the sessions of a filter alone', async () => {
    const store = await openTestStore();
    await withLogs(store);
    const found = await store.searchLogs({ filter: { until: 1003, since: 1001 }, text: 'needle', from: null, limit: 10, budget: 1000 });
    expect(found.hits.map(({ session }) => session)).toEqual(['s2']);
  });
});

describe('the list of sessions', () => {
  it('is counted as it is listed', async () => {
    const store = await openTestStore();
    await withLogs(store);
    const filters: SessionFilter[] = [
      {},
      { item: 'other' },
      { item: 'none' },
      { computerText: 'WEB' },
      { since: 1002 },
      { status: ['running', 'failed'] },
    ];
    for (const asked of filters) {
      expect(await store.countSessions(asked)).toBe((await store.sessions(asked)).length);
    }
    expect(await store.countSessions({ item: 'other' })).toBe(5);
    expect(await store.recordedItems()).toEqual([
      { id: 'motd', name: 'Message of the day' },
      { id: 'other', name: 'Message of the day' },
    ]);
  });
});
