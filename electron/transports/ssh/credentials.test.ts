import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeKey } from '../../../tests/hosts/program.ts';
import { sshdMissing, startSshd } from '../../../tests/hosts/sshd.ts';
import type { TestHost } from '../../../tests/hosts/sshd.ts';
import { contextOf, targetOf, testHome } from '../../../tests/hosts/target.ts';
import type { TestHome } from '../../../tests/hosts/target.ts';
import { openSshLink } from './open-ssh-link.ts';

let home: TestHome;
beforeEach(() => {
  home = testHome();
});
afterEach(() => home.restore());

describe.skipIf(sshdMissing())('against OpenSSH', () => {
  let sshd: TestHost;
  beforeAll(async () => {
    sshd = await startSshd({ hostKeys: ['ed25519', 'rsa', 'ecdsa'] });
  });
  afterAll(() => sshd.close());

  describe('private keys', () => {
    const cases: [string, Parameters<typeof makeKey>[1], string[]][] = [
      ['OpenSSH ed25519', 'ed25519', []],
      ['OpenSSH ecdsa', 'ecdsa', []],
      ['PEM rsa', 'rsa', ['-m', 'PEM']],
      ['PEM ecdsa', 'ecdsa', ['-m', 'PEM']],
      ['PKCS#8 rsa', 'rsa', ['-m', 'PKCS8']],
      ['PKCS#8 ecdsa', 'ecdsa', ['-m', 'PKCS8']],
    ];
    it.each(cases)('%s, encrypted and not', async (name, type, options) => {
      for (const passphrase of ['', 'correct horse']) {
        const path = makeKey(join(home.path, `${name.replace(/\W/g, '')}${passphrase.length}`), type, passphrase, ['-a', '1', ...options]);
        appendFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${path}.pub`));
        const context = contextOf({ 'test-key': 'correct horse' });
        const link = await openSshLink(targetOf({ ...sshd, userKey: path }), context);
        expect(context.asked).toEqual(passphrase === '' ? [] : ['test-key']);
        await link.close();
        if (passphrase === '') continue;
        const wrong = openSshLink(targetOf({ ...sshd, userKey: path }), contextOf({ 'test-key': 'wrong' }));
        await expect(wrong).rejects.toMatchObject({ kind: 'connect/key-unreadable', message: expect.stringContaining('the passphrase is wrong') });
        const none = openSshLink(targetOf({ ...sshd, userKey: path }), contextOf());
        await expect(none).rejects.toMatchObject({ kind: 'connect/secret-missing', details: { step: 'authenticate' } });
      }
    });

    it('refuses a key that others may read, that is none, or is not there', async () => {
      const open = join(home.path, 'open');
      copyFileSync(sshd.userKey, open);
      chmodSync(open, 0o644);
      const junk = join(home.path, 'junk');
      writeFileSync(junk, 'no key', { mode: 0o600 });
      const refusals = { [open]: /mode 0644/, [junk]: /Unsupported key format/, [`${sshd.userKey}.none`]: /no such file/, [home.path]: /no file/ };
      for (const [path, why] of Object.entries(refusals)) {
        await expect(openSshLink(targetOf({ ...sshd, userKey: path }), contextOf())).rejects.toMatchObject({
          kind: 'connect/key-unreadable',
          message: expect.stringMatching(why),
        });
      }
    });

    it('says that the server refuses the key', async () => {
      const stranger = makeKey(join(home.path, 'stranger'));
      await expect(openSshLink(targetOf({ ...sshd, userKey: stranger }), contextOf())).rejects.toMatchObject({
        kind: 'connect/auth-refused',
        message: expect.stringMatching(/refuses key \S+stranger \(SHA256:\S+\); it allows publickey/),
        details: { step: 'authenticate', advice: expect.any(String) },
      });
    });
  });

  describe('the agent', () => {
    let agent: { pid: number; socket: string };
    beforeEach(() => {
      const text = execFileSync('ssh-agent', ['-s', '-a', join(home.path, 'agent')]).toString();
      agent = { pid: Number(/SSH_AGENT_PID=(\d+)/.exec(text)?.[1]), socket: join(home.path, 'agent') };
    });
    afterEach(() => {
      process.kill(agent.pid);
    });
    const add = (path: string) => execFileSync('ssh-add', ['-q', path], { env: { ...process.env, SSH_AUTH_SOCK: agent.socket }, stdio: 'ignore' });
    const credential = { name: 'agent', kind: 'ssh-agent' } as const;

    it('is used, also through IdentityAgent, with the named key first', async () => {
      await expect(openSshLink(targetOf(sshd, { credential }), contextOf())).rejects.toMatchObject({ kind: 'connect/agent-unavailable' });
      process.env.SSH_AUTH_SOCK = agent.socket;
      await expect(openSshLink(targetOf(sshd, { credential }), contextOf())).rejects.toMatchObject({
        kind: 'connect/agent-unavailable',
        message: expect.stringContaining('holds no key'),
      });
      for (let other = 0; other < 7; other += 1) add(makeKey(join(home.path, `other${other}`)));
      add(sshd.userKey);
      await expect(openSshLink(targetOf(sshd, { credential }), contextOf())).rejects.toMatchObject({
        kind: 'connect/auth-refused',
        message: expect.stringContaining('Too many authentication failures'),
      });
      delete process.env.SSH_AUTH_SOCK;
      home.ssh('config', `Host 127.0.0.1\n  IdentityAgent ${agent.socket}\n  IdentityFile ${sshd.userKey}\n`);
      const link = await openSshLink(targetOf(sshd, { credential }), contextOf());
      expect(link.description).toContain('agent (8 keys)');
      await link.close();
    });
  });

  describe('with no credential', () => {
    it('takes what ssh would: IdentityFile, then the default keys', async () => {
      const target = targetOf(sshd);
      delete target.credential;
      await expect(openSshLink(target, contextOf())).rejects.toMatchObject({ kind: 'connect/credential-missing' });
      home.ssh('id_ed25519', readFileSync(sshd.userKey, 'utf8'));
      await (await openSshLink(target, contextOf())).close();
      execFileSync('ssh-keygen', ['-q', '-p', '-N', 'x', '-f', join(home.path, '.ssh', 'id_ed25519')], { stdio: 'ignore' });
      await expect(openSshLink(target, contextOf())).rejects.toMatchObject({
        kind: 'connect/credential-missing',
        message: expect.stringContaining('is encrypted'),
      });
      home.ssh('config', `Match host 127.0.0.1 user ${sshd.user}\nIdentityFile ${sshd.userKey}\n`);
      await (await openSshLink(target, contextOf())).close();
    });
  });
});
