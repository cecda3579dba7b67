/** Jump hosts: one connection to each, shared by all that go through it at the same time, ended with the last of them. */
import type { Duplex } from 'node:stream';
import { RoundsError, messageOf } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectionTarget } from '../transport.ts';
import { cancelled, connectFailure, printable } from './failure.ts';
import { Limit } from './limit.ts';
import type { OpenedSession } from './open-session.ts';
import { sshSettings } from './settings.ts';
import type { SshSettings } from './settings.ts';

/** Opens a session to a target; handed in, for a jump host is reached like every other computer. */
export type OpenSession = (target: ConnectionTarget, context: ConnectContext) => Promise<OpenedSession>;

export interface JumpRequest {
  jump: ConnectionTarget;
  /** The computer behind it. */
  settings: SshSettings;
  context: ConnectContext;
  open: OpenSession;
}

interface SharedJump {
  users: number;
  abort: AbortController;
  session: Promise<OpenedSession>;
}

const MAX_JUMPS = 8;
const shared = new Map<string, SharedJump>();

/** @throws RoundsError `connect/jump-failed` naming the jump host and the reason there; `connect/connect-timeout` when the computer behind it does not answer. */
export async function throughJump(request: JumpRequest): Promise<{ stream: Duplex; release: () => void }> {
  const { jump, settings, context } = request;
  const limit = new Limit({
    ms: settings.limits.connect,
    signal: context.signal,
    expired: () =>
      connectFailure('connect-timeout', 'connect', `Nothing answered at ${settings.where} through ${jump.host} within ${settings.limits.connect} ms`),
    aborted: () => cancelled('connect', settings.where),
  });
  const { entry, leave } = enter(request);
  let stream: Duplex | null = null;
  const release = () => {
    stream?.destroy();
    leave();
  };
  try {
    // the jump host has limits of its own, the time for it does not count here
    const session = await limit.untimed(() =>
      entry.session.catch((error: unknown) => {
        throw jumpFailure(error, request);
      }),
    );
    stream = await limit.race(forward(session, request));
    return { stream, release };
  } catch (error) {
    release();
    throw error;
  } finally {
    limit.end();
  }
}

function enter(request: JumpRequest): { entry: SharedJump; leave: () => void } {
  const key = JSON.stringify({ ...request.jump, limits: null });
  const entry = shared.get(key) ?? start(request, key);
  entry.users += 1;
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    entry.users -= 1;
    if (entry.users > 0) return;
    if (shared.get(key) === entry) shared.delete(key);
    entry.abort.abort();
    entry.session.then((session) => session.close()).catch(() => undefined);
  };
  return { entry, leave };
}

/** Opened for all that wait for it: the abort of one of them does not end it, only that of the last. */
function start({ jump, context, open }: JumpRequest, key: string): SharedJump {
  const abort = new AbortController();
  const { secrets, trust, onWarning } = context;
  const jumpContext: ConnectContext = { secrets, signal: abort.signal, ...(trust ? { trust } : {}), ...(onWarning ? { onWarning } : {}) };
  const session = open(jump, jumpContext);
  const entry: SharedJump = { users: 0, abort, session };
  const forget = () => {
    if (shared.get(key) === entry) shared.delete(key);
  };
  session.then(({ lost }) => lost.then(forget), forget);
  shared.set(key, entry);
  return entry;
}

function forward(session: OpenedSession, { jump, settings }: JumpRequest): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      const message = `${jump.host} opens no way on to ${settings.host}:${settings.port}: ${printable(why)}`;
      reject(connectFailure('jump-failed', 'connect', message, { jump: jump.host }));
    };
    void session.lost.then(fail);
    try {
      session.client.forwardOut('127.0.0.1', 0, settings.host, settings.port, (error, channel) => {
        if (error) fail(refusalOf(error));
        else resolve(channel);
      });
    } catch (error) {
      fail(messageOf(error));
    }
  });
}

function jumpFailure(error: unknown, { jump, settings }: JumpRequest): unknown {
  if (!(error instanceof RoundsError)) return error;
  const { reason, step } = error.details;
  if (reason === 'cancelled-by-operator' || reason === 'too-many-open-files') return error;
  const details = { ...error.details, jump: jump.host, innerReason: reason, innerStep: step };
  return connectFailure('jump-failed', 'connect', `The jump host ${jump.host} of ${settings.where} failed: ${error.message}`, details, error);
}

/**
 * Follows the jump hosts of a connection through set-up and ssh config before anything is opened.
 * @throws RoundsError `connect/connection-invalid` when they form a loop or are too many.
 */
export async function refuseLoop(settings: SshSettings): Promise<void> {
  const path = [`${settings.host}:${settings.port}`];
  let at = settings;
  while (at.jump !== null) {
    at = await sshSettings(at.jump);
    const here = `${at.host}:${at.port}`;
    const loop = path.includes(here);
    path.push(here);
    if (!loop && path.length <= MAX_JUMPS) continue;
    const what = loop ? 'form a loop' : `are more than ${MAX_JUMPS}`;
    throw connectFailure('connection-invalid', 'connect', `The jump hosts of ${settings.where} ${what}: ${path.join(', ')}`, {
      advice: 'Mend jump in the set-up, or ProxyJump in the ssh config (Host * holds for the jump host too).',
    });
  }
}

/** RFC 4254, 5.1: a code, and a text that OpenSSH leaves at 'open failed' for the first of them. */
function refusalOf(error: Error & { reason?: unknown }): string {
  const text = error.message.replace(/^\(SSH\) Channel open failure: /, '');
  return error.reason === 1 ? `forwarding is prohibited there (${text})` : text;
}
