import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { databasePath } from './database.ts';
import { LATEST_VERSION } from './migrate.ts';
import { openStore } from './open-store.ts';
import { freshFolder, openTestStore, withActions } from './test-fixtures.ts';
import { aLine } from './test-records.ts';

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
        `${databasePath(folder)}: a newer version of Rounds wrote it: its version is ${LATEST_VERSION + 10}, this program knows up to ${LATEST_VERSION}`,
      ) as string,
    });
    expect(readFileSync(databasePath(folder)).equals(before)).toBe(true);
  });

  it('leaves a database of a newer version as it is, with what its program left beside it when it was killed', async () => {
    const alive = freshFolder();
    await (await openStore({ folder: alive })).close();
    const newer = new Database(databasePath(alive));
    newer.pragma('journal_mode = WAL');
    newer.pragma(`user_version = ${LATEST_VERSION + 10}`);
    newer.exec('CREATE TABLE of_the_future (x)');
    const killed = freshFolder();
    mkdirSync(killed, { recursive: true });
    for (const end of ['', '-wal']) writeFileSync(databasePath(killed) + end, readFileSync(databasePath(alive) + end));
    newer.close();
    const files = () => ['', '-wal'].map((end) => readFileSync(databasePath(killed) + end).toString('base64'));
    const before = files();
    await expect(openStore({ folder: killed })).rejects.toMatchObject({ kind: 'store/newer-version' });
    expect(files()).toEqual(before);
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

  it.runIf(process.platform === 'linux')('says when a folder cannot be written', async () => {
    // For root too: no folder can be made there.
    const folder = '/proc/rounds/data';
    await expect(openStore({ folder })).rejects.toMatchObject({ kind: expect.stringMatching(/^store\/(read-only|open)$/) as string });
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
    await expect(store.insights({ days: [0, 1], computers: [] })).rejects.toMatchObject({ kind: 'store/closed' });
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
