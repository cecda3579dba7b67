import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import type { AuthContext, Connection } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeSshServer, startRawServer } from '../../../tests/hosts/fake-ssh-server.ts';
import type { FakeSshOptions, FakeSshServer, RawServer } from '../../../tests/hosts/fake-ssh-server.ts';
import { contextOf, targetOf, testHome } from '../../../tests/hosts/target.ts';
import type { TestContext, TestHome } from '../../../tests/hosts/target.ts';
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
async function raw(onSocket: (socket: Socket) => void): Promise<RawServer> {
  const server = await startRawServer(onSocket);
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
    const keys = ssh2.utils.generateKeyPairSync('ed25519');
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

describe('servers that do not speak SSH', () => {
  const cases: [string, (socket: Socket) => void, string, RegExp][] = [
    ['says nothing', () => undefined, 'handshake-timeout', /did not begin to speak SSH within 600 ms/],
    ['drips bytes', (socket) => drip(socket, 'SSH-2.0-slow'), 'handshake-timeout', /did not begin/],
    [
      'is a web server',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'protocol-error',
      /a web server \('HTTP\/1\.1 400/,
    ],
    ['is a mail server', (socket) => socket.write('220 mail ESMTP\r\n'), 'protocol-error', /a mail or file server/],
    ['is a TLS server', (socket) => socket.write(Buffer.from([0x15, 3, 1, 0, 2, 2, 70])), 'protocol-error', /a TLS server/],
    ['speaks SSH 1', (socket) => socket.write('SSH-1.5-old\r\n'), 'protocol-error', /not of SSH 2/],
    ['sends garbage', (socket) => socket.write(Buffer.alloc(5_000, 1)), 'protocol-error', /bytes that are no text/],
    ['sends a line without end', (socket) => socket.write('x'.repeat(1_000_000)), 'protocol-error', /a line without end/],
    ['sends lines without end', (socket) => socket.write('hello\r\n'.repeat(100_000)), 'protocol-error', /text without end/],
    ['says no and closes', (socket) => socket.end('Not allowed at this time\r\n'), 'protocol-error', /it said: Not allowed/],
    ['closes at once', (socket) => socket.destroy(), 'connect-refused', /takes connections and closes them at once/],
    [
      'breaks the key exchange',
      (socket) => socket.write('SSH-2.0-bad\r\n\0\0\0\u000cjunkjunkjunk'),
      'protocol-error',
      /before its host key was known|breaks the protocol/,
    ],
    ['closes after its name', (socket) => socket.end('SSH-2.0-gone\r\n'), 'protocol-error', /before its host key was known/],
    ['stops after its name', (socket) => socket.write('SSH-2.0-stuck\r\n'), 'handshake-timeout', /did not end the key exchange/],
    [
      'announces a huge packet',
      (socket) => socket.write(Buffer.concat([Buffer.from('SSH-2.0-big\r\n'), Buffer.alloc(64, 0x7f)])),
      'protocol-error',
      /breaks the protocol|before its host key/,
    ],
  ];
  it.each(cases)('one that %s', async (_, onSocket, reason, message) => {
    const server = await raw((socket) => {
      onSocket(socket);
      socket.resume();
    });
    const limits = reason === 'connect-refused' ? { ...short, authenticate: 9_000 } : short;
    const error = await open(server, withPassword(), { limits }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: `connect/${reason}`, details: { reason, step: 'host-key', advice: expect.any(String) } });
    expect(String(error)).toMatch(message);
    expect(String(error)).toContain(`box (127.0.0.1:${server.port})`);
    await gone(server);
  });

  it('reads an identification in many pieces, after other lines', async () => {
    const server = await fake();
    const relay = await raw((socket) => pieces(socket, server.port));
    const known = home.ssh('relay', `[127.0.0.1]:${relay.port} ${server.hostKeyLine}\n`);
    await (await openSshLink(targetOf({ ...relay, knownHosts: known }, { credential: password }), withPassword())).close();
  });
});

describe('servers that misbehave', () => {
  it('keeps only the beginning of a huge banner', async () => {
    const server = await fake({ banner: 'x'.repeat(30_000) });
    const link = await open(server, withPassword());
    expect(link.banner.length).toBeLessThan(5_000);
    await link.close();
  });

  it('refuses a server that lets in without asking', async () => {
    const server = await fake({ onConnection: (connection) => connection.on('handshake', () => unasked(connection)) });
    const locked = { name: 'login', kind: 'password' } as const;
    const context = contextOf({}, { secrets: () => new Promise(() => undefined) });
    await expect(open(server, context, { credential: locked, limits: short })).rejects.toMatchObject({
      kind: 'connect/protocol-error',
      message: expect.stringContaining('let us in before it was asked'),
    });
  });

  it('tells a connection that ends after the key exchange from a refusal', async () => {
    const server = await fake({ onConnection: (connection) => connection.on('handshake', () => connection.end()) });
    await expect(open(server, withPassword())).rejects.toMatchObject({ kind: 'connect/connection-lost', details: { step: 'authenticate' } });
    const slow = await fake({ onAuth: () => undefined });
    await expect(open(slow, withPassword(), { limits: short })).rejects.toMatchObject({ kind: 'connect/auth-timeout' });
    await gone(slow);
  });

  it('says which algorithm is missing', async () => {
    const server = await fake({ algorithms: { kex: ['diffie-hellman-group1-sha1'] } });
    await expect(open(server, withPassword())).rejects.toMatchObject({
      kind: 'connect/algorithms',
      message: expect.stringContaining('share no key exchange algorithm'),
    });
  });

  it('finds out that a computer has vanished while nothing is said', async () => {
    home.ssh('config', 'ServerAliveInterval 1\n');
    const server = await fake();
    let vanish: () => void = () => undefined;
    const relay = await raw((socket) => {
      const far = connect(server.port, server.host);
      far.on('error', () => undefined);
      socket.pipe(far).pipe(socket);
      socket.on('close', () => far.destroy());
      vanish = () => {
        socket.unpipe().pause();
        far.unpipe().pause();
      };
    });
    const link = await openSshLink(
      targetOf({ ...relay, knownHosts: home.ssh('vanish', `[127.0.0.1]:${relay.port} ${server.hostKeyLine}\n`) }, { credential: password }),
      withPassword(),
    );
    vanish();
    const asked = link.exec('echo lost');
    expect(await link.lost).toBe('the computer stopped answering');
    await expect(asked).rejects.toMatchObject({
      kind: 'connect/connection-lost',
      message: expect.stringContaining('the computer stopped answering'),
    });
    await link.close();
  });

  it('closes within its second where the other side does not answer', async () => {
    const server = await fake();
    let stop: () => void = () => undefined;
    const relay = await raw((socket) => {
      const far = connect(server.port, server.host);
      far.on('error', () => undefined);
      socket.pipe(far);
      far.pipe(socket, { end: false });
      socket.on('close', () => far.destroy());
      stop = () => void socket.unpipe().pause();
    });
    const link = await openSshLink(
      targetOf({ ...relay, knownHosts: home.ssh('stuck', `[127.0.0.1]:${relay.port} ${server.hostKeyLine}\n`) }, { credential: password }),
      withPassword(),
    );
    stop();
    await Promise.all([link.close(), link.close()]);
    expect(await link.lost).toBe('it was closed');
  });

  it('says that the account runs no command', async () => {
    const server = await fake({
      onConnection: (connection) =>
        connection.on('ready', () =>
          connection.removeAllListeners('session').on('session', (accept) => accept().on('exec', (_accept, reject) => reject())),
        ),
    });
    const link = await open(server, withPassword());
    await expect(link.exec('true')).rejects.toMatchObject({ kind: 'connect/login-refused' });
    await link.close();
  });

  it('sends signals, and gives up on a channel that is never answered', async () => {
    const signals: string[] = [];
    const server = await fake({
      onConnection: (connection) =>
        connection.on('ready', () => {
          let first = true;
          connection.removeAllListeners('session').on('session', (accept) => {
            if (!first) return;
            first = false;
            const session = accept();
            session.on('exec', (acceptExec) => {
              const channel = acceptExec();
              session.on('signal', (_accept, _reject, { name }) => {
                signals.push(name);
                channel.exit(name, false, '');
                channel.end();
              });
            });
          });
        }),
    });
    const link = await open(server, withPassword(), { limits: short });
    const channel = await link.exec('wait');
    channel.onStdout(() => undefined);
    channel.signal('TERM');
    expect(await channel.ended).toEqual({ status: null, signal: 'TERM' });
    expect(signals).toEqual(['TERM']);
    await expect(link.exec('silence')).rejects.toMatchObject({ kind: 'connect/channel-refused', message: expect.stringContaining('did not answer') });
    await link.close();
  });
});

async function gone(server: RawServer | FakeSshServer): Promise<void> {
  for (let wait = 0; server.open() > 0 && wait < 200; wait += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(server.open()).toBe(0);
}

function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 50);
  socket.on('close', () => clearInterval(timer));
}

/** Passes on to a server, with lines before its identification, and that one byte by byte. */
function pieces(socket: Socket, port: number): void {
  const server = connect(port, '127.0.0.1');
  server.on('error', () => socket.destroy());
  server.on('close', () => socket.destroy());
  socket.on('close', () => server.destroy());
  socket.pipe(server);
  server.once('data', (data: Buffer) => {
    server.pause();
    const first = [Buffer.from('Welcome\r\n'), Buffer.from('to the machine\r\n'), ...[...data].map((byte) => Buffer.from([byte]))];
    const next = () => {
      const piece = first.shift();
      if (piece === undefined) server.pipe(socket);
      else socket.write(piece, () => setTimeout(next, 1));
    };
    next();
  });
}

/** Says that authentication succeeded before anything was asked: what a hostile server may do. */
function unasked(connection: Connection): void {
  const protocol: unknown = Reflect.get(connection, '_protocol');
  if (typeof protocol !== 'object' || protocol === null) throw new Error('ssh2 has changed');
  const queue: unknown = Reflect.get(protocol, '_authsQueue');
  const success: unknown = Reflect.get(protocol, 'authSuccess');
  if (typeof success !== 'function' || !Array.isArray(queue)) throw new Error('ssh2 has changed');
  setTimeout(() => {
    queue.push('none');
    Reflect.apply(success, protocol, []);
  }, 50);
}
