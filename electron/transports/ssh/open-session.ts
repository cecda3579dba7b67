/** From a target to an authenticated SSH connection: one step after the other, each bounded and told. */
import { setTimeout } from 'node:timers/promises';
import { messageOf, outOfFiles, RoundsError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectionTarget, ResolvedCredential } from '../transport.ts';
import { cancelled, connectFailure, noFreeFile, printable } from './failure.ts';
import { handshake } from './handshake.ts';
import type { SshSession } from './handshake.ts';
import { knownKeys } from './host-key.ts';
import { readIdentification, sendIdentification } from './identification.ts';
import type { Identification } from './identification.ts';
import { refuseLoop } from './jump.ts';
import { Limit } from './limit.ts';
import { SHAKING_HANDS, handshakePace } from './pace.ts';
import type { Place } from './pace.ts';
import { openRoute } from './route.ts';
import type { Route } from './route.ts';
import { sshSettings } from './settings.ts';
import type { SshSettings } from './settings.ts';
import { createSteps } from './steps.ts';
import type { Steps } from './steps.ts';

/** What one opening leaves for the next of the same connection; in memory only. */
export interface Memory {
  /** Secrets that were given, by name: nobody is asked twice. */
  secrets: Map<string, Promise<string | null>>;
  /** The host key of the first opening. */
  hostKey: Buffer | null;
}

export interface OpenedSession extends SshSession {
  settings: SshSettings;
  via: string;
  /** Ends it within a second, in order where the other side answers. Never throws. */
  close: () => Promise<void>;
}

/** A server that is busy (MaxStartups) closes before it says what it is; so often it is asked again. */
const BUSY_RETRIES = 4;
/** Milliseconds before the first of them; doubled for each further one, and spread, or all would come back together. */
const BUSY_PAUSE = 250;
const CLOSE_WITHIN = 1_000;

/** Warnings that were given already: one a message is enough, however many computers it concerns. */
const said = new Set<string>();

/** @throws RoundsError `connect/REASON`, with the step in its details. */
export async function openSession(target: ConnectionTarget, context: ConnectContext, memory: Memory): Promise<OpenedSession> {
  const steps = createSteps(context.onStep);
  try {
    return await openInSteps(target, context, memory, steps);
  } catch (error) {
    const ours = outOfFiles(error) && !(error instanceof RoundsError && error.details.reason === 'too-many-open-files');
    const failure = ours ? noFreeFile(target.host, steps.current, error) : error;
    steps.failed(messageOf(failure));
    throw failure;
  }
}

async function openInSteps(target: ConnectionTarget, context: ConnectContext, memory: Memory, steps: Steps): Promise<OpenedSession> {
  const settings = await sshSettings(target);
  await refuseLoop(settings);
  for (const warning of settings.warnings) {
    if (!said.has(warning)) context.onWarning?.(warning);
    said.add(warning);
  }
  const open = (jump: ConnectionTarget, jumpContext: ConnectContext) => openSession(jump, jumpContext, { secrets: new Map(), hostKey: null });
  const route = () => openRoute({ settings, context, steps, open });
  const first = await route();
  return authenticate(first, route, { settings, context, memory, steps });
}

interface Attempt {
  settings: SshSettings;
  context: ConnectContext;
  memory: Memory;
  steps: Steps;
}

async function authenticate(first: Route, again: () => Promise<Route>, attempt: Attempt): Promise<OpenedSession> {
  const { settings, context, memory, steps } = attempt;
  const { signal } = context;
  const ms = settings.limits.authenticate;
  const limit = new Limit({
    ms,
    signal,
    expired: () =>
      connectFailure('handshake-timeout', 'host-key', `${settings.where} took the connection, but did not begin to speak SSH within ${ms} ms`),
    aborted: () => cancelled('authenticate', settings.where),
  });
  let current = first;
  let place: Place | null = null;
  try {
    const known = await limit.race(knownKeys(settings, context.onWarning));
    steps.begin('host-key', settings.where);
    current = await identified(first, again, limit, settings, (route) => (current = route));
    limit.means(() =>
      connectFailure('handshake-timeout', 'host-key', `${settings.where} speaks SSH, but did not end the key exchange within ${ms} ms`),
    );
    place = current.place?.held() ? current.place : await limit.untimed(() => handshakePace.take(SHAKING_HANDS, signal));
    const secret = secretOf(context, memory);
    const session = await handshake({ stream: current.stream, settings, known, context, pinned: memory.hostKey, secret, limit, steps });
    memory.hostKey = session.hostKey;
    steps.done(`${settings.user}, ${session.method}`);
    const route = current;
    return { ...session, settings, via: route.via, close: () => closeSession(session, route) };
  } catch (error) {
    current.release();
    throw error;
  } finally {
    place?.giveBack();
    limit.end();
  }
}

/** A route whose other end has said that it speaks SSH; a busy one is asked again, within the limit. */
async function identified(
  first: Route,
  again: () => Promise<Route>,
  limit: Limit,
  settings: SshSettings,
  use: (route: Route) => void,
): Promise<Route> {
  let route = first;
  for (let attempt = 0; ; attempt += 1) {
    const heard = readIdentification(route.stream);
    sendIdentification(route.stream);
    const identification = await limit.race(heard);
    if (identification.kind === 'ssh') return route;
    const busy = identification.kind === 'closed' && (identification.said === '' || /MaxStartups/i.test(identification.said));
    if (!busy || settings.proxyCommand !== null || attempt >= BUSY_RETRIES) throw await notSsh(identification, settings, route);
    route.release();
    // without a hold on the process: the limit's own timer has that
    await limit.race(setTimeout(BUSY_PAUSE * 2 ** attempt * (0.5 + Math.random()), undefined, { ref: false }));
    const next = again();
    // should the limit end first, the route that comes too late is not kept
    next.then(use, () => undefined);
    route = await limit.race(next);
  }
}

async function notSsh(identification: Exclude<Identification, { kind: 'ssh' }>, settings: SshSettings, route: Route): Promise<RoundsError> {
  const { where } = settings;
  if (identification.kind === 'other') {
    return connectFailure('protocol-error', 'host-key', `${where}${route.via} does not speak SSH: ${identification.what} answers there`);
  }
  const { said: text, error } = identification;
  if (settings.proxyCommand !== null) {
    const why = [text, await route.said()].filter((part) => part !== '').join('; ') || 'it said nothing';
    return connectFailure('unreachable', 'connect', `The ProxyCommand of ${where} ended without a connection: ${why}`, {
      advice: 'Run the command by hand and look at what it says.',
    });
  }
  if (text !== '' && !/MaxStartups/i.test(text)) {
    return connectFailure(
      'protocol-error',
      'host-key',
      `${where}${route.via} ended the connection instead of speaking SSH; it said: ${printable(text)}`,
    );
  }
  return connectFailure(
    'connect-refused',
    'host-key',
    `${where}${route.via} takes connections and closes them at once${error === null ? '' : ` (${error})`}`,
    {
      advice: 'Look at what it refuses: too many logins at a time (MaxStartups), a host filter such as fail2ban, or no SSH server behind the port.',
    },
  );
}

function secretOf(context: ConnectContext, memory: Memory) {
  return async (credential: ResolvedCredential, purpose: string): Promise<string> => {
    const asked = memory.secrets.get(credential.name) ?? context.secrets(credential.name, purpose);
    memory.secrets.set(credential.name, asked);
    const secret = await asked;
    if (secret !== null) return secret;
    memory.secrets.delete(credential.name);
    throw connectFailure(
      'secret-missing',
      'authenticate',
      `The secret of the credential ${credential.name} is needed (${purpose}) and was not given`,
      {
        credential: credential.name,
        advice: `Set ROUNDS_SECRET_${credential.name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}, keep it in the vault, or answer the question.`,
      },
    );
  };
}

async function closeSession(session: SshSession, route: Route): Promise<void> {
  const abort = new AbortController();
  session.client.end();
  await Promise.race([session.lost, setTimeout(CLOSE_WITHIN, undefined, { signal: abort.signal }).catch(() => undefined)]);
  abort.abort();
  session.client.destroy();
  route.release();
}
