/** The way to a computer's port: TCP, a jump host, or a program; each ends in one stream. */
import type { Duplex } from 'node:stream';
import type { ConnectContext } from '../transport.ts';
import { connectTcp } from './connect-tcp.ts';
import { cancelled } from './failure.ts';
import { throughJump } from './jump.ts';
import type { OpenSession } from './jump.ts';
import { CONNECTING, SHAKING_HANDS, handshakePace } from './pace.ts';
import type { Place } from './pace.ts';
import { startProxy } from './proxy-command.ts';
import { resolveName } from './resolve-name.ts';
import type { SshSettings } from './settings.ts';
import type { Steps } from './steps.ts';

export interface Route {
  stream: Duplex;
  /** For messages: ` through bastion`, or empty. */
  via: string;
  /** Why the way failed, where it knows more than the stream. */
  said: () => Promise<string>;
  /** Where there was one to take before the connection: it may be held no more. */
  place: Place | null;
  /** Ends the stream and whatever carries it. Safe to call again. */
  release: () => void;
}

export interface RouteRequest {
  settings: SshSettings;
  context: ConnectContext;
  steps: Steps;
  open: OpenSession;
}

/** @throws RoundsError with the reason of the step that failed, or `connect/jump-failed`. */
export async function openRoute({ settings, context, steps, open }: RouteRequest): Promise<Route> {
  const { host, port, limits } = settings;
  if (settings.proxyCommand !== null) {
    steps.begin('connect', 'ProxyCommand');
    const proxy = startProxy(settings.proxyCommand);
    steps.done('ProxyCommand');
    const release = () => {
      proxy.stream.destroy();
      proxy.end();
    };
    return { stream: proxy.stream, via: ' through ProxyCommand', said: proxy.said, place: null, release };
  }
  if (settings.jump !== null) {
    const { jump } = settings;
    steps.begin('connect', `through ${jump.host}`);
    const { stream, release } = await throughJump({ jump, settings, context, open });
    steps.done(`${host}:${port} through ${jump.host}`);
    return { stream, via: ` through ${jump.host}`, said: () => Promise.resolve(''), place: null, release };
  }
  steps.begin('resolve', host);
  const addresses = await resolveName(host, limits.resolve, context.signal);
  steps.done(addresses.join(', '));
  const place = await handshakePace.take(CONNECTING, context.signal).catch(() => {
    throw cancelled('connect', settings.where);
  });
  try {
    steps.begin('connect', `${host}:${port}`);
    const socket = await connectTcp(addresses, port, host, limits.connect, context.signal);
    place.keep(SHAKING_HANDS);
    steps.done(`${socket.remoteAddress ?? host}:${port}`);
    const release = () => {
      place.giveBack();
      socket.destroy();
    };
    return { stream: socket, via: '', said: () => Promise.resolve(''), place, release };
  } catch (error) {
    place.giveBack();
    throw error;
  }
}
