import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { realKeychain, type Keychain, type SafeStorage } from './keychain.ts';
import { COST, madeVault, PASSPHRASE, testFolder, vaultIn } from './test-vault.ts';
import { vaultSource } from './vault-source.ts';

const kind = (wanted: string): unknown => expect.objectContaining({ kind: wanted });
const CHILD = fileURLToPath(new URL('./test-child.ts', import.meta.url));

describe('a passphrase vault', () => {
  it('keeps values over a restart, for who has the passphrase', async () => {
    const { vault, folder } = await madeVault();
    await vault.set('web', 'pässwörd');
    await vault.set('empty', '');
    const again = vaultIn(folder);
    expect(await again.status()).toMatchObject({ kind: 'passphrase', locked: true, entries: [{ name: 'web' }, { name: 'empty' }] });
    await expect(again.get('web')).rejects.toEqual(kind('usage/vault-locked'));
    expect(await again.get('unknown')).toBeNull();
    await again.unlock(PASSPHRASE);
    expect(await again.get('web')).toBe('pässwörd');
    expect(await again.get('empty')).toBe('');
  });
  it('takes the passphrase in either Unicode form', async () => {
    const folder = testFolder();
    await vaultIn(folder).create({ kind: 'passphrase', passphrase: 'caf\u00e9 au lait' });
    await vaultIn(folder).unlock('cafe\u0301 au lait');
  });
  it('is for the eyes of its user alone, and leaves nothing else behind', async () => {
    const { vault, folder } = await madeVault();
    await vault.set('web', 'planted-secret');
    expect(statSync(vault.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['vault', 'vault.lock']);
  });
  it('holds no value, passphrase or key in readable form', async () => {
    const { vault } = await madeVault();
    await vault.set('web', 'planted-secret');
    const bytes = readFileSync(vault.path, 'latin1');
    for (const secret of ['planted-secret', PASSPHRASE])
      for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, -4), Buffer.from(secret, 'utf16le').toString('latin1')])
        expect(bytes).not.toContain(form);
  });
  it('refuses a wrong passphrase, and stays as it is', async () => {
    const { vault, folder } = await madeVault();
    await vault.set('web', 'x');
    const before = readFileSync(vault.path);
    const again = vaultIn(folder);
    await expect(again.unlock('something else')).rejects.toEqual(kind('usage/vault-passphrase'));
    await expect(again.set('web', 'y')).rejects.toEqual(kind('usage/vault-locked'));
    await expect(again.remove('web')).rejects.toEqual(kind('usage/vault-locked'));
    await expect(again.changePassphrase('something else', 'a new passphrase')).rejects.toEqual(kind('usage/vault-passphrase'));
    expect(readFileSync(vault.path)).toEqual(before);
  });
  it('refuses a short passphrase', async () => {
    await expect(vaultIn(testFolder()).create({ kind: 'passphrase', passphrase: 'short' })).rejects.toEqual(kind('usage/vault-passphrase'));
  });
  it('is never made over another, not even over a damaged one', async () => {
    const { vault } = await madeVault();
    await expect(vault.create({ kind: 'passphrase', passphrase: 'another one' })).rejects.toEqual(kind('usage/vault-exists'));
    writeFileSync(vault.path, 'nonsense');
    await expect(vault.create({ kind: 'passphrase', passphrase: 'another one' })).rejects.toEqual(kind('usage/vault-exists'));
    expect(readFileSync(vault.path, 'utf8')).toBe('nonsense');
  });
  it('of one kind is not replaced by another', async () => {
    const { folder } = await madeVault();
    await expect(vaultIn(folder, { keychain: keychain() }).create({ kind: 'keychain' })).rejects.toEqual(kind('usage/vault-exists'));
  });
  it.each([
    ['empty', ''],
    ['cut off', 'half'],
    ['nonsense', 'nonsense'],
    ['binary', '\0\0\0'],
  ])('says of a file that is %s what it is, and leaves it', async (_what, content) => {
    const { vault } = await madeVault();
    const text = readFileSync(vault.path, 'utf8');
    const damaged = content === 'half' ? text.slice(0, text.length / 2) : content;
    writeFileSync(vault.path, damaged);
    for (const work of [() => vault.status(), () => vault.get('a'), () => vault.set('a', 'b'), () => vault.unlock(PASSPHRASE)])
      await expect(work()).rejects.toEqual(kind('input/vault-damaged'));
    expect(readFileSync(vault.path, 'utf8')).toBe(damaged);
  });
  it('says of a place that cannot be read that, and of a folder in its place too', async () => {
    const { vault, folder } = await madeVault();
    await expect(vaultIn(vault.path).status()).rejects.toEqual(kind('store/vault'));
    const inFolder = path.join(folder, 'other');
    mkdirSync(path.join(inFolder, 'vault'), { recursive: true });
    await expect(vaultIn(inFolder).status()).rejects.toEqual(kind('input/vault-damaged'));
  });
  it('changes its passphrase, and its key with it', async () => {
    const { vault, folder } = await madeVault();
    await vault.set('web', 'x');
    const other = vaultIn(folder);
    await other.unlock(PASSPHRASE);
    await vault.changePassphrase(PASSPHRASE, 'the new passphrase');
    expect(await vault.get('web')).toBe('x');
    // What another process unlocked before is locked again: its key opens nothing any more.
    expect(await other.status()).toMatchObject({ locked: true });
    await expect(other.set('late', 'y')).rejects.toEqual(kind('usage/vault-locked'));
    await expect(other.unlock(PASSPHRASE)).rejects.toEqual(kind('usage/vault-passphrase'));
    await other.unlock('the new passphrase');
    expect(await other.get('web')).toBe('x');
  });
  it('is set aside under another name', async () => {
    const { vault, folder } = await madeVault();
    const before = readFileSync(vault.path);
    const aside = (await vault.setAside()) ?? '';
    expect(readFileSync(aside)).toEqual(before);
    expect(path.dirname(aside)).toBe(folder);
    expect(await vault.status()).toMatchObject({ kind: 'none' });
    await vault.create({ kind: 'passphrase', passphrase: 'another one' });
  });
  it('refuses a value that is too large', async () => {
    const { vault } = await madeVault();
    await expect(vault.set('big', 'x'.repeat(70_000))).rejects.toEqual(kind('input/vault-size'));
  });
});

describe('locking', () => {
  it('comes after a time without use, by the clock on the wall', async () => {
    let now = 1_000_000;
    const { vault } = await madeVault({ now: () => now, lockAfter: () => 60_000 });
    now += 59_000;
    await vault.set('web', 'x');
    now += 59_000;
    expect(await vault.get('web')).toBe('x');
    now += 60_000;
    expect(await vault.status()).toMatchObject({ locked: true });
    await expect(vault.get('web')).rejects.toEqual(kind('usage/vault-locked'));
  });
  it('looking is no use', async () => {
    let now = 1_000_000;
    const { vault } = await madeVault({ now: () => now, lockAfter: () => 60_000 });
    for (let times = 0; times < 3; times += 1) {
      now += 20_000;
      await vault.status();
    }
    expect(await vault.status()).toMatchObject({ locked: true });
  });
  it('never comes where that was wanted', async () => {
    let now = 1_000_000;
    const { vault } = await madeVault({ now: () => now, lockAfter: () => null });
    now += 1e10;
    expect(await vault.status()).toMatchObject({ locked: false });
  });
});

describe('several at once', () => {
  it('lose nothing of each other in one process', async () => {
    const { vault, folder } = await madeVault();
    const other = vaultIn(folder);
    await other.unlock(PASSPHRASE);
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? vault : other).set(`n${n}`, `v${n}`)));
    expect((await vault.status()).entries).toHaveLength(20);
    for (let n = 0; n < 20; n += 1) expect(await other.get(`n${n}`)).toBe(`v${n}`);
  });
  it('lose nothing of each other as processes', async () => {
    const { vault, folder } = await madeVault();
    const children = ['a', 'b', 'c'].map((prefix) => fork(CHILD, [folder, prefix, '15', PASSPHRASE, String(COST)], { stdio: 'inherit' }));
    const ends = await Promise.all(children.map((child) => once(child, 'exit')));
    expect(ends.map(([status]) => status as number)).toEqual([0, 0, 0]);
    expect((await vault.status()).entries).toHaveLength(45);
    expect(await vault.get('c14')).toBe('value c14');
  });
  it('lose nothing when one is killed while it writes', async () => {
    const { vault, folder } = await madeVault();
    await vault.set('kept', 'x');
    const child = fork(CHILD, [folder, 'k', '100000', PASSPHRASE, String(COST)], { stdio: 'inherit' });
    for (let seen = 0; seen < 5;) seen = (await vault.status()).entries.length;
    child.kill('SIGKILL');
    await once(child, 'exit');
    await vault.set('after', 'y');
    expect(await vault.get('kept')).toBe('x');
    expect(await vault.get('k0')).toBe('value k0');
  });
});

describe('the keychain of the system', () => {
  const storage = (more: Partial<SafeStorage>, mark = 'v11'): SafeStorage => ({
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(mark + text),
    decryptString: (sealed) => sealed.toString().slice(mark.length),
    ...more,
  });
  it.each([
    ['basic_text', storage({ getSelectedStorageBackend: () => 'basic_text' }), 'linux'],
    ['unknown', storage({ getSelectedStorageBackend: () => 'unknown' }), 'linux'],
    ['one that is not known to be real', storage({ getSelectedStorageBackend: () => 'new_thing' }), 'linux'],
    ['a fixed key where the backend cannot be asked for', storage({}, 'v10'), 'linux'],
    ['a fixed key that says it is none', storage({ getSelectedStorageBackend: () => 'kwallet5' }, 'v10'), 'linux'],
    ['none', storage({ isEncryptionAvailable: () => false }), 'darwin'],
    ['another system', storage({}), 'freebsd'],
    [
      'one that throws',
      storage({
        encryptString: () => {
          throw new Error('no');
        },
      }),
      'linux',
    ],
  ])('is refused: %s', (_what, one, platform) => expect(realKeychain(one, platform)).toHaveProperty('refused'));
  it.each([
    ['linux', storage({ getSelectedStorageBackend: () => 'gnome_libsecret' })],
    ['linux', storage({})],
    ['darwin', storage({})],
    ['win32', storage({})],
  ])('is taken on %s', (platform, one) => expect(realKeychain(one, platform)).toHaveProperty('keychain'));
  it('opens its vault without being asked, unless it was locked by hand', async () => {
    const folder = testFolder();
    await vaultIn(folder, { keychain: keychain() }).create({ kind: 'keychain' });
    const vault = vaultIn(folder, { keychain: keychain() });
    await vault.set('web', 'x');
    vault.lock();
    await expect(vault.get('web')).rejects.toEqual(kind('usage/vault-locked'));
    await vault.unlock();
    expect(await vault.get('web')).toBe('x');
  });
  it('is needed for its vault, and another one does not do', async () => {
    const folder = testFolder();
    await vaultIn(folder, { keychain: keychain() }).create({ kind: 'keychain' });
    for (const more of [{}, { keychain: keychain('other') }]) {
      const vault = vaultIn(folder, more);
      expect(await vault.status()).toMatchObject({ kind: 'keychain', locked: true });
      await expect(vault.unlock()).rejects.toEqual(kind('usage/vault-keychain'));
    }
  });
});

describe('as a source of secrets', () => {
  it('asks once for the passphrase, however many wait, and not for what it does not keep', async () => {
    const { folder, vault } = await madeVault();
    await vault.set('web', 'x');
    let asked = 0;
    const locked = vaultIn(folder);
    const source = vaultSource(locked, async () => {
      asked += 1;
      await locked.unlock(PASSPHRASE);
    });
    expect(await source('other', 'purpose')).toBeNull();
    expect(asked).toBe(0);
    expect(await Promise.all([source('web', 'a'), source('web', 'b'), source('web', 'c')])).toEqual(['x', 'x', 'x']);
    expect(asked).toBe(1);
  });
  it('says nothing when nobody unlocks it', async () => {
    const { folder, vault } = await madeVault();
    await vault.set('web', 'x');
    expect(await vaultSource(vaultIn(folder), async () => undefined)('web', 'a')).toBeNull();
  });
});

function keychain(mark = 'kc'): Keychain {
  return {
    backend: 'test',
    protect: (secret) => Buffer.concat([Buffer.from(mark), secret]),
    unprotect: (sealed) => {
      if (sealed.subarray(0, mark.length).toString() !== mark) throw new Error('not mine');
      return sealed.subarray(mark.length);
    },
  };
}
