import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProgram } from '../../../tests/hosts/program.ts';
import { testHome } from '../../../tests/hosts/target.ts';
import type { TestHome } from '../../../tests/hosts/target.ts';
import type { ConnectionTarget } from '../transport.ts';
import { sshSettings } from './settings.ts';
import type { SshSettings } from './settings.ts';

let home: TestHome;
beforeEach(() => {
  home = testHome();
});
afterEach(() => home.restore());

const limits = { resolve: 1_000, connect: 5_000, authenticate: 1_000 };
const settingsOf = (host: string, more: Partial<ConnectionTarget> = {}): Promise<SshSettings> =>
  sshSettings({ computer: `Acme/${host}`, kind: 'ssh', host, persistentShell: true, limits, ...more });

describe('what the set-up, the ssh config and the defaults give', () => {
  it('takes the first value that stands for the host, and the set-up before all', async () => {
    home.ssh(
      'config',
      `# comment
        Host web-? !web-9
          hostname %h.example.com
          Port=2201
          User "web master"
          IdentityFile ~/keys/%r-%n
          IdentityFile "${join(home.path, 'other key')}"
          ConnectTimeout 2
          ServerAliveInterval 30
        Match host *.example.com user "web master"
          HostKeyAlias the-web
          HashKnownHosts yes
        Host *
          Port 99
          UserKnownHostsFile ~/a ~/b
      `,
    );
    expect(await settingsOf('web-1')).toMatchObject({
      where: 'web-1 (web-1.example.com:2201)',
      host: 'web-1.example.com',
      port: 2201,
      user: 'web master',
      identityFiles: [join(home.path, 'keys/web master-web-1'), join(home.path, 'other key')],
      defaultIdentityFiles: [],
      hostKeyAlias: 'the-web',
      hashKnownHosts: true,
      knownHosts: [join(home.path, 'a'), join(home.path, 'b')],
      keepalive: 30_000,
      limits: { connect: 2_000, resolve: 1_000 },
      unknownHostKey: 'ask',
    });
    expect(await settingsOf('web-9')).toMatchObject({ host: 'web-9', port: 99, hostKeyAlias: undefined });
    expect(await settingsOf('web-1', { port: 22, user: 'root', knownHosts: '/k' })).toMatchObject({
      port: 22,
      user: 'root',
      hostKeyAlias: undefined,
      knownHosts: ['/k'],
    });
  });

  it('follows Include with patterns, also within a Host, and reads a changed file again', async () => {
    mkdirSync(join(home.path, '.ssh', 'conf.d'));
    home.ssh('conf.d/b.conf', 'Port 2\nUser b\n');
    home.ssh('conf.d/a.conf', 'Port 1\nHost other\n User wrong\n');
    home.ssh('conf.d/.hidden', 'Port 3\n');
    home.ssh('config', 'Host inside\n Include conf.d/*.conf\nHost *\n User z\n');
    expect(await settingsOf('inside')).toMatchObject({ port: 1, user: 'b' });
    expect(await settingsOf('other')).toMatchObject({ port: 22, user: 'z' });
    home.ssh('conf.d/a.conf', 'Port 1234\n');
    expect(await settingsOf('inside')).toMatchObject({ port: 1234 });
    home.ssh('config', 'Include config\n');
    await expect(settingsOf('x')).rejects.toMatchObject({
      kind: 'connect/connection-invalid',
      message: expect.stringContaining('includes nest deeper'),
    });
  });

  it('runs no Match exec, and says so', async () => {
    home.ssh('config', `Match exec "touch ${join(home.path, 'ran')}"\n Port 1\nMatch !host web all\n Port 2\n`);
    expect(await settingsOf('web')).toMatchObject({ port: 22, warnings: [expect.stringMatching(/config:1: Match exec is not evaluated/)] });
    expect(await settingsOf('db')).toMatchObject({ port: 2 });
  });

  it.each([
    ['Port', /config:2: 'Port' is no setting/],
    ['IdentityFile "open', /config:2: Unexpected line break/],
    ['Port ninety', /port ninety; allowed: 1 to 65535/],
    ['ProxyJump a b c', /ProxyJump 'a b c'; allowed/],
    ['HostName -oProxyCommand=evil', /is no host/],
  ])('refuses %j with its place', async (line, message) => {
    home.ssh('config', `# mine\n${line}\n`);
    await expect(settingsOf('web')).rejects.toMatchObject({ kind: 'connect/connection-invalid', message: expect.stringMatching(message) });
  });

  it('reads jumps, and lets no host name into the shell of a ProxyCommand', async () => {
    home.ssh(
      'config',
      'Host a\n ProxyJump root@one:2222,[fe80::1]:22\nHost b\n ProxyCommand nc "%h" %p # %%\nHost c\n ProxyJump none\nHost *\n ProxyCommand nc %h %p\n',
    );
    expect((await settingsOf('a')).jump).toMatchObject({ host: 'fe80::1', port: 22, jump: { host: 'one', port: 2222, user: 'root' } });
    expect((await settingsOf('b')).proxyCommand).toBe('nc "b" 22 # %');
    expect(await settingsOf('c')).toMatchObject({ jump: null, proxyCommand: null });
    await expect(settingsOf('x;reboot')).rejects.toMatchObject({ kind: 'connect/connection-invalid' });
  });

  it.each([
    ['yes', 'refuse'],
    ['accept-new', 'accept'],
    ['no', 'accept'],
    ['ask', 'ask'],
  ])('StrictHostKeyChecking %s is %s', async (value, meaning) => {
    home.ssh('config', `StrictHostKeyChecking ${value}\n`);
    expect((await settingsOf('x')).unknownHostKey).toBe(meaning);
  });
});

describe.skipIf(findProgram('ssh') === null)('ssh -G as oracle', () => {
  it('decides alike', async () => {
    const config = `
Host *.lan,ignored
  Port 10
Host db1 db2 !db2
  User dba
  HostName %h.lan
Match originalhost web* !user root
  User web
  Port 20
Match host *.lan
  Port 30
  HostKeyAlias lan
Match all
  Port 40
  UserKnownHostsFile ~/x
`;
    const path = home.ssh('config', config);
    for (const host of ['db1', 'db2', 'web7', 'x.lan', 'WEB', 'other']) {
      const said = execFileSync('ssh', ['-F', path, '-G', host], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
      const value = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(said)?.[1];
      const ours = await settingsOf(host);
      expect([host, ours.host.toLowerCase(), String(ours.port), ours.user, ours.hostKeyAlias]).toEqual([
        host,
        value('hostname'),
        value('port'),
        value('user'),
        value('hostkeyalias'),
      ]);
    }
  });
});
