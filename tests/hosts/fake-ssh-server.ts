/** A scriptable SSH server (ssh2's), for what a real one is hard to make do: passwords, odd questions, hostile answers. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerConfig } from 'ssh2';
import { makeKeyPair } from '../../electron/lab/keys.ts';

export interface FakeSshOptions {
  /** Private host keys; default: one new ed25519 key. */
  hostKeys?: (string | Buffer)[];
  banner?: string;
  greeting?: string;
  /** Decides each attempt; default: accepts all but `none`. */
  onAuth?: (context: AuthContext, connection: Connection) => void;
  /** Called for each connection before anything happens on it. */
  onConnection?: (connection: Connection) => void;
  algorithms?: ServerConfig['algorithms'];
}

export interface FakeSshServer {
  host: string;
  port: number;
  /** Public host key, as the two last fields of a known_hosts line. */
  hostKeyLine: string;
  /** Every authentication attempt: its method. */
  attempts: string[];
  /** Connections that are open now. */
  open: () => number;
  close: () => Promise<void>;
}

/** Commands run nowhere: `echo TEXT` answers, `exit N` ends with N, everything else ends with 127. */
export async function startFakeSshServer(options: FakeSshOptions = {}): Promise<FakeSshServer> {
  const hostKeys = options.hostKeys ?? [makeKeyPair().private];
  const attempts: string[] = [];
  const sockets = new Set<Connection>();
  const server = new ssh2.Server(
    {
      hostKeys,
      ...(options.banner === undefined ? {} : { banner: options.banner }),
      ...(options.greeting === undefined ? {} : { greeting: options.greeting }),
      ...(options.algorithms === undefined ? {} : { algorithms: options.algorithms }),
    },
    (connection) => {
      sockets.add(connection);
      connection.on('error', () => undefined);
      connection.on('close', () => sockets.delete(connection));
      options.onConnection?.(connection);
      connection.on('authentication', (context) => {
        attempts.push(context.method);
        if (options.onAuth) options.onAuth(context, connection);
        else if (context.method === 'none') context.reject(['password', 'publickey']);
        else context.accept();
      });
      connection.on('session', (accept) => {
        accept().on('exec', (acceptExec, _reject, { command }) => {
          const channel = acceptExec();
          const [, text] = /^echo (.*)$/.exec(command) ?? [];
          const [, status] = /^exit (\d+)$/.exec(command) ?? [];
          if (text !== undefined) channel.write(`${text}\n`);
          channel.exit(status === undefined ? (text === undefined ? 127 : 0) : Number(status));
          channel.end();
        });
      });
    },
  );
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const key = ssh2.utils.parseKey(hostKeys[0] ?? '');
  if (key instanceof Error) throw key;
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    hostKeyLine: `${key.type} ${key.getPublicSSH().toString('base64')}`,
    attempts,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of sockets) connection.end();
      }),
  };
}

export interface RawServer {
  host: string;
  port: number;
  open: () => number;
  close: () => Promise<void>;
}

/** A TCP server that does what the test says with each connection. */
export async function startRawServer(onSocket: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server: NetServer = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The public half of a key file as known_hosts and authorized_keys hold it: type and key. */
export function publicKeyLine(path: string): string {
  return readFileSync(path, 'utf8').trim().split(' ').slice(0, 2).join(' ');
}
