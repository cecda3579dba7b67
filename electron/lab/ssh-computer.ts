import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type Session } from 'ssh2';
import { runForChannel, type RunningCommand } from './exec.ts';
import { LAB_HOST, LAB_USER, POWER_OFF_FILE } from './layout.ts';
import type { ServedComputer } from './messages.ts';

/** How often the unpluggable computer looks whether it was unplugged, milliseconds. */
const UNPLUG_POLL_MS = 50;

export interface SshComputer {
  port: number;
  close(): void;
}

function authenticate(context: AuthContext, allowed: ParsedKey): void {
  if (context.method !== 'publickey') return context.reject(['publickey']);
  const wanted = allowed.getPublicSSH();
  const offered = context.key.data;
  const known =
    context.username === LAB_USER && context.key.algo === allowed.type && offered.length === wanted.length && timingSafeEqual(offered, wanted);
  // Without a signature it is the question whether this key would do.
  const signed =
    context.signature === undefined || (context.blob !== undefined && allowed.verify(context.blob, context.signature, context.hashAlgo) === true);
  if (known && signed) context.accept();
  else context.reject(['publickey']);
}

/** Serves the channels of one login; everything that runs ends with the connection. */
function serveConnection(client: Connection, allowed: ParsedKey, options: { home: string; labId: string; user: string }): void {
  const running = new Set<RunningCommand>();
  client.on('error', () => undefined);
  client.on('authentication', (context) => authenticate(context, allowed));
  client.once('close', () => {
    for (const command of running) command.abandon();
  });
  client.on('session', (acceptSession) => {
    const session: Session = acceptSession();
    let current: RunningCommand | undefined;
    const start = (command: string | null, channel: ssh2.ServerChannel) => {
      const started = runForChannel(channel, command, options);
      current = started;
      running.add(started);
      channel.once('close', () => running.delete(started));
    };
    session.on('exec', (accept, _reject, info) => start(info.command, accept()));
    session.on('shell', (accept) => start(null, accept()));
    session.on('signal', (accept, _reject, info) => {
      current?.signal(info.name);
      accept?.();
    });
  });
}

async function listen(server: net.Server, port: number): Promise<number> {
  server.listen(port, LAB_HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (port === 0) throw error;
    return listen(server, 0);
  }
  return (server.address() as net.AddressInfo).port;
}

/** One lab computer: an SSH server that lets in one key and runs real `sh` in its folder. */
export async function serveComputer(computer: ServedComputer, allowed: ParsedKey, labId: string): Promise<SshComputer> {
  const options = { home: computer.home, labId, user: LAB_USER };
  const ssh = new ssh2.Server({ hostKeys: [readFileSync(computer.hostKeyFile)], ident: 'rounds-lab' }, (client) =>
    serveConnection(client, allowed, options),
  );
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  const port = await listen(server, computer.port);
  server.on('error', () => undefined);
  const powerOff = path.join(computer.home, POWER_OFF_FILE);
  const close = () => {
    unwatchFile(powerOff);
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  if (computer.kind === 'unpluggable') {
    watchFile(powerOff, { interval: UNPLUG_POLL_MS }, (now) => {
      if (now.nlink > 0) close();
    });
  }
  return { port, close };
}
