/** Everything about one SSH connection, decided: what the set-up names wins, then the ssh config, then ssh's defaults. */
import { homedir, hostname, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { RoundsError } from '../../../shared/errors.ts';
import type { ConnectionTarget, ResolvedCredential } from '../transport.ts';
import { connectFailure } from './failure.ts';
import { evaluateConfig } from './ssh-config.ts';
import type { HostConfig } from './ssh-config.ts';
import { readConfigFile } from './ssh-config-file.ts';

export interface SshSettings {
  /** As a person would name it, with host and port: `web-1 (127.0.1.1:22)`. */
  where: string;
  host: string;
  port: number;
  user: string;
  credential: ResolvedCredential | null;
  /** Private keys that the ssh config names for this host. */
  identityFiles: string[];
  /** Private keys that ssh tries where none is named. */
  defaultIdentityFiles: string[];
  identitiesOnly: boolean;
  /** Path of the agent's socket; null where there is none. */
  agentSocket: string | null;
  hostKeyAlias: string | undefined;
  /** The first one takes new keys. */
  knownHosts: string[];
  systemKnownHosts: string[];
  unknownHostKey: 'ask' | 'accept' | 'refuse';
  hashKnownHosts: boolean;
  jump: ConnectionTarget | null;
  /** A shell command whose stdin and stdout are the connection, instead of a TCP one. */
  proxyCommand: string | null;
  /** Milliseconds between two keepalives. */
  keepalive: number;
  limits: ConnectionTarget['limits'];
  /** Settings of the ssh config that are not followed. */
  warnings: string[];
}

const SYSTEM_FOLDER = '/etc/ssh';
const KEEPALIVE = 10_000;
const LONGEST_KEEPALIVE = 60_000;
/** In the order of ssh; the types that ssh2 can use. */
const DEFAULT_IDENTITIES = ['id_rsa', 'id_ecdsa', 'id_ed25519'];

/** @throws RoundsError `connect/connection-invalid` when the ssh config or the target cannot be used. */
export async function sshSettings(target: ConnectionTarget): Promise<SshSettings> {
  const folder = join(homedir(), '.ssh');
  const localUser = userInfo().username;
  const config = await configOf(target, folder, localUser);
  const word = (keyword: string) => config.first.get(keyword)?.words[0];
  const choice = (keyword: string) => word(keyword)?.toLowerCase();
  const host = expandTokens(word('hostname') ?? target.host, { h: target.host });
  const port = target.port ?? Number(word('port') ?? 22);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid(target, `port ${String(word('port') ?? port)}; allowed: 1 to 65535`);
  if (host === '' || host.startsWith('-')) throw invalid(target, `'${host}' is no host`);
  const user = target.user ?? word('user') ?? localUser;
  const tokens = {
    h: host,
    n: target.host,
    p: String(port),
    r: user,
    u: localUser,
    d: homedir(),
    l: hostname(),
    L: hostname().split('.')[0] ?? '',
    i: String(userInfo().uid),
  };
  const path = (text: string) => expandPath(expandTokens(text, tokens));
  const list = (keyword: string, otherwise: string[]) => {
    const words = config.first.get(keyword)?.words ?? otherwise;
    return words.length === 1 && words[0]?.toLowerCase() === 'none' ? [] : words.map(path);
  };
  const connectTimeout = Number(word('connecttimeout') ?? Number.NaN) * 1_000;
  const alive = Number(word('serveraliveinterval') ?? 0) * 1_000;
  return {
    where: `${nameOf(target)} (${host}:${port})`,
    host,
    port,
    user,
    credential: target.credential ?? null,
    identityFiles: config.identityFiles.filter((file) => file.toLowerCase() !== 'none').map(path),
    defaultIdentityFiles: config.identityFiles.length > 0 ? [] : DEFAULT_IDENTITIES.map((name) => join(folder, name)),
    identitiesOnly: choice('identitiesonly') === 'yes',
    agentSocket: agentSocket(word('identityagent'), path),
    hostKeyAlias: word('hostkeyalias'),
    knownHosts:
      target.knownHosts === undefined ? list('userknownhostsfile', [join(folder, 'known_hosts'), join(folder, 'known_hosts2')]) : [target.knownHosts],
    systemKnownHosts: list('globalknownhostsfile', [join(SYSTEM_FOLDER, 'ssh_known_hosts'), join(SYSTEM_FOLDER, 'ssh_known_hosts2')]),
    unknownHostKey: unknownHostKey(choice('stricthostkeychecking')),
    hashKnownHosts: choice('hashknownhosts') === 'yes',
    ...proxy(target, config, tokens),
    keepalive: alive > 0 ? Math.min(alive, LONGEST_KEEPALIVE) : KEEPALIVE,
    limits: connectTimeout > 0 ? { ...target.limits, connect: Math.min(target.limits.connect, connectTimeout) } : target.limits,
    warnings: config.warnings,
  };
}

async function configOf(target: ConnectionTarget, folder: string, localUser: string): Promise<HostConfig> {
  try {
    const lines = [...(await readConfigFile(join(folder, 'config'), folder)), { file: '', line: 0, keyword: 'match', words: ['all'], raw: 'all' }];
    lines.push(...(await readConfigFile(join(SYSTEM_FOLDER, 'ssh_config'), SYSTEM_FOLDER)));
    return evaluateConfig(lines, { host: target.host, user: target.user, localUser });
  } catch (error) {
    if (!(error instanceof RoundsError)) throw error;
    const place = error.details.place;
    throw connectFailure(
      'connection-invalid',
      'resolve',
      `The ssh config cannot be used: ${error.message}`,
      { ...(place ? { place } : {}), advice: 'Mend the line, or remove it.' },
      error,
    );
  }
}

function nameOf(target: ConnectionTarget): string {
  return target.computer.slice(target.computer.indexOf('/') + 1) || target.host;
}

function invalid(target: ConnectionTarget, what: string): RoundsError {
  return connectFailure('connection-invalid', 'resolve', `The connection of ${nameOf(target)} is not usable: ${what}`);
}

/** `no` would take any key without a word; here it is no looser than `accept-new`: a changed key is never taken. */
function unknownHostKey(value: string | undefined): SshSettings['unknownHostKey'] {
  if (value === 'yes') return 'refuse';
  return value === 'accept-new' || value === 'no' || value === 'off' ? 'accept' : 'ask';
}

function agentSocket(value: string | undefined, path: (text: string) => string): string | null {
  const ours = process.env.SSH_AUTH_SOCK || null;
  if (value === undefined || value === 'SSH_AUTH_SOCK') return ours;
  if (value.toLowerCase() === 'none') return null;
  if (value.startsWith('$')) return process.env[value.replace(/^\$\{?|\}$/g, '')] || null;
  return path(value);
}

/** Of ProxyJump and ProxyCommand the one that stands first wins; a jump of the set-up wins over both. */
function proxy(target: ConnectionTarget, config: HostConfig, tokens: Record<string, string>): Pick<SshSettings, 'jump' | 'proxyCommand'> {
  if (target.jump) return { jump: target.jump, proxyCommand: null };
  const winner = [...config.first.values()].find(({ keyword }) => keyword === 'proxyjump' || keyword === 'proxycommand');
  if (winner === undefined || winner.raw.toLowerCase() === 'none') return { jump: null, proxyCommand: null };
  if (winner.keyword === 'proxycommand') {
    // the shell reads this line: what could be more than a name must not get into it
    const odd = ['h', 'n', 'r'].find((token) => winner.raw.includes(`%${token}`) && !/^[\w.:%@-]+$/.test(tokens[token] ?? ''));
    if (odd !== undefined) throw invalid(target, `'${tokens[odd] ?? ''}' has characters that may not go into ProxyCommand`);
    return { jump: null, proxyCommand: expandTokens(winner.raw, tokens) };
  }
  return { jump: jumpChain(target, winner.raw), proxyCommand: null };
}

/** `a,b` goes to b through a: the last one is the nearest to the computer. */
function jumpChain(target: ConnectionTarget, value: string): ConnectionTarget | null {
  return value.split(',').reduce<ConnectionTarget | null>((before, text) => {
    const parts = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(\[[^\]\s]+\]|[^:\s[\]]+)(?::(\d+))?\/?$/.exec(text.trim());
    if (!parts) throw invalid(target, `ProxyJump '${text.trim()}'; allowed: [USER@]HOST[:PORT], separated by commas, or none`);
    const [, user, name = '', port] = parts;
    const host = name.replace(/^\[|\]$/g, '');
    return {
      computer: host,
      kind: 'ssh',
      host,
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(user === undefined ? {} : { user }),
      ...(before ? { jump: before } : {}),
      ...(target.knownHosts === undefined ? {} : { knownHosts: target.knownHosts }),
      persistentShell: false,
      limits: target.limits,
    };
  }, null);
}

function expandTokens(text: string, tokens: Record<string, string>): string {
  return text.replace(/%(.)/g, (whole, token: string) => (token === '%' ? '%' : (tokens[token] ?? whole)));
}

function expandPath(text: string): string {
  const named = text.replace(/\$\{(\w+)\}/g, (_, name: string) => process.env[name] ?? '');
  if (named === '~' || named.startsWith('~/')) return join(homedir(), named.slice(1));
  return isAbsolute(named) ? named : join(homedir(), named);
}
