import { describe, expect, it } from 'vitest';
import { freshFolder, openTestStore, withActions } from './test-fixtures.ts';
import { aBatch, anAction, anItem, aSession } from './test-records.ts';

describe('the set-up', () => {
  it('is kept by kind and id, replaced and removed in one go', async () => {
    const store = await openTestStore();
    await store.changeSetUp({
      put: [
        {
          sources: ['files'],
          kind: 'tenant',
          value: { name: 'Acme', connection: { kind: 'ssh', sudo: { credential: 'c' } }, limits: { concurrency: 3 } },
        },
        { sources: ['files'], kind: 'tenant', value: { name: 'Beta' } },
        { sources: ['files'], kind: 'computer', value: { id: 'Acme/web-1', name: 'web-1', tenant: 'Acme', tags: ['web'] } },
        { sources: ['window'], kind: 'limits', value: { id: 'limits', limits: { action: 5 } } },
        { sources: ['files'], kind: 'item-folder', value: { id: '/i', path: '/i' } },
        { sources: ['files'], kind: 'group', value: { id: 'Acme/g', name: 'g', tenant: 'Acme', filter: { fact: { os: 'debian' } } } },
        { sources: ['files'], kind: 'credential', value: { name: 'c', kind: 'password' } },
        {
          sources: ['files'],
          kind: 'deployment',
          value: {
            ...{ name: 'D', item: 'motd', instance: null, target: { filter: { role: 'server' }, tenant: 'Acme' }, enforcement: 'required' },
            ...{ origin: 'local', mode: 'enforce', parameters: { a: ['x'], b: { secret: 's' } }, enabled: true, state: { atLeast: '2' } },
          },
        },
      ],
      remove: [],
    });
    await store.changeSetUp({ put: [{ sources: ['window'], kind: 'tenant', value: { name: 'Acme' } }], remove: [{ kind: 'tenant', id: 'Beta' }] });
    const entries = await store.readSetUp();
    expect(entries.map(({ kind }) => kind)).toEqual(['computer', 'credential', 'deployment', 'group', 'item-folder', 'limits', 'tenant']);
    expect(entries.at(-1)).toEqual({ sources: ['window'], kind: 'tenant', value: { name: 'Acme' } });
    expect(entries[2]).toMatchObject({ value: { target: { filter: { role: 'server' }, tenant: 'Acme' }, state: { atLeast: '2' } } });
  });

  it('keeps what is known of a computer until it is removed', async () => {
    const store = await openTestStore();
    const computer = (id: string) => ({ sources: ['f'], kind: 'computer' as const, value: { id, name: id, tenant: 'Acme', tags: [] } });
    await store.changeSetUp({ put: [computer('Acme/a'), computer('Acme/b')], remove: [] });
    await store.updateComputerState('Acme/a', { facts: { os: 'debian' }, onboarding: 'onboarded' });
    await store.updateComputerState('Acme/a', { lastSeen: 7 });
    const unknown = { facts: {}, onboarding: 'needs-onboarding', lastSeen: null };
    const known = { facts: { os: 'debian' }, onboarding: 'onboarded', lastSeen: 7 };
    expect(await store.computerStates()).toEqual({ 'Acme/a': known, 'Acme/b': unknown });
    expect(await store.computerStates(['Acme/a', 'Acme/c'])).toEqual({ 'Acme/a': known, 'Acme/c': unknown });
    await store.changeSetUp({ put: [computer('Acme/a')], remove: [{ kind: 'computer', id: 'Acme/a' }] });
    expect((await store.computerStates())['Acme/a']).toEqual(known);
    await store.changeSetUp({ put: [], remove: [{ kind: 'computer', id: 'Acme/a' }] });
    expect(await store.computerStates()).toEqual({ 'Acme/b': unknown });
  });

  it('keeps small values', async () => {
    const store = await openTestStore();
    expect(await store.getValue('k')).toBeNull();
    await store.setValue('k', 'ä\0');
    expect(await store.getValue('k')).toBe('ä\0');
  });
});

describe('the record', () => {
  it('gives back what was written', async () => {
    const store = await openTestStore();
    const batch = aBatch({ options: { kind: 'check', include: ['optional'], chosen: ['motd:a'], perTenant: 2, offline: { rule: 'wait', ms: 9 } } });
    const session = aSession({ facts: { os: 'debian', __proto__x: '1' }, detail: 'a\u2028b', reason: 'auth-refused', owner: store.owner });
    const action = anAction({
      instance: 'x',
      properties: [{ key: 'k', current: '\ud800', desired: null }],
      flags: ['conflict'],
      ms: 1.5,
      changed: true,
      planned: {
        ...{ item: 'motd', instance: 'x', losers: [], included: true, conflict: true, shadowsRequired: false, neededBy: [], mode: 'enforce' },
        winner: { deployment: 'D', origin: 'local', enforcement: 'required', target: { all: true }, ignore: false },
        ...{ verdict: { result: 'skipped', reason: 'not-included', detail: '' }, parameters: {}, dependsOn: ['a'], after: [] },
      },
    });
    await store.createBatch(batch, [session], [action]);
    expect(await store.batch('b1')).toEqual(batch);
    expect(await store.session('s1')).toEqual(session);
    expect(await store.actions('s1')).toEqual([action]);
    expect([await store.batch('no'), await store.session('no'), await store.item('no'), await store.actions('no')]).toEqual([null, null, null, []]);
  });

  it('plans a session: pending actions are replaced, finished ones stay, items are kept as they were', async () => {
    const store = await openTestStore();
    await withActions(store, 3);
    await store.updateAction('s1', 0, { result: 'success', reason: 'set-and-verified', flags: ['conflict'], changed: true, endedAt: 9, ms: 3 });
    await store.updateAction('s1', 0, {});
    await store.planSession('s1', [anAction({ n: 5 })], [anItem({ hash: 'hash-2' }), anItem({ name: 'other', hash: 'hash-1' })]);
    expect((await store.actions('s1')).map(({ n, result, flags }) => [n, result, flags])).toEqual([
      [0, 'success', ['conflict']],
      [5, 'pending', []],
    ]);
    expect(await store.item('hash-1')).toEqual(anItem());
    expect(await store.item('hash-2')).toEqual(anItem({ hash: 'hash-2' }));
    expect(await store.counts(['s1', 'nobody'])).toEqual([
      { session: 's1', results: { success: 1, pending: 1 } },
      { session: 'nobody', results: {} },
    ]);
  });

  it('refuses ids that are taken or unknown, and then changes nothing', async () => {
    const store = await openTestStore();
    await withActions(store);
    await expect(store.createBatch(aBatch(), [], [])).rejects.toMatchObject({ kind: 'store/conflict', message: "There is a batch 'b1' already" });
    await expect(store.createBatch(aBatch({ id: 'b2' }), [aSession({ batch: 'b3', id: 's2' })], [])).rejects.toMatchObject({
      kind: 'store/conflict',
    });
    expect(await store.batches({})).toHaveLength(1);
    const unknown = [
      store.updateSession('no', { status: 'failed' }),
      store.updateAction('s1', 9, { ms: 1 }),
      store.planSession('no', [], []),
      store.endBatch('no', 1),
      store.requestCancel('no', 1),
      store.log('s1', 9, { first: 0 }),
    ];
    for (const call of unknown) await expect(call).rejects.toMatchObject({ kind: 'store/unknown' });
  });

  it('lists sessions as a plain filter over all of them would', async () => {
    const store = await openTestStore();
    const statuses = ['running', 'failed', 'passed'] as const;
    const all = Array.from({ length: 60 }, (_, index) => {
      const [tenant, computer] = [index % 2 ? 'Acme' : 'Beta', `web-${index % 3}`];
      const parent = index % 7 === 0 ? 'parent' : null;
      const status = statuses[index % 5] ?? 'passed';
      return aSession({
        id: `s${index}`,
        tenant,
        computer,
        computerId: `${tenant}/${computer}`,
        status,
        createdAt: 1000 + Math.floor(index / 4),
        parent,
      });
    });
    await store.createBatch(aBatch(), all, []);
    const newest = [...all].reverse();
    const ids = async (filter: Parameters<typeof store.sessions>[0]) => (await store.sessions(filter)).map(({ id }) => id);
    const expected = (keep: (session: (typeof all)[number]) => boolean) => newest.filter(keep).map(({ id }) => id);
    expect(await ids({})).toEqual(expected(() => true));
    expect(await ids({ limit: 5, offset: 3 })).toEqual(expected(() => true).slice(3, 8));
    expect(await ids({ since: 1003, until: 1005 })).toEqual(expected(({ createdAt }) => createdAt >= 1003 && createdAt <= 1005));
    expect(await ids({ tenant: 'Acme', status: ['failed', 'running'] })).toEqual(
      expected(({ tenant, status }) => tenant === 'Acme' && status !== 'passed'),
    );
    expect(await ids({ status: ['passed', 'failed', 'passed'], offset: 2, limit: 9 })).toEqual(
      expected(({ status }) => status !== 'running').slice(2, 11),
    );
    expect(await ids({ status: [] })).toEqual([]);
    expect(await ids({ computer: 'web-1' })).toEqual(expected(({ computer }) => computer === 'web-1'));
    expect(await ids({ computer: 'Beta/web-1', status: ['failed'] })).toEqual(
      expected(({ computerId, status }) => computerId === 'Beta/web-1' && status === 'failed'),
    );
    expect(await ids({ parent: 'parent', tenant: 'Acme' })).toEqual(expected(({ parent, tenant }) => parent !== null && tenant === 'Acme'));
    expect(await ids({ batch: 'b1', status: ['running'] })).toEqual(expected(({ status }) => status === 'running'));
    expect(await ids({ batch: 'other' })).toEqual([]);
    expect(await ids({ tenant: `' OR 1=1 --` })).toEqual([]);
  });

  it('finds ids by begin, by end and whole, and the newest batch', async () => {
    const store = await openTestStore();
    expect(await store.findIds('last')).toEqual([]);
    await store.createBatch(aBatch({ id: 'ab-1', createdAt: 5 }), [aSession({ id: 'ab-1-x', batch: 'ab-1' })], []);
    await store.createBatch(aBatch({ id: 'zz%_', createdAt: 4 }), [], []);
    const found = async (text: string, limit?: number) => (await store.findIds(text, limit)).map(({ kind, id }) => `${kind} ${id}`);
    expect(await found('ab')).toEqual(['batch ab-1', 'session ab-1-x']);
    expect(await found('ab', 1)).toEqual(['batch ab-1']);
    expect(await found('ab-1')).toEqual(['batch ab-1']);
    expect(await found('-x')).toEqual(['session ab-1-x']);
    expect(await found('%_')).toEqual(['batch zz%_']);
    expect(await found('last')).toEqual(['batch ab-1']);
    for (const nothing of ['', '*', 'b-1-', '%']) expect(await found(nothing)).toEqual([]);
  });

  it('hands requests to cancel to whoever polls, until what they concern is over', async () => {
    const folder = freshFolder();
    const [runner, other] = [await openTestStore({ folder }), await openTestStore({ folder })];
    expect(other.owner).toBe(`${runner.owner}-2`);
    await withActions(runner);
    const before = await runner.version();
    await other.requestCancel('s1', 5);
    await other.requestCancel('b1', 5);
    expect(await runner.version()).toBeGreaterThan(before);
    expect(await runner.cancelRequests()).toEqual(['s1', 'b1']);
    await runner.updateSession('s1', { status: 'interrupted', owner: null, endedAt: 9 });
    expect(await runner.cancelRequests()).toEqual([]);
    await runner.endBatch('b1', 10);
    // Resumed: the old wish is spent, and the batch is under way again.
    await runner.updateSession('s1', { status: 'running', owner: runner.owner, endedAt: null, resumed: 1 });
    expect(await runner.cancelRequests()).toEqual([]);
    expect(await runner.batch('b1')).toMatchObject({ endedAt: null });
    expect(await other.recover(11)).toEqual([]);
  });
});
