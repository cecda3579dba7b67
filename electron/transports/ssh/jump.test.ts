import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sshdMissing, startSshd } from '../../../tests/hosts/sshd.ts';
import type { TestHost } from '../../../tests/hosts/sshd.ts';
import { contextOf, targetOf, testHome } from '../../../tests/hosts/target.ts';
import type { TestHome } from '../../../tests/hosts/target.ts';
import type { ExecChannel, Link } from '../link.ts';
import { openSshLink } from './open-ssh-link.ts';

async function output(channel: ExecChannel): Promise<{ stdout: string; stderr: string; status: number | null; signal: string | null }> {
  let stdout = '';
  let stderr = '';
  channel.onStdout((data) => (stdout += data.toString()));
  channel.onStderr((data) => (stderr += data.toString()));
  return { ...(await channel.ended), stdout, stderr };
}

const run = async (link: Link, command: string) => output(await link.exec(command));
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

  describe('jump hosts', () => {
    it('goes through the set-up’s jump host, shared and ended with its last user', async () => {
      const jump = await startSshd();
      const target = targetOf(sshd, { jump: targetOf(jump, { computer: 'Test/bastion' }) });
      const links = await Promise.all([1, 2, 3].map(() => openSshLink(target, contextOf())));
      expect(links[0]?.description).toContain('through 127.0.0.1');
      expect(jump.log().match(/Accepted publickey/g)).toHaveLength(1);
      expect(await run(links[1] as Link, 'echo far')).toMatchObject({ stdout: 'far\n' });
      await links[0]?.close();
      expect(await run(links[1] as Link, 'echo still')).toMatchObject({ stdout: 'still\n' });
      await Promise.all(links.map((link) => link.close()));
      await (await openSshLink(target, contextOf())).close();
      expect(jump.log().match(/Accepted publickey/g)).toHaveLength(2);
      await jump.close();
      await expect(openSshLink(target, contextOf())).rejects.toMatchObject({
        kind: 'connect/jump-failed',
        details: { jump: '127.0.0.1', innerReason: 'connect-refused' },
      });
    });

    it('says that the jump host opens no way on', async () => {
      const jump = await startSshd({ config: ['AllowTcpForwarding no'] });
      const target = targetOf(sshd, { jump: targetOf(jump) });
      await expect(openSshLink(target, contextOf())).rejects.toMatchObject({
        kind: 'connect/jump-failed',
        message: expect.stringMatching(/opens no way on to 127\.0\.0\.1:\d+: forwarding is prohibited/),
      });
      await jump.close();
    });

    it('follows ProxyJump and ProxyCommand, and refuses a loop', async () => {
      const jump = await startSshd();
      const known = home.ssh(
        'both',
        readFileSync(jump.knownHosts, 'utf8') +
          readFileSync(sshd.knownHosts, 'utf8') +
          readFileSync(sshd.knownHosts, 'utf8').replace(/^\S+/gm, 'far'),
      );
      const config = (proxy: string) =>
        home.ssh(
          'config',
          `Host near\n HostName 127.0.0.1\n Port ${jump.port}\n IdentityFile ${jump.userKey}\nHost far\n HostName 127.0.0.1\n Port ${sshd.port}\n ${proxy}\n`,
        );
      const target = { ...targetOf(sshd), host: 'far', knownHosts: known };
      config('ProxyJump near');
      const link = await openSshLink(target, contextOf());
      expect(await run(link, 'echo jumped')).toMatchObject({ stdout: 'jumped\n' });
      await link.close();
      config(`ProxyCommand ${process.execPath} -e "const s=require('net').connect(%p,'%h');process.stdin.pipe(s).pipe(process.stdout)"`);
      const piped = await openSshLink(target, contextOf());
      expect(await run(piped, 'echo piped')).toMatchObject({ stdout: 'piped\n' });
      await piped.close();
      // Its stdout is closed well before it says why.
      config(`ProxyCommand sh -c 'exec >&2; sleep 0.2; echo no way; exit 1'`);
      const refused: unknown = await openSshLink(target, contextOf()).catch((error: unknown) => error);
      expect(String(refused)).toMatch(/The ProxyCommand of box \(127\.0\.0\.1:\d+\) ended without a connection: no way/);
      expect(refused).toMatchObject({ kind: 'connect/unreachable' });
      config('ProxyJump a\nHost *\n ProxyJump b');
      await expect(openSshLink(target, contextOf())).rejects.toMatchObject({
        kind: 'connect/connection-invalid',
        message: expect.stringContaining('form a loop'),
      });
      await jump.close();
    });
  });
});
