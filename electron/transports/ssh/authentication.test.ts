import { join } from 'node:path';
import type { AuthContext } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeSshServer } from '../../../tests/hosts/fake-ssh-server.ts';
import type { FakeSshOptions, FakeSshServer, RawServer } from '../../../tests/hosts/fake-ssh-server.ts';
import { contextOf, targetOf, testHome } from '../../../tests/hosts/target.ts';
import type { TestContext, TestHome } from '../../../tests/hosts/target.ts';
import { makeKeyPair } from '../../lab/keys.ts';
import type { ConnectionTarget } from '../transport.ts';
import { openSshLink } from './open-ssh-link.ts';
import type { SshLink } from './ssh-link.ts';

let home: TestHome;
const servers: (FakeSshServer | RawServer)[] = [];
beforeEach(() => {
  home = testHome();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  home.restore();
});

const short = { resolve: 2_000, connect: 2_000, authenticate: 600 };
const password = { name: 'login', kind: 'password' } as const;

async function fake(options: FakeSshOptions = {}): Promise<FakeSshServer> {
  const server = await startFakeSshServer(options);
  servers.push(server);
  return server;
}
function open(server: FakeSshServer | RawServer, context: TestContext, more: Partial<ConnectionTarget> = {}): Promise<SshLink> {
  const line = 'hostKeyLine' in server ? `[${server.host}]:${server.port} ${server.hostKeyLine}\n` : '';
  return openSshLink(targetOf({ ...server, knownHosts: home.ssh(`known_${server.port}`, line) }, { credential: password, ...more }), context);
}
const withPassword = () => contextOf({ login: 'hunter2' });
const refuse = (context: AuthContext, allowed: AuthContext['method'][], partial = false) => context.reject(allowed, partial);

describe('passwords', () => {
  it('sends the password first, without asking what is allowed, and asks for it after the host key only', async () => {
    const server = await fake({
      onAuth: (context) => (context.method === 'password' && context.password === 'hunter2' ? context.accept() : context.reject()),
    });
    const context = withPassword();
    const link = await open(server, context);
    expect(server.attempts).toEqual(['password']);
    expect(link.description).toMatch(/, password$/);
    await link.close();
    const stranger = withPassword();
    const refused = openSshLink(targetOf({ ...server, knownHosts: join(home.path, 'none') }, { credential: password }), stranger);
    await expect(refused).rejects.toMatchObject({ kind: 'connect/host-key-unknown' });
    expect([stranger.asked, server.attempts.length]).toEqual([[], 1]);
  });

  it('says which password was refused, and never shows it', async () => {
    const server = await fake({ onAuth: (context) => refuse(context, ['password', 'publickey']), banner: 'Account \u001b[31mlocked\u202e' });
    const error = await open(server, contextOf({ login: 'hunter2secret' })).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      kind: 'connect/auth-refused',
      details: { step: 'authenticate', tried: ['password'], allowed: ['password', 'publickey'] },
    });
    expect(String(error)).toMatch(
      /tester at box \(127\.0\.0\.1:\d+\): the server refuses password; it allows password, publickey; the server says: Account \[31mlocked/,
    );
    expect(JSON.stringify(error)).not.toContain('hunter2secret');
  });

  it('answers the one question of keyboard-interactive', async () => {
    const server = await fake({
      onAuth: (context) => {
        if (context.method !== 'keyboard-interactive') refuse(context, ['keyboard-interactive']);
        else context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => (answers[0] === 'hunter2' ? context.accept() : context.reject()));
      },
    });
    const context = withPassword();
    await (await open(server, context)).close();
    expect([server.attempts, context.asked]).toEqual([['password', 'keyboard-interactive'], ['login']]);
  });

  it.each([
    ['a second question', [{ prompt: 'Password: ', echo: false }], [{ prompt: 'Code: ', echo: false }]],
    ['a question for all to see', [{ prompt: 'Name: ', echo: true }], []],
    [
      'two at once',
      [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Code: ', echo: false },
      ],
      [],
    ],
  ])('refuses %s', async (_, first, second) => {
    const server = await fake({
      onAuth: (context) => {
        if (context.method !== 'keyboard-interactive') refuse(context, ['keyboard-interactive']);
        else context.prompt(first, () => context.prompt(second, () => context.accept()));
      },
    });
    await expect(open(server, withPassword())).rejects.toMatchObject({
      kind: 'connect/auth-refused',
      message: expect.stringContaining('asks for more than the password'),
    });
  });

  it('ends rounds of keyboard-interactive without questions by the limit', async () => {
    const server = await fake({
      onAuth: (context) => {
        if (context.method !== 'keyboard-interactive') refuse(context, ['keyboard-interactive']);
        else {
          const again = () => context.prompt([], again);
          again();
        }
      },
    });
    await expect(open(server, withPassword(), { limits: short })).rejects.toMatchObject({
      kind: 'connect/auth-timeout',
      details: { step: 'authenticate' },
    });
  });

  it('says that a password has expired, and that the server wants more than the password', async () => {
    const expired = await fake({
      onAuth: (context) => (context.method === 'password' ? context.requestChange('Change it', () => undefined) : context.reject()),
    });
    await expect(open(expired, withPassword())).rejects.toMatchObject({
      kind: 'connect/auth-refused',
      message: expect.stringContaining('the password has expired'),
    });
    const both = await fake({ onAuth: (context) => (context.method === 'password' ? refuse(context, ['publickey'], true) : context.reject()) });
    await expect(open(both, withPassword())).rejects.toMatchObject({
      kind: 'connect/auth-refused',
      message: expect.stringContaining('accepts password, but then asks for more (publickey)'),
    });
  });

  it('gives password and key where the ssh config names the key and the server wants both', async () => {
    const keys = makeKeyPair();
    home.ssh('config', `IdentityFile ${home.ssh('both', keys.private)}\n`);
    let first = '';
    const server = await fake({
      onAuth: (context) => {
        if (first === 'publickey' && context.method === 'password') context.accept();
        else if (context.method === 'publickey' && context.signature) {
          first = 'publickey';
          refuse(context, ['password'], true);
        } else if (context.method === 'publickey') context.accept();
        else refuse(context, ['publickey']);
      },
    });
    await expect(open(server, withPassword())).rejects.toMatchObject({
      kind: 'connect/auth-refused',
      message: expect.stringContaining('asks for more (password)'),
    });
    expect(server.attempts).toEqual(['password', 'publickey', 'publickey']);
    first = '';
    const reversed = await fake({
      onAuth: (context) => {
        if (context.method === 'password') refuse(context, ['publickey'], true);
        else if (context.method === 'publickey') context.accept();
        else refuse(context, ['password']);
      },
    });
    await (await open(reversed, withPassword())).close();
  });

  it('does not count the time of a person', async () => {
    const server = await fake();
    const slow = async <T>(value: T) => {
      await new Promise((resolve) => setTimeout(resolve, 900));
      return value;
    };
    const context = contextOf({}, { trust: () => slow(true), secrets: () => slow('hunter2') });
    const link = await openSshLink(targetOf({ ...server, knownHosts: join(home.path, 'fresh') }, { credential: password, limits: short }), context);
    await link.close();
  });
});
