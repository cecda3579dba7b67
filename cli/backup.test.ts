import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../electron/store/open-store.ts';
import { main } from './program.ts';
import { testIo } from './test-io.ts';

function place() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-cli-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = path.join(folder, 'data');
  const setUp = path.join(folder, 'rounds.yaml');
  mkdirSync(data, { mode: 0o700 });
  const call = async (...argv: string[]) => {
    const io = testIo();
    const status = await main(['--data', data, ...argv], { HOME: folder, LANG: 'C.UTF-8' }, io);
    return { status, out: io.out(), err: io.err(), json: () => JSON.parse(io.lines()[0] ?? '') as Record<string, unknown> };
  };
  const tenant = async (name: string) => {
    writeFileSync(setUp, `tenants: [{name: ${name}}]\n`);
    expect((await call('apply', setUp)).status).toBe(0);
  };
  return { folder, data, file: path.join(folder, 'rounds.backup'), call, tenant };
}

it('a backup is made, looked at, brought back; what was there is kept and told', async () => {
  const { data, file, call, tenant } = place();
  await tenant('Acme');
  const made = await call('backup', file);
  expect(made.out).toContain('1 tenant, 0 computers, 0 deployments, 0 sessions');
  expect(made.out).toContain('No secret is in it');
  await tenant('Globex');
  const refused = await call('restore', file);
  expect(refused.status).toBe(64);
  expect(refused.err).toContain('--yes');
  const restored = await call('restore', file, '--yes');
  expect(restored.status).toBe(0);
  const [aside = ''] = readdirSync(data).filter((name) => name.startsWith('before-restore-'));
  expect(restored.out).toContain(path.join(data, aside));
  expect((await call('dump')).out).toContain('Acme');
  expect((await call('dump')).out).not.toContain('Globex');
});

it('takes the vault along only where it is told to', async () => {
  const { data, file, call, tenant } = place();
  await tenant('Acme');
  writeFileSync(path.join(data, 'vault'), 'ciphertext');
  expect((await call('backup', file, '--json')).json()).toMatchObject({ type: 'backup', vault: false });
  expect((await call('restore', file, '--vault', '--yes')).err).toContain('holds no vault');
  expect((await call('backup', file, '--vault', '--json')).json()).toMatchObject({ type: 'backup', vault: true });
  rmSync(path.join(data, 'vault'));
  expect((await call('restore', file, '--yes', '--json')).json()).toMatchObject({ type: 'restore', vault: false });
  expect(existsSync(path.join(data, 'vault'))).toBe(false);
  await call('restore', file, '--vault', '--yes');
  expect(existsSync(path.join(data, 'vault'))).toBe(true);
});

it('refuses while another process has the store open, and a file that is no backup', async () => {
  const { data, file, call, tenant } = place();
  await tenant('Acme');
  await call('backup', file);
  const store = await openStore({ folder: data });
  const refused = await call('restore', file, '--yes');
  expect(refused.status).toBe(64);
  expect(refused.err).toContain('in use by another process');
  await store.close();
  writeFileSync(file, 'no backup');
  const none = await call('restore', file, '--yes');
  expect(none.err).toContain('no backup of Rounds');
  expect(readdirSync(data).filter((name) => /restor/.test(name))).toEqual([]);
});
