import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { call, env } from './test-call.ts';
import { testEngine } from './test-engine.ts';
import { testIo, type TestIo } from './test-io.ts';
import { createCliVault, takePassphrase } from './vault.ts';
import { createSecretSource } from './secrets.ts';

const PASSPHRASE = 'correct horse battery';

function place() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-cli-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const run = (argv: string[], io: TestIo = testIo(), passphrase: string | null = PASSPHRASE) =>
    call(['vault', ...argv], testEngine(), io, {
      ...env(),
      ROUNDS_DATA: folder,
      ...(passphrase === null ? {} : { ROUNDS_VAULT_PASSPHRASE: passphrase }),
    });
  return { folder, run };
}

/** Types each line once the question before it is there. */
async function typing(io: TestIo, lines: string[]): Promise<void> {
  let seen = 0;
  for (const line of lines) {
    while (io.keyboardsOpen() === 0 || io.err().length === seen || !io.err().endsWith(': ')) await new Promise((resolve) => setTimeout(resolve, 2));
    seen = io.err().length;
    io.type(`${line}\r`);
  }
}

describe('rounds vault', () => {
  it('keeps a value from stdin, lists its name and removes it', async () => {
    const { folder, run } = place();
    expect((await run(['status'])).io.out()).toContain('There is no vault');
    expect((await run(['init'])).status).toBe(0);
    const set = await run(['set', 'web'], testIo({ stdin: 'planted-secret\n' }));
    expect(set.status).toBe(0);
    const status = await run(['status', '--json'], testIo(), null);
    expect(status.objects()).toMatchObject([{ type: 'vault.status', kind: 'passphrase', entries: [{ name: 'web' }] }]);
    expect((await run(['status'], testIo(), null)).io.out()).toMatch(/1 secret\n[^]*web/);
    expect((await run(['check'])).status).toBe(0);
    for (const file of readdirSync(folder)) expect(readFileSync(path.join(folder, file), 'latin1')).not.toContain('planted-secret');
    expect(set.io.both()).not.toContain('planted-secret');
    expect((await run(['remove', 'web'])).status).toBe(0);
    expect((await run(['remove', 'web'])).status).toBe(64);
  });
  it('asks for passphrase and value on a terminal, and shows neither', async () => {
    const { run } = place();
    const init = testIo({ terminal: true });
    const made = run(['init'], init, null);
    await typing(init, [PASSPHRASE, PASSPHRASE]);
    expect((await made).status).toBe(0);
    const set = testIo({ terminal: true });
    const kept = run(['set', 'web'], set, null);
    await typing(set, ['wrong passphrase', PASSPHRASE, 'planted-secret', 'planted-secret']);
    expect((await kept).status).toBe(0);
    expect(set.both()).toContain('not that of the vault');
    for (const secret of [PASSPHRASE, 'planted-secret']) expect(init.both() + set.both()).not.toContain(secret);
  });
  it('refuses a second vault, a wrong passphrase, and a repetition that is another', async () => {
    const { run } = place();
    await run(['init']);
    expect((await run(['init'])).io.err()).toContain('There is a vault already');
    const wrong = await run(['check'], testIo(), 'something else');
    expect([wrong.status, wrong.io.err()]).toEqual([64, expect.stringContaining('not that of the vault')]);
    expect((await run(['check'], testIo(), null)).io.err()).toContain('ROUNDS_VAULT_PASSPHRASE');
    const io = testIo({ terminal: true });
    const kept = run(['set', 'web'], io);
    await typing(io, ['one', 'another']);
    expect((await kept).status).toBe(64);
  });
  it('takes a passphrase of one line only: nobody could type another at a prompt', async () => {
    const { folder, run } = place();
    const refused = await run(['init'], testIo({ stdin: 'a passphrase\na passphrase\n' }), null);
    expect([refused.status, refused.io.err()]).toEqual([64, expect.stringContaining('more than one line')]);
    expect(readdirSync(folder).filter((name) => name.startsWith('vault'))).toEqual([]);
    expect((await run(['init'], testIo({ stdin: 'a passphrase\n' }), null)).status).toBe(0);
    expect((await run(['passphrase'], testIo({ stdin: 'another one\nanother one' }), 'a passphrase')).status).toBe(64);
    expect((await run(['check'], testIo(), 'a passphrase')).status).toBe(0);
  });
  it('changes the passphrase, and sets a vault aside', async () => {
    const { folder, run } = place();
    await run(['init']);
    await run(['set', 'web'], testIo({ stdin: 'x' }));
    expect((await run(['passphrase'], testIo({ stdin: 'the new passphrase\n' }))).status).toBe(0);
    expect((await run(['check'])).status).toBe(64);
    expect((await run(['check'], testIo(), 'the new passphrase')).status).toBe(0);
    expect((await run(['set-aside'])).status).toBe(0);
    expect(readdirSync(folder).some((name) => name.startsWith('vault.set-aside-'))).toBe(true);
    expect((await run(['init'])).status).toBe(0);
  });
  it('takes no value on the command line, and does not repeat what stood there', async () => {
    const { run } = place();
    const refused = await run(['set', 'web', 'planted-secret']);
    expect(refused.status).toBe(64);
    expect(refused.io.both()).not.toContain('planted-secret');
  });
});

describe('secrets of a run', () => {
  it('take the passphrase out of the environment, whatever its case', () => {
    const one = { ROUNDS_VAULT_PASSPHRASE: 'a', Rounds_Vault_Passphrase: '', PATH: '/bin' } as NodeJS.ProcessEnv;
    expect(takePassphrase(one)).toBe('a');
    expect(one).toEqual({ PATH: '/bin' });
  });
  it('come from the vault after environment and stdin, and before a question', async () => {
    const { folder, run } = place();
    await run(['init']);
    for (const name of ['web', 'db']) await run(['set', name], testIo({ stdin: `${name} from the vault` }));
    const asked: string[] = [];
    const prompt = { canAsk: true, ask: async (question: string) => (asked.push(question), 'typed') };
    const vault = createCliVault({ dataFolder: folder, passphrase: PASSPHRASE, prompt, note: () => undefined });
    const taken = new Map([['ROUNDS_SECRET_ENV', 'from the environment']]);
    const source = createSecretSource({ taken, stdin: new Map([['ROUNDS_SECRET_DB', 'from stdin']]), prompt, vault: vault.source });
    expect(await Promise.all(['env', 'db', 'web', 'other'].map((name) => source(name, 'p')))).toEqual([
      'from the environment',
      'from stdin',
      'web from the vault',
      'typed',
    ]);
    expect(asked).toHaveLength(1);
  });
  it('of a locked vault where nobody can be asked are not given', async () => {
    const { folder, run } = place();
    await run(['init']);
    await run(['set', 'web'], testIo({ stdin: 'x' }));
    const prompt = { canAsk: false, ask: async () => null };
    const vault = createCliVault({ dataFolder: folder, passphrase: null, prompt, note: () => undefined });
    expect(await createSecretSource({ taken: new Map(), stdin: new Map(), prompt, vault: vault.source })('web', 'p')).toBeNull();
  });
});
