import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Connection } from 'ssh2';
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
