import { RoundsError } from '../../../shared/errors.ts';
import { connectShell } from '../shell/connect-shell.ts';
import type { Transport } from '../transport.ts';
import { openLocalLink } from './local-link.ts';

/** This computer. Needs no credential; scripts run as whoever runs Rounds, or through sudo. */
export const localTransport: Transport = {
  async connect(target, context) {
    if (process.platform === 'win32') {
      throw new RoundsError('connect/transport-unavailable', 'This computer runs Windows, where the local connection is not available', {
        reason: 'transport-unavailable',
      });
    }
    return connectShell(openLocalLink(), { target, context });
  },
  probe: async () => null,
};
