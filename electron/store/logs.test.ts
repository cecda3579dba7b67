import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../shared/record.ts';
import { STREAMS } from '../../shared/words.ts';
import { cutNote } from './log-writer.ts';
import { freshFolder, openTestStore, withActions } from './test-fixtures.ts';
import { aLine } from './test-records.ts';
import { openStore } from './open-store.ts';

describe('a log', () => {
  it('comes back record by record, whatever it holds and however it came', async () => {
    const store = await openTestStore();
    await withActions(store, 40);
    let n = 0;
    const record: fc.Arbitrary<OutputRecord> = fc.record({
      at: fc.integer({ min: 0, max: 2 ** 48 }),
      stream: fc.constantFrom(...STREAMS),
      text: fc.oneof(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        fc.constantFrom('', '\r', '\0'),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.array(record, { maxLength: 5 }), fc.boolean()), { maxLength: 8 }), async (appends) => {
        const action = n++ % 40;
        const { total } = await store.log('s1', action, { first: 0 });
        for (const [records, commit] of appends) {
          await store.appendLog('s1', action, records);
          if (commit) await store.flush();
        }
        const expected = appends.flatMap(([records]) => records);
        expect(await store.log('s1', action, { first: total })).toEqual({ records: expected, first: total, total: total + expected.length });
      }),
      { numRuns: 60 },
    );
  });

  it('is counted in its action', async () => {
    const store = await openTestStore();
    await withActions(store);
    await store.appendLog('s1', 0, [aLine('äö'), aLine('')]);
    expect((await store.actions('s1'))[0]).toMatchObject({ logLines: 2, logBytes: 4, droppedLines: 0, droppedBytes: 0, flags: [] });
    await store.appendLog('s1', 0, []);
    await expect(store.appendLog('s1', 0, [aLine('x', { at: 0.5 })])).rejects.toMatchObject({ kind: 'store/argument' });
    await store.appendLog('s1', 3, [aLine('of no action')]);
    await expect(store.flush()).rejects.toMatchObject({ kind: 'store/unknown' });
    await store.flush();
    await expect(store.appendLog('s1', 3, [aLine('again')])).rejects.toMatchObject({ kind: 'store/unknown' });
  });

  it('says which of its lines came by which stream', async () => {
    const store = await openTestStore();
    await withActions(store);
    const stderr = [2, 3, 4, 9, 20_001];
    await store.appendLog(
      's1',
      0,
      Array.from({ length: 20_010 }, (_, line) =>
        aLine(String(line), stderr.includes(line) ? { stream: 'stderr' } : line === 5 ? { stream: 'rounds' } : {}),
      ),
    );
    const piece = await store.logStreams('s1', 0, 0, ['stderr']);
    expect(piece).toEqual({ runs: [2, 3, 9, 1], next: 20_000, total: 20_010 });
    expect(await store.logStreams('s1', 0, piece.next, ['stderr'])).toEqual({ runs: [20_001, 1], next: 20_010, total: 20_010 });
    expect((await store.logStreams('s1', 0, 0, ['stderr', 'rounds'])).runs).toEqual([2, 4, 9, 1]);
    expect(await store.logStreams('s1', 0, 90_000, ['stdout'])).toEqual({ runs: [], next: 20_010, total: 20_010 });
    await expect(store.logStreams('s1', 9, 0, ['stdout'])).rejects.toMatchObject({ kind: 'store/unknown' });
  });

  it('of very long lines comes in pages that stay small', async () => {
    const store = await openTestStore();
    await withActions(store);
    const long = 'x'.repeat(5 * 2 ** 20);
    for (let line = 0; line < 3; line++) await store.appendLog('s1', 0, [aLine(long + line)]);
    const page = await store.log('s1', 0, { first: 1 });
    expect(page.records.map(({ text }) => text.slice(-1))).toEqual(['1']);
    expect(page).toMatchObject({ first: 1, total: 3 });
  });
});

describe('the cap', () => {
  it.each([
    ['lines', { lines: 10, bytes: 1000 }, 'abcd', 10],
    ['bytes', { lines: 1000, bytes: 42 }, 'äab', 10],
  ])('of %s is exact: what exceeds it is counted and said once', async (_, logCap, text, kept) => {
    const store = await openTestStore({ logCap });
    await withActions(store);
    const line = (number: number) => aLine(text, { at: number });
    await store.appendLog(
      's1',
      0,
      Array.from({ length: 7 }, (_, number) => line(number)),
    );
    await store.flush();
    await store.appendLog(
      's1',
      0,
      Array.from({ length: 8 }, (_, number) => line(7 + number)),
    );
    await store.flush();
    await store.appendLog('s1', 0, [aLine('', { at: 15 }), line(16)]);
    const [action] = await store.actions('s1');
    expect(action).toMatchObject({
      logLines: kept + 1,
      logBytes: 4 * kept,
      droppedLines: 17 - kept,
      droppedBytes: 4 * (16 - kept),
      flags: ['log-cut'],
    });
    const { records } = await store.log('s1', 0, { first: 0 });
    expect(records.slice(0, kept)).toEqual(Array.from({ length: kept }, (_, number) => line(number)));
    expect(records.slice(kept)).toEqual([{ at: kept, stream: 'rounds', text: cutNote(logCap) }]);
    // Flags that are set later do not hide it.
    await store.updateAction('s1', 0, { flags: ['reconnected'] });
    expect((await store.actions('s1'))[0]?.flags).toEqual(['reconnected', 'log-cut']);
  });

  it('refuses one record that is larger than all of it', async () => {
    const store = await openTestStore({ logCap: { lines: 10, bytes: 100 } });
    await withActions(store);
    await store.appendLog('s1', 0, [aLine('x'.repeat(1000))]);
    expect((await store.actions('s1'))[0]).toMatchObject({ logLines: 1, logBytes: 0, droppedLines: 1, droppedBytes: 1000 });
  });
});

describe('much of it', () => {
  it('a million lines: all are there, any page is found, and the flood does not pile up in memory', async () => {
    const folder = freshFolder();
    const store = await openStore({ folder });
    await withActions(store, 2);
    const text = 'x'.repeat(40);
    let peak = 0;
    for (let line = 0; line < 1_000_000; line += 2000) {
      await store.appendLog(
        's1',
        0,
        Array.from({ length: 2000 }, (_, index) => aLine(`${line + index} ${text}`)),
      );
      // Meanwhile somebody else goes on.
      if (line % 100_000 === 0) await store.appendLog('s1', 1, [aLine(`at ${line}`)]);
      const { heapUsed, external } = process.memoryUsage();
      peak = Math.max(peak, heapUsed + external);
    }
    expect((await store.actions('s1')).map(({ logLines, droppedLines }) => [logLines, droppedLines])).toEqual([
      [1_000_000, 0],
      [10, 0],
    ]);
    for (const first of [0, 1, 499_999, 777_777, 999_990]) {
      const page = await store.log('s1', 0, { first, limit: 20 });
      expect(page.total).toBe(1_000_000);
      expect(page.records.map((record) => record.text)).toEqual(
        Array.from({ length: Math.min(20, 1_000_000 - first) }, (_, index) => `${first + index} ${text}`),
      );
    }
    expect(await store.log('s1', 0, { first: 5_000_000 })).toEqual({ records: [], first: 1_000_000, total: 1_000_000 });
    await store.close();
    // All of it at once would be more than 150 MB; what may be under way is 16 MiB, the rest is the collector's leisure.
    expect(peak).toBeLessThan(400 * 2 ** 20);
  });

  it('holds back who writes more than the disk takes', async () => {
    const store = await openTestStore();
    await withActions(store);
    const settled: number[] = [];
    const records = [aLine('x'.repeat(2 ** 20))];
    const appends = Array.from({ length: 40 }, (_, index) => store.appendLog('s1', 0, records).then(() => settled.push(index)));
    await Promise.resolve();
    await Promise.resolve();
    // 16 MiB may be under way; before the worker had a chance to take any, the others wait.
    expect(settled).toHaveLength(15);
    await Promise.all(appends);
    await store.flush();
    expect((await store.actions('s1'))[0]).toMatchObject({ logLines: 40, logBytes: 40 * 2 ** 20 });
  });
});
