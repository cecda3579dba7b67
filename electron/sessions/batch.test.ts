import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../tests/fakes/clock.ts';
import { computers, item } from '../../tests/fakes/session-bench.ts';
import type { SessionSummary } from '../../shared/events.ts';
import { isShort } from './session-status.ts';
import { said, useBench } from './test-bench.ts';

const { open, run } = useBench();

describe('a batch', () => {
  it('never runs more at once than its caps and leaves no place empty (P11)', async () => {
    const all = [...computers(250, 'Acme'), ...computers(250, 'Beta')];
    const { summaries, bench: used } = await run(
      { items: [item('a')], computers: all, setUp: { tenants: [{ name: 'Acme' }, { name: 'Beta', limits: { concurrency: 3 } }] } },
      { concurrency: 20 },
    );
    expect(summaries).toHaveLength(500);
    expect(summaries.every((session) => session.status === 'passed')).toBe(true);
    expect(used.transport.highWater).toBe(20);
    expect(used.transport.highWaterOf.get('Beta')).toBe(3);
  });

  it('takes fewer at once where the workstation has no file descriptors for more, and loses none', async () => {
    const bench = await open({ items: [item('a')], computers: computers(40) });
    bench.transport.places = 7;
    const { summaries, events } = await bench.run({ concurrency: 20 });
    expect(summaries.map((session) => session.status)).toEqual(Array(40).fill('passed'));
    expect(bench.transport.highWater).toBe(7);
    expect(events.some((event) => event.type === 'session.status' && event.status === 'queued' && event.reason === 'too-many-open-files')).toBe(true);
  });

  it('says so where there is not a single one, and does not try for ever', async () => {
    const bench = await open({ items: [item('a')], computers: computers(3) });
    bench.transport.places = 0;
    const { summaries } = await bench.run();
    expect(summaries.map((session) => [session.status, session.reason])).toEqual(Array(3).fill(['not-reached', 'too-many-open-files']));
    // Retry takes them.
    expect(summaries.flatMap((session) => session.actions).map(isShort)).toEqual([true, true, true]);
  });

  it('is not held up by a computer that hangs, refuses or is off (P12)', async () => {
    const clock = new FakeClock();
    const began = clock.now();
    const all = computers(20);
    const { summaries, events } = await run(
      {
        clock,
        items: [item('a', { timeout: 600_000 })],
        computers: all,
        fake: { 'Acme/c1': { connect: 'hang' }, 'Acme/c2': { reply: () => 'hang' }, 'Acme/c3': { connect: 'connect-refused' } },
      },
      { concurrency: 5 },
    );
    const others = events.flatMap((event) => (event.type === 'session.finished' && !['c1', 'c2', 'c3'].includes(event.computer) ? [event.at] : []));
    expect(others).toHaveLength(17);
    // The ones that hang end by their limits, of 10 s and more; all others were over before.
    expect(Math.max(...others)).toBeLessThan(began + 10_000);
    expect(summaries.slice(0, 3).map((session) => [session.status, session.reason])).toEqual([
      ['not-reached', 'connect-timeout'],
      ['failed', null],
      ['not-reached', 'connect-refused'],
    ]);
  });

  it('waits for a computer that is off without holding a place, and goes on when it is back (P16)', async () => {
    const clock = new FakeClock();
    const bench = await open({ clock, items: [item('a')], computers: computers(2), fake: { 'Acme/c1': { connect: 'connect-refused' } } });
    const { batch, events } = await bench.start({ concurrency: 1, offline: { rule: 'wait', ms: 600_000 } });
    const { transport } = bench;
    batch.subscribe((event) => {
      if (event.type === 'session.finished' && event.computer === 'c2') clock.after(60_000, () => delete transport.computer('Acme/c1').connect);
    });
    const summaries = await bench.drive(batch.finished);
    expect(summaries.map((session) => session.status)).toEqual(['passed', 'passed']);
    expect(events.some((event) => event.type === 'session.status' && event.status === 'pending-connectivity')).toBe(true);
  });

  it('says Not Reached when the wait is over', async () => {
    const { session } = await run(
      { clock: new FakeClock(), items: [item('a')], fake: { 'Acme/c1': { connect: 'connect-timeout' } } },
      { offline: { rule: 'wait', ms: 60_000 } },
    );
    expect(session).toMatchObject({ status: 'not-reached', reason: 'offline-deadline' });
  });

  it('cancels running, waiting and queued sessions; every action has one result', async () => {
    const bench = await open({
      items: [item('a'), item('b')],
      computers: computers(3),
      fake: { 'Acme/c1': { reply: () => 'hang' }, 'Acme/c2': { reply: () => 'hang' } },
    });
    const { batch, events } = await bench.start({ concurrency: 2 });
    const twoRun = new Promise<void>((resolve) => {
      let running = 0;
      batch.subscribe((event) => {
        if (event.type === 'action.started' && ++running === 2) resolve();
      });
    });
    await twoRun;
    batch.cancel();
    const summaries = await batch.finished;
    expect(summaries.map((session) => session.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    const finished = events.flatMap((event) => (event.type === 'action.finished' ? [`${event.session} ${event.n}`] : []));
    expect(new Set(finished).size).toBe(finished.length);
    expect(finished).toHaveLength(4);
  });

  it('cancels one action and goes on with the others', async () => {
    const bench = await open({
      items: [item('a'), item('b'), item('c', { dependsOn: [{ item: 'a', soft: false }] })],
      fake: { 'Acme/c1': { reply: (sent) => (sent.item === 'a' && sent.script === 'set' ? 'hang' : undefined) } },
    });
    const { batch, sessions } = await bench.start();
    batch.subscribe((event) => {
      if (event.type === 'action.started' && event.step === 'set' && event.item === 'a') batch.cancel({ session: sessions[0]?.id ?? '', n: event.n });
    });
    const [session] = await batch.finished;
    expect(said(session as SessionSummary)).toEqual({
      a: 'cancelled cancelled-by-operator',
      b: 'success set-and-verified',
      c: 'dependency-failure dependency-failed',
    });
  });

  it('hears the wish of another process to cancel', async () => {
    const bench = await open({ items: [item('a')], fake: { 'Acme/c1': { reply: () => 'hang' } } });
    const { batch } = await bench.start();
    await bench.store.requestCancel(batch.id, Date.now());
    expect((await batch.finished)[0]?.status).toBe('cancelled');
  });
});
