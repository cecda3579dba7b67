/** The SSH transport's entry: from a target to a Link, and the cheap look whether a computer is there. */
import { RoundsError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectionTarget } from '../transport.ts';
import { connectTcp } from './connect-tcp.ts';
import { refuseLoop } from './jump.ts';
import { openSession } from './open-session.ts';
import type { Memory } from './open-session.ts';
import { resolveName } from './resolve-name.ts';
import { sshSettings } from './settings.ts';
import { sshLink } from './ssh-link.ts';
import type { SshLink } from './ssh-link.ts';

/**
 * Opens an authenticated SSH connection. Host key and credential are asked for at most once, also when it is reopened.
 * @throws RoundsError `connect/REASON`; `details.step` says which step failed.
 */
export async function openSshLink(target: ConnectionTarget, context: ConnectContext): Promise<SshLink> {
  const memory: Memory = { secrets: new Map(), hostKey: null };
  const open = async (now: ConnectContext): Promise<SshLink> => {
    const session = await openSession(target, now, memory);
    return sshLink(session, (signal) => open({ ...withoutSignal(context), ...(signal ? { signal } : {}) }));
  };
  return open(context);
}

/** The first opening's signal is that of its own caller, and may be long over when the connection is reopened. */
function withoutSignal(context: ConnectContext): ConnectContext {
  const rest = { ...context };
  delete rest.signal;
  return rest;
}

const PROBE_REASONS = ['resolve-timeout', 'name-not-found', 'connect-timeout', 'connect-refused', 'unreachable'] as const;
export type ProbeReason = (typeof PROBE_REASONS)[number];

/**
 * Whether the port answers; never authenticates. Null when it does. Of a computer behind a jump host or a ProxyCommand
 * only the way to the first jump host can be seen (null where even that is a program): the logon itself will tell.
 */
export async function probeSsh(target: ConnectionTarget, signal?: AbortSignal): Promise<ProbeReason | null> {
  let settings = await sshSettings(target);
  await refuseLoop(settings);
  while (settings.jump !== null) settings = await sshSettings(settings.jump);
  if (settings.proxyCommand !== null) return null;
  try {
    const addresses = await resolveName(settings.host, settings.limits.resolve, signal);
    const socket = await connectTcp(addresses, settings.port, settings.host, settings.limits.connect, signal);
    socket.on('error', () => undefined);
    socket.destroy();
    return null;
  } catch (error) {
    const reason = error instanceof RoundsError ? PROBE_REASONS.find((one) => one === error.details.reason) : undefined;
    if (reason === undefined) throw error;
    return reason;
  }
}
