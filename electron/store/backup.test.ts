import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeWith, requireRoot } from '../../tests/requirements.ts';
import { databasePath } from './database.ts';
import { maintenance } from './maintenance.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { freshFolder, openTestStore, withActions } from './test-fixtures.ts';
import { aLine } from './test-records.ts';

const CHILD = fileURLToPath(new URL('./test-maintenance-child.ts', import.meta.url));
const tools = maintenance();
const folderFor = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `rounds-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const tenant = (name: string) => ({ put: [{ kind: 'tenant' as const, sources: ['window'], value: { name } }], remove: [] });
const tenants = async (store: Store): Promise<string[]> =>
  (await store.readSetUp()).flatMap((entry) => (entry.kind === 'tenant' ? [entry.value.name] : []));
const backup = (folder: string, file: string, vault: string | null = null) =>
  tools.backup({ folder, file, vault, program: '0.1.0', now: Date.UTC(2026, 10, 26) });
const restore = async (folder: string, file: string, vault = false) => {
  const ready = await tools.prepareRestore({ folder, file, vault, now: Date.UTC(2026, 10, 27) });
  await tools.commitRestore(ready);
  return ready;
};

/** A closed store with the tenant Acme, and a backup of it made while it was open and written to. */
async function madeBackup(vault: string | null = null): Promise<{ folder: string; file: string }> {
  const folder = freshFolder();
  const file = join(folderFor('backup'), 'rounds.backup');
  const store = await openStore({ folder });
  await store.changeSetUp(tenant('Acme'));
  await withActions(store);
  await backup(folder, file, vault);
  await store.close();
  return { folder, file };
}

describe('a backup', () => {
  it('holds all that was committed while the store was in use, in one file of this user alone', async () => {
    const folder = freshFolder();
    const file = join(folderFor('backup'), 'rounds.backup');
    const store = await openTestStore({ folder });
    await store.changeSetUp(tenant('Acme'));
    await withActions(store);
    await store.appendLog('s1', 0, [aLine('one'), aLine('two')]);
    await store.flush();
    const writing = Promise.all(Array.from({ length: 200 }, (_, n) => store.setValue(`key ${n}`, 'value')));
    const made = await backup(folder, file);
    await writing;
    expect(made).toMatchObject({ tenants: 1, sessions: 1, vault: false, program: '0.1.0', madeAt: Date.UTC(2026, 10, 26) });
    expect(readdirSync(join(file, '..'))).toEqual(['rounds.backup']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await tools.readBackup(file)).toEqual(made);
  });

  it('replaces an earlier one and nothing else', async () => {
    const { folder, file } = await madeBackup();
    expect((await backup(folder, file)).tenants).toBe(1);
    const other = join(folderFor('other'), 'notes.txt');
    writeFileSync(other, 'mine');
    await expect(backup(folder, other)).rejects.toMatchObject({ kind: 'usage/backup' });
    expect(readFileSync(other, 'utf8')).toBe('mine');
    await expect(backup(folder, databasePath(folder))).rejects.toMatchObject({ kind: 'usage/backup' });
    await expect(backup(folder, join(folder, 'nowhere', 'file'))).rejects.toMatchObject({ kind: 'usage/backup' });
  });

  it('that was truncated, changed, or is none at all is refused', async () => {
    const { file } = await madeBackup();
    const whole = readFileSync(file);
    for (const length of [whole.length - 4096, Math.floor(whole.length / 2), 100, 0]) {
      writeFileSync(file, whole);
      truncateSync(file, length);
      await expect(tools.readBackup(file), `${length} bytes`).rejects.toMatchObject({ kind: 'input/backup' });
    }
    writeFileSync(file, 'a text that is longer than the header of any database, and no database '.repeat(100));
    await expect(tools.readBackup(file)).rejects.toMatchObject({ kind: 'input/backup', message: expect.stringContaining('no backup') as string });
    await expect(tools.readBackup(`${file}.gone`)).rejects.toMatchObject({ kind: 'input/backup' });
  });

  it('of a newer version is refused, and so is a store that nobody backed up', async () => {
    const { file, folder } = await madeBackup();
    await expect(tools.readBackup(databasePath(folder))).rejects.toMatchObject({ kind: 'input/backup' });
    const db = new Database(file);
    db.pragma('user_version = 9990');
    db.close();
    await expect(restore(folder, file)).rejects.toMatchObject({ kind: 'store/newer-version' });
    expect(readdirSync(folder).filter((name) => name.startsWith('restoring') || name.startsWith('before'))).toEqual([]);
  });
});

describe('a restore', () => {
  it('brings the store back as it was, and keeps the one that was there', async () => {
    const { folder, file } = await madeBackup();
    const later = await openStore({ folder });
    await later.changeSetUp(tenant('Globex'));
    await later.close();
    const { aside } = await restore(folder, file);
    const store = await openTestStore({ folder });
    expect(await tenants(store)).toEqual(['Acme']);
    expect((await store.session('s1'))?.computer).toBe('web-1');
    // What was there is a data folder that can be opened.
    const before = await openTestStore({ folder: aside });
    expect(await tenants(before)).toEqual(['Acme', 'Globex']);
  });

  it('is refused while anybody has the store open, and changes nothing then', async () => {
    const { folder, file } = await madeBackup();
    const store = await openTestStore({ folder });
    await store.changeSetUp(tenant('Globex'));
    await expect(restore(folder, file)).rejects.toMatchObject({ kind: 'usage/store-in-use' });
    expect(await tenants(store)).toEqual(['Acme', 'Globex']);
  });

  it('brings the vault only where it is asked for, and leaves none of it in the store', async () => {
    const { folder, file } = await madeBackup('ciphertext of the vault');
    writeFileSync(join(folder, 'vault'), 'a newer vault');
    await restore(folder, file, false);
    expect(readFileSync(join(folder, 'vault'), 'utf8')).toBe('a newer vault');
    const { aside } = await restore(folder, file, true);
    expect(readFileSync(join(folder, 'vault'), 'utf8')).toBe('ciphertext of the vault');
    expect(readFileSync(join(aside, 'vault'), 'utf8')).toBe('a newer vault');
    expect(readFileSync(databasePath(folder)).includes('ciphertext of the vault')).toBe(false);
  });

  it('mends a store that is damaged, with everything beside it out of the way', async () => {
    const { folder, file } = await madeBackup();
    writeFileSync(databasePath(folder), 'this is no database any more');
    writeFileSync(`${databasePath(folder)}-wal`, 'left over');
    const { aside } = await restore(folder, file);
    expect(readdirSync(aside).sort()).toEqual(['rounds.db', 'rounds.db-wal']);
    expect(await tenants(await openTestStore({ folder }))).toEqual(['Acme']);
  });

  it('also into a folder where there is no store yet', async () => {
    const { file } = await madeBackup();
    const folder = freshFolder();
    await restore(folder, file);
    expect(await tenants(await openTestStore({ folder }))).toEqual(['Acme']);
  });
});

describe('killed in the middle', () => {
  it('a backup leaves no file of its name, or a whole one; the store is untouched', { timeout: 180_000 }, async () => {
    const { folder } = await madeBackup();
    const place = folderFor('killed');
    for (let round = 0; round < 12; round += 1) {
      const file = join(place, `${round}.backup`);
      await killedAfter(['backup', folder, file], round * 6);
      if (existsSync(file)) expect((await tools.readBackup(file)).tenants).toBe(1);
    }
    expect(await tenants(await openTestStore({ folder }))).toEqual(['Acme']);
  });

  it('a restore has either not begun or is finished by who opens the store next', { timeout: 240_000 }, async () => {
    const { folder, file } = await madeBackup('the vault of then');
    const seen = new Set<string>();
    for (let round = 0; round < 25; round += 1) {
      const store = await openStore({ folder });
      await store.changeSetUp(tenant('Globex'));
      await store.close();
      writeFileSync(join(folder, 'vault'), 'the vault of now');
      await killedAfter(['restore', folder, file], round * 5);
      const after = await openStore({ folder });
      const found = `${(await tenants(after)).join(' ')}, ${readFileSync(join(folder, 'vault'), 'utf8')}`;
      await after.close();
      seen.add(found);
      expect(existsSync(join(folder, 'restoring'))).toBe(false);
    }
    for (const found of seen) expect(['Acme Globex, the vault of now', 'Acme, the vault of then']).toContain(found);
  });

  it('between any two steps of putting it in place, it goes on from there', { timeout: 120_000 }, async () => {
    for (let step = 0; step < 8; step += 1) {
      const { folder, file } = await madeBackup('the vault of then');
      const store = await openStore({ folder });
      await store.changeSetUp(tenant('Globex'));
      await store.close();
      writeFileSync(join(folder, 'vault'), 'the vault of now');
      const { status, signal } = spawnSync(process.execPath, [CHILD, 'restore', folder, file, String(step)], { encoding: 'utf8' });
      const after = await openStore({ folder });
      const found = `${(await tenants(after)).join(' ')}, ${readFileSync(join(folder, 'vault'), 'utf8')}`;
      await after.close();
      // The first step is the rename from which it holds.
      expect(found, `step ${step}, ended with ${signal ?? status}`).toBe(step === 0 ? 'Acme Globex, the vault of now' : 'Acme, the vault of then');
    }
  });
});

describeWith(requireRoot(), 'on a full disk', () => {
  it('a backup and a restore are refused as such, and change nothing', async () => {
    const { folder, file } = await madeBackup();
    const place = folderFor('full');
    const script = 'mount -t tmpfs -o size=24k none "$1" && shift && exec "$@"';
    const run = (...args: string[]) => {
      const { stdout } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', place, process.execPath, CHILD, ...args], { encoding: 'utf8' });
      return JSON.parse(stdout) as { kind: string; left: string[] };
    };
    expect(run('backup', folder, join(place, 'rounds.backup'))).toMatchObject({ kind: 'store/full', left: [] });
    expect(run('restore', join(place, 'data'), file)).toMatchObject({ kind: 'store/full', left: [] });
  });
});

/** Starts a task in a process of its own and kills it after so many milliseconds from when it began. */
async function killedAfter(args: string[], ms: number): Promise<void> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([new Promise<void>((resolve) => child.stdout.once('data', () => resolve())), gone]);
  await sleep(ms);
  child.kill('SIGKILL');
  await gone;
}
