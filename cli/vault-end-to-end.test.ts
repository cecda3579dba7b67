import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const SECRET = 'planted-Secret-0815-value';
const PASSPHRASE = 'planted passphrase of the vault';

async function rounds(folder: string, argv: string[], given: { passphrase?: string; input?: string } = {}) {
  const env = { ...process.env, ...(given.passphrase === undefined ? {} : { ROUNDS_VAULT_PASSPHRASE: given.passphrase }) };
  const child = spawn(process.execPath, [MAIN, ...argv, '--data', path.join(folder, 'data')], { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += String(data)));
  child.stdin.end(given.input ?? '');
  const [status] = (await once(child, 'close')) as [number];
  return { status, text };
}

it('a run takes a secret from the vault; it and the passphrase stand nowhere else: no file, output, command line or environment', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'rounds-vault-e2e-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const item = path.join(folder, 'items', 'token');
  const target = path.join(folder, 'target');
  await mkdir(item, { recursive: true });
  await writeFile(
    path.join(item, 'item.yaml'),
    [
      'id: token',
      'name: Token',
      'kind: task',
      'platforms: [linux, macos]',
      'parameters: {token: {type: string, secret: true, required: true}}',
      'scripts: {linux: {test: test.sh, set: set.sh}, macos: {test: test.sh, set: set.sh}}',
      '',
    ].join('\n'),
  );
  await writeFile(path.join(item, 'test.sh'), `[ -e '${target}' ]\n`);
  await writeFile(
    path.join(item, 'set.sh'),
    [
      `env | grep -e ROUNDS_VAULT -e ROUNDS_SECRET && exit 9`,
      `tr '\\0' '\\n' < /proc/$PPID/environ 2>/dev/null | grep -q ROUNDS_VAULT && exit 8`,
      `case "$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ')" in *"$ROUNDS_PARAM_TOKEN"*) exit 7 ;; esac`,
      `echo "given: $ROUNDS_PARAM_TOKEN"`,
      `touch '${target}'`,
      '',
    ].join('\n'),
  );
  await writeFile(
    path.join(folder, 'setup.yaml'),
    [
      'tenants: [{name: Acme}]',
      'computers: [{name: here, tenant: Acme, connection: {kind: local}}]',
      'items: [./items/token]',
      'deployments: [{name: Token, item: token, target: {tenant: Acme}, parameters: {token: {secret: my-token}}}]',
      '',
    ].join('\n'),
  );
  const said: string[] = [];
  const call = async (argv: string[], given: { passphrase?: string; input?: string } = {}) => {
    const { status, text } = await rounds(folder, argv, given);
    said.push(text);
    return { status, text };
  };
  expect(await call(['apply', 'setup.yaml'])).toMatchObject({ status: 0 });
  expect(await call(['vault', 'init'], { passphrase: PASSPHRASE })).toMatchObject({ status: 0 });
  expect(await call(['vault', 'set', 'my-token'], { passphrase: PASSPHRASE, input: `${SECRET}\n` })).toMatchObject({ status: 0 });
  const locked = await call(['run', 'all', '--yes']);
  expect([locked.status, locked.text]).toEqual([2, expect.stringContaining('my-token')]);
  const wrong = await call(['run', 'all', '--yes'], { passphrase: 'something else' });
  expect([wrong.status, wrong.text]).toEqual([2, expect.stringContaining('not that of the vault')]);
  expect(wrong.text).not.toContain('Rounds itself failed');
  expect(await call(['run', 'all', '--yes'], { passphrase: PASSPHRASE })).toMatchObject({ status: 0 });
  const log = (await call(['show', 'last', '--log', 'token'])).text;
  expect(log).toContain('given: ');
  // The test afterwards is sent together with the set, and recorded after its end.
  expect([...log.matchAll(/ rounds +(\w+(?: ended)?)/g)].map(([, step]) => step)).toEqual([
    'test',
    'test ended',
    'set',
    'set ended',
    'verify',
    'verify ended',
  ]);

  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) said.push(await readFile(path.join(entry.parentPath, entry.name), 'latin1'));
  for (const secret of [SECRET, PASSPHRASE]) {
    const forms = [secret, Buffer.from(secret).toString('base64').slice(0, -4), Buffer.from(secret, 'utf16le').toString('latin1')];
    expect(said.filter((text) => forms.some((form) => text.includes(form)))).toEqual([]);
  }
});
