import { describe, expect, it } from 'vitest';
import { RoundsError } from '../../shared/errors.ts';
import { finishDraft, type LogDraft } from './log-pack.ts';
import { createLogSender } from './log-sender.ts';
import { aLine } from './test-records.ts';

const nothing = { released: 0, stalled: null, refused: [] };
const MiB = 2 ** 20;

function sender() {
  const sent: LogDraft[] = [];
  return { sent, logs: createLogSender((draft) => sent.push(draft)) };
}
/** Whether a promise is settled by now. */
async function settled(promise: Promise<void>): Promise<boolean> {
  let over = false;
  void promise.then(() => (over = true));
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}

describe('the log sender', () => {
  it('joins what one action says in one turn, and starts anew after it was sent', async () => {
    const { sent, logs } = sender();
    await logs.append('s', 0, [aLine('a'), aLine('b')]);
    await logs.append('s', 1, [aLine('other')]);
    await logs.append('s', 0, [aLine('c', { at: 1_700_000_000_500, stream: 'stderr', partial: true })]);
    expect(sent.map((draft) => finishDraft(draft))).toMatchObject([
      { session: 's', n: 0, base: 1_700_000_000_000, text: 'abc', meta: [0, 0, 1, 0, 0, 1, 500, 65, 1] },
      { session: 's', n: 1, text: 'other' },
    ]);
    logs.endPacks();
    await logs.append('s', 0, [aLine('d')]);
    expect(sent).toHaveLength(3);
  });

  it('waits beyond 16 MiB and goes on at 8', async () => {
    const { sent, logs } = sender();
    const line = [aLine('x'.repeat(MiB))];
    const appends = Array.from({ length: 18 }, () => logs.append('s', 0, line));
    expect(await Promise.all(appends.map(settled))).toEqual(Array.from({ length: 18 }, (_, index) => index < 15));
    logs.report({ ...nothing, released: 5 * MiB });
    expect(await settled(appends[17] ?? Promise.resolve())).toBe(false);
    logs.report({ ...nothing, released: 6 * MiB });
    await Promise.all(appends);
    expect(sent).toHaveLength(1);
  });

  it('refuses while the disk is full, and takes again when there is room', async () => {
    const { sent, logs } = sender();
    logs.report({ ...nothing, stalled: { kind: 'store/full', message: 'the disk is full', details: {} } });
    await expect(logs.append('s', 0, [aLine('a')])).rejects.toMatchObject({ kind: 'store/full' });
    expect(sent).toEqual([]);
    logs.report(nothing);
    await logs.append('s', 0, [aLine('a')]);
    expect(sent).toHaveLength(1);
  });

  it('tells whoever waits that the worker is gone', async () => {
    const { logs } = sender();
    const append = logs.append('s', 0, [aLine('x'.repeat(20 * MiB))]);
    logs.fail(new RoundsError('store/worker', 'gone'));
    await expect(append).rejects.toMatchObject({ kind: 'store/worker' });
    await expect(logs.append('s', 0, [aLine('y')])).rejects.toMatchObject({ kind: 'store/worker' });
  });
});
