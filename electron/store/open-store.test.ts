import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { databasePath } from './database.ts';
import { LATEST_VERSION } from './migrate.ts';
import { openStore } from './open-store.ts';
import { freshFolder, openTestStore, withActions } from './test-fixtures.ts';
import { aBatch, aLine, anAction, anItem, aSession } from './test-records.ts';

/** Does something to the file behind the store's back. */
function tamper(folder: string, sql: string): void {
  const db = new Database(databasePath(folder));
  db.exec(sql);
  db.close();
}

describe('opening', () => {
  it('makes the folder for this user alone, and removes its lock when it closes', async () => {
    const folder = freshFolder();
    const store = await openTestStore({ folder });
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect([mode(folder), mode(databasePath(folder)), mode(join(folder, 'owners'))]).toEqual(['700', '600', '700']);
    expect(['-wal', '-shm'].map((end) => mode(databasePath(folder) + end))).toEqual(['600', '600']);
    const lock = join(folder, 'owners', `${store.owner}.lock`);
    expect(mode(lock)).toBe('600');
    expect(store.owner).toMatch(new RegExp(`^${process.pid}-\\d+-[0-9a-f-]+$`));
    await store.close();
    await store.close();
    expect(existsSync(lock)).toBe(false);
  });

  it('leaves the rights of a folder that is there alone', async () => {
    const folder = freshFolder();
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    await openTestStore({ folder });
    expect(statSync(folder).mode & 0o777).toBe(0o755);
  });

  it('refuses a database of a newer version', async () => {
    const folder = freshFolder();
    await (await openStore({ folder })).close();
    tamper(folder, `PRAGMA user_version = ${LATEST_VERSION + 10}`);
    const before = readFileSync(databasePath(folder));
    await expect(openStore({ folder })).rejects.toMatchObject({
      kind: 'store/newer-version',
      message: expect.stringContaining(
        `${databasePath(folder)}: its version is ${LATEST_VERSION + 10}, this program knows up to ${LATEST_VERSION}`,
      ) as string,
    });
    expect(readFileSync(databasePath(folder)).equals(before)).toBe(true);
  });

  it("refuses another program's database", async () => {
    const folder = freshFolder();
    mkdirSync(folder);
    tamper(folder, 'CREATE TABLE theirs (a)');
    await expect(openStore({ folder })).rejects.toMatchObject({ kind: 'store/foreign' });
  });

  it.each([
    ['no database at all', Buffer.from('this is no database, but long enough to have a header of one, had it one. '.repeat(10))],
    ['a good begin and rubbish after it', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 0xa5)])],
  ])('refuses a file that holds %s, and leaves it as it is', async (_, content) => {
    const folder = freshFolder();
    mkdirSync(folder);
    writeFileSync(databasePath(folder), content);
    await expect(openStore({ folder })).rejects.toMatchObject({ kind: 'store/corrupt', details: { place: { file: databasePath(folder) } } });
    expect(readFileSync(databasePath(folder)).equals(content)).toBe(true);
  });

  it('refuses a database that is cut off', async () => {
    const folder = freshFolder();
    await (await openStore({ folder })).close();
    const whole = readFileSync(databasePath(folder));
    const cut = whole.subarray(0, 3 * 4096 + 100);
    writeFileSync(databasePath(folder), cut);
    await expect(openStore({ folder })).rejects.toMatchObject({ kind: 'store/corrupt' });
    expect(readFileSync(databasePath(folder)).equals(cut)).toBe(true);
  });

  it('names a folder that cannot be one', async () => {
    const folder = freshFolder();
    writeFileSync(folder, 'a file');
    await expect(openStore({ folder: join(folder, 'sub') })).rejects.toMatchObject({
      kind: 'store/open',
      message: expect.stringContaining(folder) as string,
    });
    await expect(openStore({ folder: 'relative' })).rejects.toMatchObject({ kind: 'store/argument' });
  });
});

describe('the set-up', () => {
  it('is kept by kind and id, replaced and removed in one go', async () => {
    const store = await openTestStore();
    await store.changeSetUp({
      put: [
        {
          source: 'files',
          kind: 'tenant',
          value: { name: 'Acme', connection: { kind: 'ssh', sudo: { credential: 'c' } }, limits: { concurrency: 3 } },
        },
        { source: 'files', kind: 'tenant', value: { name: 'Beta' } },
        { source: 'files', kind: 'computer', value: { id: 'Acme/web-1', name: 'web-1', tenant: 'Acme', tags: ['web'] } },
        { source: 'window', kind: 'limits', value: { id: 'limits', limits: { action: 5 } } },
        { source: 'files', kind: 'item-folder', value: { id: '/i', path: '/i' } },
        { source: 'files', kind: 'group', value: { id: 'Acme/g', name: 'g', tenant: 'Acme', filter: { fact: { os: 'debian' } } } },
        { source: 'files', kind: 'credential', value: { name: 'c', kind: 'password' } },
        {
          source: 'files',
          kind: 'deployment',
          value: {
            ...{ name: 'D', item: 'motd', instance: null, target: { filter: { role: 'server' }, tenant: 'Acme' }, enforcement: 'required' },
            ...{ origin: 'local', mode: 'enforce', parameters: { a: ['x'], b: { secret: 's' } }, enabled: true, state: { atLeast: '2' } },
          },
        },
      ],
      remove: [],
    });
    await store.changeSetUp({ put: [{ source: 'window', kind: 'tenant', value: { name: 'Acme' } }], remove: [{ kind: 'tenant', id: 'Beta' }] });
    const entries = await store.readSetUp();
    expect(entries.map(({ kind }) => kind)).toEqual(['computer', 'credential', 'deployment', 'group', 'item-folder', 'limits', 'tenant']);
    expect(entries.at(-1)).toEqual({ source: 'window', kind: 'tenant', value: { name: 'Acme' } });
    expect(entries[2]).toMatchObject({ value: { target: { filter: { role: 'server' }, tenant: 'Acme' }, state: { atLeast: '2' } } });
  });

  it('keeps what is known of a computer until it is removed', async () => {
    const store = await openTestStore();
    const computer = (id: string) => ({ source: 'f', kind: 'computer' as const, value: { id, name: id, tenant: 'Acme', tags: [] } });
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

describe('what the database gives back', () => {
  it.each([
    ['sessions', 's1', `UPDATE sessions SET status = 'odd'`, 'status'],
    ['sessions', 's1', `UPDATE sessions SET facts = '{"a":'`, 'JSON'],
    ['actions', 's1/0', `UPDATE actions SET frozen = '{}'`, 'frozen.itemHash'],
    ['items', 'hash-1', `UPDATE items SET definition = '[]'`, 'object'],
    ['batches', 'b1', `UPDATE batches SET options = '{"kind":"odd"}'`, 'options'],
    ['set_up', 'tenant Acme', `UPDATE set_up SET value = '{"name":5}'`, 'value.name'],
    ['computer_states', 'Acme/a', `UPDATE computer_states SET facts = '{"a":5}'`, 'facts.a'],
    ['log_chunks', 's1/0 from line 0', `UPDATE log_chunks SET data = x'0105'`, 'cut off'],
    ['log_chunks', 's1/0', `DELETE FROM log_chunks`, 'ends at line 0 where 1 are announced'],
  ])('is checked: table %s, row %s', async (table, id, sql, why) => {
    const folder = freshFolder();
    const store = await openTestStore({ folder });
    await withActions(store);
    await store.appendLog('s1', 0, [aLine('one')]);
    await store.changeSetUp({ put: [{ source: 'f', kind: 'tenant', value: { name: 'Acme' } }], remove: [] });
    await store.updateComputerState('Acme/a', { lastSeen: 1 });
    await store.flush();
    tamper(folder, sql);
    const read: Record<string, () => Promise<unknown>> = {
      sessions: () => store.sessions({}),
      actions: () => store.actions('s1'),
      items: () => store.item('hash-1'),
      batches: () => store.batches({}),
      set_up: () => store.readSetUp(),
      computer_states: () => store.computerStates(),
      log_chunks: () => store.log('s1', 0, { first: 0 }),
    };
    await expect(read[table]?.()).rejects.toMatchObject({
      kind: 'store/row',
      details: { table, id },
      message: expect.stringContaining(why) as string,
    });
  });
});

describe('the end', () => {
  it('of the worker rejects every call, now and later', async () => {
    const workers: Worker[] = [];
    const watch = (worker: Worker) => workers.push(worker);
    process.on('worker', watch);
    const store = await openTestStore();
    process.off('worker', watch);
    await withActions(store);
    const pending = [store.session('s1'), store.setValue('a', 'b'), store.flush()];
    await workers[0]?.terminate();
    for (const call of pending) await expect(call).rejects.toMatchObject({ kind: 'store/worker' });
    await expect(store.session('s1')).rejects.toMatchObject({ kind: 'store/worker' });
    await expect(store.appendLog('s1', 0, [aLine('x')])).rejects.toMatchObject({ kind: 'store/worker' });
    await store.close();
  });

  it('of the store commits what was asked for before, and refuses what comes after', async () => {
    const folder = freshFolder();
    const store = await openStore({ folder });
    await withActions(store);
    const last = store.setValue('k', 'v');
    await store.appendLog('s1', 0, [aLine('last words')]);
    const closed = store.close();
    await expect(store.getValue('k')).rejects.toMatchObject({ kind: 'store/closed' });
    await expect(store.appendLog('s1', 0, [aLine('x')])).rejects.toMatchObject({ kind: 'store/closed' });
    await Promise.all([last, closed]);
    await expect(store.flush()).rejects.toMatchObject({ kind: 'store/closed' });
    const again = await openTestStore({ folder });
    expect(await again.getValue('k')).toBe('v');
    expect((await again.log('s1', 0, { first: 0 })).records).toEqual([aLine('last words')]);
  });

  it('is not brought about by an argument that cannot be sent', async () => {
    const store = await openTestStore();
    const bad = store.setValue('k', (() => 'no') as unknown as string);
    const good = store.setValue('k', 'yes');
    await expect(bad).rejects.toMatchObject({ kind: 'store/argument' });
    await good;
    expect(await store.getValue('k')).toBe('yes');
  });
});
