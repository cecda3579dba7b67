import { assertNever } from '../../shared/assert-never.ts';
import { messageOf, outOfFiles, RoundsError } from '../../shared/errors.ts';
import { localTransport } from './local/index.ts';
import { connectShell } from './shell/connect-shell.ts';
import { room } from './room.ts';
import { openSshLink, probeSsh } from './ssh/index.ts';
import type { ConnectContext, Connection, ConnectionTarget, Transport } from './transport.ts';

/** The transport for every kind of connection: it looks at the target's kind, and hands over. */
export function createTransport(): Transport {
  return {
    room,
    async connect(target, context) {
      try {
        return await connect(target, context);
      } catch (error) {
        if (!outOfFiles(error) || (error instanceof RoundsError && error.details.reason === 'too-many-open-files')) throw error;
        throw new RoundsError('connect/too-many-open-files', messageOf(error), { reason: 'too-many-open-files' }, error);
      }
    },
    async probe(target, signal) {
      switch (target.kind) {
        case 'ssh':
          return probeSsh(target, signal);
        case 'local':
          return localTransport.probe(target, signal);
        case 'winrm':
        case 'powershell':
          throw unavailable(target);
        default:
          return assertNever(target.kind, 'connection kind');
      }
    },
  };
}

async function connect(target: ConnectionTarget, context: ConnectContext): Promise<Connection> {
  switch (target.kind) {
    case 'ssh':
      return connectShell(await openSshLink(target, context), { target, context });
    case 'local':
      return localTransport.connect(target, context);
    case 'winrm':
    case 'powershell':
      throw unavailable(target);
    default:
      return assertNever(target.kind, 'connection kind');
  }
}

function unavailable(target: ConnectionTarget): RoundsError {
  return new RoundsError(
    'connect/transport-unavailable',
    `${target.computer} is to be reached by ${target.kind}, which this version cannot do; allowed: ssh, local`,
    {
      reason: 'transport-unavailable',
    },
  );
}
