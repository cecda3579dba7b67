import net from 'node:net';
import { once } from 'node:events';
import { LAB_HOST } from './layout.ts';

/** A port that refuses every connection for as long as this is held. */
export interface RefusingPort {
  port: number;
  close(): void;
}

/**
 * Reserves a port on which nothing listens. It is the near end of a connection of ours: so nobody else can be given it,
 * and the system answers a connection to it with a refusal.
 */
export async function reserveRefusingPort(wanted: number): Promise<RefusingPort> {
  const far: net.Socket[] = [];
  const holder = net.createServer((socket) => {
    socket.on('error', () => undefined);
    far.push(socket);
  });
  holder.listen(0, LAB_HOST);
  await once(holder, 'listening');
  const { port: holderPort } = holder.address() as net.AddressInfo;
  const reach = async (localPort: number) => {
    const socket = net.connect({ host: LAB_HOST, port: holderPort, localAddress: LAB_HOST, ...(localPort === 0 ? {} : { localPort }) });
    await once(socket, 'connect');
    return socket;
  };
  const near = await reach(wanted).catch(() => reach(0));
  near.on('error', () => undefined);
  if (far.length === 0) await once(holder, 'connection');
  holder.close();
  const port = near.localPort;
  if (port === undefined) throw new Error('The reserved port has no number.');
  return {
    port,
    close: () => {
      near.resetAndDestroy();
      for (const socket of far) socket.destroy();
    },
  };
}
