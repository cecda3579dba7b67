import { connect } from 'node:net';
import type { Socket } from 'node:net';
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
