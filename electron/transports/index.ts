import { assertNever } from '../../shared/assert-never.ts';
import { RoundsError } from '../../shared/errors.ts';
import { localTransport } from './local/index.ts';
import { connectShell } from './shell/connect-shell.ts';
import { openSshLink, probeSsh } from './ssh/index.ts';
import type { ConnectionTarget, Transport } from './transport.ts';

/** The transport for every kind of connection: it looks at the target's kind, and hands over. */
export function createTransport(): Transport {
  return {
    async connect(target, context) {
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

function unavailable(target: ConnectionTarget): RoundsError {
  return new RoundsError(
    'connect/transport-unavailable',
    `${target.computer} is to be reached by ${target.kind}, which this version cannot do; allowed: ssh, local`,
    {
      reason: 'transport-unavailable',
    },
  );
}
