/** Host key and authentication over a stream that speaks SSH: from its identification to a client that may open channels. */
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { Client, HostVerifier } from 'ssh2';
import type { ConnectContext, ResolvedCredential } from '../transport.ts';
import { createAuthentication } from './authentication.ts';
import { connectFailure, printable } from './failure.ts';
import { checkHostKey, hostKeyOrder } from './host-key.ts';
import type { KnownKeys } from './host-key.ts';
import { OUR_IDENTIFICATION } from './identification.ts';
import type { Limit } from './limit.ts';
import type { SshSettings } from './settings.ts';
import { quickenCiphers } from './quicken-ciphers.ts';
import type { Steps } from './steps.ts';

export interface HandshakeRequest {
  stream: Duplex;
  settings: SshSettings;
  known: KnownKeys;
  context: ConnectContext;
  pinned: Buffer | null;
  secret: (credential: ResolvedCredential, purpose: string) => Promise<string>;
  limit: Limit;
  steps: Steps;
}

export interface SshSession {
  client: Client;
  hostKey: Buffer;
  /** `ssh-ed25519 SHA256:..., known from FILE:LINE`. */
  hostKeyNote: string;
  /** What the server accepted, such as `password`. */
  method: string;
  /** At most a few KiB of what the server shows before a login. */
  banner: string;
  /** Resolves with the cause once the connection is of no more use. */
  lost: Promise<string>;
}

const KEPT_BANNER = 4_096;
/** ssh2 gives up after so many unanswered keepalives. */
const KEEPALIVES = 3;

/** @throws RoundsError `connect/REASON` for whatever goes wrong; the caller destroys the stream and ends the limit. */
export function handshake(request: HandshakeRequest): Promise<SshSession> {
  const { stream, settings, limit, steps } = request;
  const client = new ssh2.Client();
  let hostKey: { key: Buffer; note: string } | null = null;
  let banner = '';
  let cause: string | null = null;
  let tellLost: (cause: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => (tellLost = resolve));

  const session = new Promise<SshSession>((resolve, reject) => {
    const authentication = createAuthentication({
      settings,
      source: request.context.secrets,
      secret: (credential, purpose) => limit.untimed(() => request.secret(credential, purpose)),
      onFailure: reject,
      banner: () => banner,
    });
    const verify = async (key: Buffer, answer: (accepted: boolean) => void) => {
      const { known, context, pinned } = request;
      const note = await checkHostKey({ key, known, settings, context, pinned, untimed: (work) => limit.untimed(work) });
      hostKey = { key, note };
      steps.done(note);
      steps.begin('authenticate');
      limit.means(() => connectFailure('auth-timeout', 'authenticate', `${settings.where} did not end authentication as ${settings.user} in time`));
      answer(true);
    };
    const hostVerifier: HostVerifier = (key, answer) => void verify(key, answer).catch(reject);

    const broke = (why: string) => {
      authentication.end();
      if (hostKey === null)
        reject(connectFailure('protocol-error', 'host-key', `${settings.where} ended the connection before its host key was known: ${why}`));
      else reject(authentication.ended(why));
      tellLost(why);
      client.destroy();
      stream.destroy();
    };
    client.on('error', (error) => {
      const level = 'level' in error ? error.level : undefined;
      // an agent that cannot sign is one refused key; ssh2 goes on with the next
      if (level === 'agent' || (level === 'client-authentication' && /sign/i.test(error.message))) return;
      cause ??= humanCause(error.message, level);
      if (hostKey === null && level === 'handshake') reject(handshakeFailure(error.message, settings));
      broke(cause);
    });
    client.on('end', () => broke(cause ?? 'the server closed the connection'));
    client.on('close', () => broke(cause ?? 'the connection was closed'));
    client.on('banner', (text) => {
      if (banner.length < KEPT_BANNER) banner = (banner + text).slice(0, KEPT_BANNER);
    });
    client.on('change password', (prompt) => {
      const advice = 'Log in by hand and set a new password.';
      const message = `${settings.user} at ${settings.where}: the password has expired, the server wants a new one ('${printable(prompt, 80)}')`;
      reject(connectFailure('auth-refused', 'authenticate', message, { user: settings.user, advice }));
    });
    client.on('ready', () => {
      const method = authentication.method();
      authentication.end();
      // whoever lets us in unasked does not want to know who we are: what it then shows proves nothing
      if (hostKey === null || method === null)
        reject(connectFailure('protocol-error', 'authenticate', `${settings.where} let us in before it was asked`));
      else {
        quickenCiphers(client);
        resolve({ client, hostKey: hostKey.key, hostKeyNote: hostKey.note, method, banner: printable(banner, KEPT_BANNER), lost });
      }
    });
    // one that broke while it waited for its place tells nobody any more
    if (stream.destroyed) broke('the connection was closed');
    else
      client.connect({
        sock: stream,
        username: settings.user,
        ident: OUR_IDENTIFICATION,
        // the limit of the set-up holds instead, which stands still while a person is asked
        readyTimeout: 0,
        keepaliveInterval: settings.keepalive,
        keepaliveCountMax: KEEPALIVES,
        algorithms: { serverHostKey: hostKeyOrder(request.known) },
        hostVerifier,
        authHandler: authentication.handler,
      });
  });
  return limit.race(session);
}

function handshakeFailure(message: string, settings: SshSettings): Error {
  const none = /no matching (.+)$/.exec(message)?.[1];
  if (none !== undefined) {
    return connectFailure('algorithms', 'host-key', `${settings.where} and Rounds share no ${none.replace('format', 'type')}`, { algorithm: none });
  }
  return connectFailure('protocol-error', 'host-key', `${settings.where} breaks the protocol: ${printable(message)}`);
}

/** ssh2's and the system's words, for people. */
function humanCause(message: string, level: unknown): string {
  if (/keepalive timeout/i.test(message)) return 'the computer stopped answering';
  if (/ECONNRESET/.test(message)) return 'the connection was reset';
  if (/EPIPE/.test(message)) return 'the connection was closed';
  if (/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.test(message)) return `the network lost the computer (${message})`;
  return level === 'client-socket' ? `the connection broke: ${printable(message)}` : printable(message);
}
