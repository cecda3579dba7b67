/** A TCP connection to the first address that answers. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { messageOf, outOfFiles } from '../../../shared/errors.ts';
import type { RoundsError } from '../../../shared/errors.ts';
import { cancelled, codeOf, connectFailure, noFreeFile } from './failure.ts';
import { Limit } from './limit.ts';

/** How long an address has the field for itself before the next one is tried as well (RFC 8305 proposes 250 ms). */
const NEXT_AFTER = 250;

/**
 * Opens a connection with TCP_NODELAY on (ssh2 never sets it, and a handshake takes twice as long without).
 * @param host as the messages should name it.
 * @throws RoundsError `connect/connect-timeout`, `connect/connect-refused` or `connect/unreachable`.
 */
export async function connectTcp(addresses: readonly string[], port: number, host: string, ms: number, signal?: AbortSignal): Promise<Socket> {
  const where = `${host}:${port}`;
  const limit = new Limit({
    ms,
    signal,
    expired: () => connectFailure('connect-timeout', 'connect', `Nothing answered at ${where} within ${ms} ms (${addresses.join(', ')})`),
    aborted: () => cancelled('connect', where),
  });
  const sockets = new Set<Socket>();
  let timer: NodeJS.Timeout | undefined;
  const first = new Promise<Socket>((resolve, reject) => {
    const failures: unknown[] = [];
    let next = 0;
    const tryNext = () => {
      clearTimeout(timer);
      const address = addresses[next];
      if (address === undefined) return;
      next += 1;
      const socket = connect({ host: address, port });
      sockets.add(socket);
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        // it may break before anybody reads it, and without a listener that would end the program
        socket.on('error', () => undefined);
        sockets.delete(socket);
        resolve(socket);
      });
      socket.once('error', (error) => {
        sockets.delete(socket);
        failures.push(error);
        if (failures.length === addresses.length) reject(allFailed(failures, where));
        else tryNext();
      });
      if (next < addresses.length) timer = setTimeout(tryNext, NEXT_AFTER);
    };
    tryNext();
  });
  try {
    const socket = await limit.race(first);
    socket.setNoDelay(true);
    return socket;
  } catch (error) {
    // one that connects in this very moment is not to be left behind
    first.then((socket) => socket.destroy()).catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
    limit.end();
    for (const socket of sockets) {
      socket.removeAllListeners('error');
      socket.on('error', () => undefined);
      socket.destroy();
    }
  }
}

function allFailed(failures: unknown[], where: string): RoundsError {
  const refused = failures.find((error) => ['ECONNREFUSED', 'ECONNRESET'].includes(codeOf(error)));
  if (refused) return connectFailure('connect-refused', 'connect', `${where} refused the connection`, { code: codeOf(refused) }, refused);
  const timedOut = failures.find((error) => codeOf(error) === 'ETIMEDOUT');
  if (timedOut) return connectFailure('connect-timeout', 'connect', `Nothing answered at ${where}`, { code: 'ETIMEDOUT' }, timedOut);
  const failure = failures[0];
  const code = codeOf(failure);
  if (outOfFiles(failure)) return noFreeFile(where, 'connect', failure);
  return connectFailure('unreachable', 'connect', `There is no way to ${where}: ${messageOf(failure)}`, { code }, failure);
}
