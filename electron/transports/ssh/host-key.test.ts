import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publicKeyLine } from '../../../tests/hosts/fake-ssh-server.ts';
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

  describe('host keys', () => {
    const attempt = (knownHosts: string, more = {}) => openSshLink(targetOf({ ...sshd, knownHosts }), contextOf({}, more));
    const name = () => `[${sshd.host}]:${sshd.port}`;

    it('asks once, before any secret, and keeps the answer', async () => {
      const path = join(home.path, 'new', 'folder', 'known_hosts');
      home.ssh('config', 'HashKnownHosts no\n');
      const questions: unknown[] = [];
      const trust = async (question: unknown) => {
        questions.push(question);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return true;
      };
      const links = await Promise.all([1, 2, 3, 4, 5].map(() => attempt(path, { trust })));
      expect(questions).toEqual([{ host: `box (127.0.0.1:${sshd.port})`, keyType: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:/) }]);
      expect(readFileSync(path, 'utf8')).toBe(`${name()} ${publicKeyLine(sshd.hostKeys.ed25519 ?? '')}\n`);
      expect([statSync(path).mode & 0o777, statSync(join(home.path, 'new')).mode & 0o777]).toEqual([0o600, 0o700]);
      await Promise.all(links.map((link) => link.close()));
      await (await attempt(path)).close();
    });

    it('refuses an unknown key where nobody is there, or who is there says no', async () => {
      const path = home.ssh('empty', '');
      await expect(attempt(path)).rejects.toMatchObject({
        kind: 'connect/host-key-unknown',
        details: {
          step: 'host-key',
          fingerprint: expect.stringMatching(/^SHA256:/),
          advice: expect.stringContaining(publicKeyLine(sshd.hostKeys.ed25519 ?? '')),
        },
      });
      await expect(attempt(path, { trust: () => Promise.resolve(false) })).rejects.toMatchObject({
        kind: 'connect/host-key-unknown',
        message: expect.stringContaining('not trusted'),
      });
      expect(readFileSync(path, 'utf8')).toBe('');
    });

    it('refuses a changed key without asking, with both fingerprints and the place of the old one', async () => {
      const old = publicKeyLine(`${makeKey(join(home.path, 'old'))}.pub`);
      const path = home.ssh('old', `# comment\n${name()} ${old}\n`);
      await expect(attempt(path, { trust: () => Promise.resolve(true) })).rejects.toMatchObject({
        kind: 'connect/host-key-changed',
        message: expect.stringMatching(/ssh-ed25519 SHA256:\S+, but \S+old:2 knows it by ssh-ed25519 SHA256:/),
      });
      expect(readFileSync(path, 'utf8')).toContain('# comment');
    });

    it('asks the server for the type that is known, and calls only another type changed', async () => {
      for (const type of ['rsa', 'ecdsa', 'ed25519'] as const) {
        const link = await attempt(home.ssh(`known_${type}`, `${name()} ${publicKeyLine(sshd.hostKeys[type] ?? '')}\n`));
        expect(link.description).toMatch({ rsa: 'ssh-rsa', ecdsa: 'ecdsa-sha2-nistp256', ed25519: 'ssh-ed25519' }[type]);
        await link.close();
      }
      const only = await startSshd({ hostKeys: ['rsa'] });
      const path = home.ssh('known_other', `[${only.host}]:${only.port} ${publicKeyLine(sshd.hostKeys.ed25519 ?? '')}\n`);
      await expect(openSshLink(targetOf({ ...only, knownHosts: path }), contextOf())).rejects.toMatchObject({ kind: 'connect/host-key-changed' });
      await only.close();
    });

    it('follows revoked, certificate authorities, hashes and the plain name; bad lines are told', async () => {
      const key = publicKeyLine(sshd.hostKeys.ed25519 ?? '');
      await expect(attempt(home.ssh('revoked', `${name()} ${key}\n@revoked * ${key}\n`))).rejects.toMatchObject({ kind: 'connect/host-key-revoked' });
      await expect(attempt(home.ssh('authority', `@cert-authority * ${key}\n`))).rejects.toMatchObject({
        kind: 'connect/host-key-unknown',
        message: expect.stringMatching(/authority:1 trusts a certificate authority for it, but host certificates cannot be verified here/),
      });
      await (await attempt(home.ssh('plain', `${sshd.host} ${key}\n`))).close();
      const hashed = home.ssh('hashed', `${name()} ${key}\n`);
      const context = contextOf();
      execFileSync('ssh-keygen', ['-H', '-f', hashed], { stdio: 'ignore' });
      expect(readFileSync(hashed, 'utf8')).not.toContain(sshd.host);
      await (await openSshLink(targetOf({ ...sshd, knownHosts: hashed }), context)).close();
      await (await openSshLink(targetOf({ ...sshd, knownHosts: home.ssh('bad', `nonsense\n@what ever\n${name()} ${key}\n`) }), context)).close();
      expect(context.warnings).toEqual([
        expect.stringMatching(/bad:1 is not followed/),
        expect.stringMatching(/bad:2 is not followed: unknown marker/),
      ]);
    });

    it('follows the ssh config: accept-new, hashing, alias, files', async () => {
      const path = join(home.path, 'mine');
      home.ssh('config', `Host 127.0.0.*\n StrictHostKeyChecking accept-new\n HashKnownHosts yes\n UserKnownHostsFile ~/mine\n HostKeyAlias box-7\n`);
      const target = targetOf(sshd);
      delete target.knownHosts;
      await Promise.all([1, 2, 3].map(async () => (await openSshLink(target, contextOf())).close()));
      const lines = readFileSync(path, 'utf8').trim().split('\n');
      expect(lines).toEqual([expect.stringMatching(/^\|1\|\S+=\|\S+= ssh-ed25519 /)]);
      expect(execFileSync('ssh-keygen', ['-F', 'box-7', '-f', path]).toString()).toContain('found');
    });
  });
});
