/** Decides about a server's host key, asking where nobody knows it yet. Runs before any secret is asked for (P29). */
import { messageOf } from '../../../shared/errors.ts';
import type { RoundsError } from '../../../shared/errors.ts';
import type { ConnectContext } from '../transport.ts';
import { connectFailure } from './failure.ts';
import { addKnownHost, findHosts } from './known-hosts-files.ts';
import { fingerprint, judge, keyTypeOf, knownHostsName } from './known-hosts.ts';
import type { KnownHostLine } from './known-hosts.ts';
import type { SshSettings } from './settings.ts';

/** What is known of a host before it shows its key. */
export interface KnownKeys {
  /** The name under which a new key is kept. */
  name: string;
  lines: KnownHostLine[];
  /** Lines under the plain host name, where `name` has a port. */
  withoutPort: KnownHostLine[];
}

export async function knownKeys(settings: SshSettings, warn?: (message: string) => void): Promise<KnownKeys> {
  const paths = [...settings.knownHosts, ...settings.systemKnownHosts];
  // an alias stands for the host and its port, as in OpenSSH
  const name = settings.hostKeyAlias?.toLowerCase() ?? knownHostsName(settings.host, settings.port);
  const plain = settings.host.toLowerCase();
  const names = settings.hostKeyAlias !== undefined || name === plain ? [name] : [name, plain];
  const [lines = [], withoutPort = []] = await findHosts(paths, names, warn);
  return { name, lines, withoutPort };
}

/** The types that ssh2 can verify, best first. An RSA key signs under three names (RFC 8332). */
const HOST_KEY_TYPES = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'] as const;
const RSA_ALGORITHMS = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] as const;
export type HostKeyAlgorithm = (typeof HOST_KEY_TYPES)[number] | (typeof RSA_ALGORITHMS)[number];

/** Algorithms to offer, those of the keys that are known first: else a good host with several keys would look changed. */
export function hostKeyOrder(known: KnownKeys): HostKeyAlgorithm[] {
  const lines = known.lines.some((line) => line.marker === null) ? known.lines : known.withoutPort;
  const types = new Set(lines.filter((line) => line.marker === null).map((line) => line.keyType));
  const ordered = [...HOST_KEY_TYPES.filter((type) => types.has(type)), ...HOST_KEY_TYPES.filter((type) => !types.has(type))];
  return ordered.flatMap((type): readonly HostKeyAlgorithm[] => (type === 'ssh-rsa' ? RSA_ALGORITHMS : [type]));
}

export interface HostKeyCheck {
  key: Buffer;
  known: KnownKeys;
  settings: SshSettings;
  context: Pick<ConnectContext, 'trust' | 'onWarning'>;
  /** The key of the first connection, where this one is its reopening: it must be the same, and nobody is asked. */
  pinned: Buffer | null;
  /** Runs the question, so that its time counts against no limit. */
  untimed: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Returns what the log says about the key, or refuses it.
 * @throws RoundsError `connect/host-key-unknown`, `connect/host-key-changed` or `connect/host-key-revoked`.
 */
export async function checkHostKey(check: HostKeyCheck): Promise<string> {
  const { key, known, settings, pinned } = check;
  const type = keyTypeOf(key) ?? 'unknown';
  const shown = `${type} ${fingerprint(key)}`;
  let verdict = judge(key, known.lines, known.withoutPort);
  if (verdict.kind === 'unknown' && pinned === null) {
    // another session may have been told to trust it since this one began
    const now = await knownKeys(settings);
    verdict = judge(key, now.lines, now.withoutPort);
  }
  if (verdict.kind === 'revoked') {
    const at = `${verdict.line.file}:${verdict.line.line}`;
    throw connectFailure('host-key-revoked', 'host-key', `${settings.where} shows the host key ${shown}, which ${at} marks as revoked`, {
      fingerprint: fingerprint(key),
      place: { file: verdict.line.file, line: verdict.line.line },
    });
  }
  if (pinned !== null && !pinned.equals(key)) {
    const old = `${keyTypeOf(pinned) ?? 'unknown'} ${fingerprint(pinned)}`;
    const message = `${settings.where} shows the host key ${shown}; the connection that broke had ${old}`;
    throw connectFailure('host-key-changed', 'host-key', message, { fingerprint: fingerprint(key), knownFingerprint: fingerprint(pinned) });
  }
  if (verdict.kind === 'changed') throw changed(check, verdict.line, shown);
  if (verdict.kind === 'known') return `${shown}, known from ${verdict.line.file}:${verdict.line.line}`;
  if (pinned !== null) return `${shown}, as before`;
  const { trust } = check.context;
  if (settings.unknownHostKey === 'accept')
    return `${shown}, accepted as new (StrictHostKeyChecking)${(await askOnce(check, () => Promise.resolve(true))).note}`;
  if (trust === undefined || settings.unknownHostKey === 'refuse') throw unknown(check, shown, verdict.authorities, null);
  const question = { host: settings.where, keyType: type, fingerprint: fingerprint(key) };
  const { trusted, note } = await check.untimed(() => askOnce(check, () => trust(question)));
  if (!trusted) throw unknown(check, shown, verdict.authorities, 'it was not trusted');
  return `${shown}, trusted now${note}`;
}

interface Answer {
  trusted: boolean;
  /** What became of the key, for the log. */
  note: string;
}

/** Questions that are open, and answers that no file could keep. */
const questions = new Map<string, Promise<Answer>>();

/** Several sessions that meet the same key at the same time ask one question, and write one line. */
function askOnce(check: HostKeyCheck, ask: () => Promise<boolean>): Promise<Answer> {
  const id = JSON.stringify([check.settings.knownHosts, check.known.name, check.key.toString('base64')]);
  const pending = questions.get(id);
  if (pending) return pending;
  const question = answer(check, ask).then(
    ({ trusted, note, kept }) => {
      if (!trusted || kept) questions.delete(id);
      return { trusted, note };
    },
    (error: unknown) => {
      questions.delete(id);
      throw error;
    },
  );
  questions.set(id, question);
  return question;
}

async function answer(check: HostKeyCheck, ask: () => Promise<boolean>): Promise<Answer & { kept: boolean }> {
  if (!(await ask())) return { trusted: false, note: '', kept: false };
  const [path] = check.settings.knownHosts;
  if (path === undefined) return { trusted: true, note: ', kept for this run only', kept: false };
  try {
    await addKnownHost(path, check.known.name, keyTypeOf(check.key) ?? '', check.key, check.settings.hashKnownHosts);
    return { trusted: true, note: `, kept in ${path}`, kept: true };
  } catch (error) {
    check.context.onWarning?.(`The host key of ${check.settings.where} could not be kept in ${path}: ${messageOf(error)}`);
    return { trusted: true, note: `, kept for this run only: ${path} cannot be written`, kept: false };
  }
}

function changed(check: HostKeyCheck, line: KnownHostLine, shown: string): RoundsError {
  const { settings, key } = check;
  const old = `${line.keyType} ${fingerprint(line.key)}`;
  const message = `${settings.where} shows the host key ${shown}, but ${line.file}:${line.line} knows it by ${old}`;
  return connectFailure('host-key-changed', 'host-key', message, {
    fingerprint: fingerprint(key),
    knownFingerprint: fingerprint(line.key),
    knownName: check.known.name,
    place: { file: line.file, line: line.line },
    advice: `If the computer was set up anew, remove ${line.file}:${line.line}; if not, somebody may be in between.`,
  });
}

function unknown(check: HostKeyCheck, shown: string, authorities: readonly KnownHostLine[], why: string | null): RoundsError {
  const { settings, known, key } = check;
  const [authority] = authorities;
  const refused = settings.unknownHostKey === 'refuse' ? 'StrictHostKeyChecking yes allows no new one' : 'nobody is there to trust it';
  const only = authority
    ? `; ${authority.file}:${authority.line} trusts a certificate authority for it, but host certificates cannot be verified here, only plain keys`
    : '';
  const message = `${settings.where} shows the host key ${shown}, which is not known, and ${why ?? refused}${only}`;
  const path = settings.knownHosts[0];
  const line = `${known.name} ${keyTypeOf(key) ?? ''} ${key.toString('base64')}`;
  const advice =
    path === undefined
      ? 'Name a known_hosts file in the connection (knownHosts), compare the fingerprint, and add the key to it.'
      : `Compare the fingerprint with the one that the computer itself shows (ssh-keygen -lf on its host key), then trust it with rounds doctor, or add this line to ${path}: ${line}`;
  return connectFailure('host-key-unknown', 'host-key', message, { fingerprint: fingerprint(key), knownHostsLine: line, advice });
}
