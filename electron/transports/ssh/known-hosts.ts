/**
 * The known_hosts format of OpenSSH (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): reading a line, whether it speaks for a
 * host, and what all lines together say about a key. Pure.
 */
import { createHash, createHmac } from 'node:crypto';

export interface KnownHostLine {
  file: string;
  /** From 1. */
  line: number;
  marker: 'cert-authority' | 'revoked' | null;
  /** The first field as it stands: names, patterns or a hash. */
  hosts: string;
  keyType: string;
  key: Buffer;
}

/** A line that says nothing (empty, a comment) is null; one that cannot be read says why. */
export type ParsedLine = KnownHostLine | { bad: string } | null;

export function parseKnownHostsLine(text: string, file: string, line: number): ParsedLine {
  const trimmed = text.replace(/^[ \t]+/, '').replace(/[\r\n]+$/, '');
  if (trimmed === '' || trimmed.startsWith('#')) return null;
  const fields = trimmed.split(/[ \t]+/);
  let marker: KnownHostLine['marker'] = null;
  if (trimmed.startsWith('@')) {
    const word = fields.shift();
    if (word === '@cert-authority') marker = 'cert-authority';
    else if (word === '@revoked') marker = 'revoked';
    else return { bad: `unknown marker; allowed: @cert-authority, @revoked` };
  }
  const [hosts, keyType, encoded] = fields;
  if (hosts === undefined || keyType === undefined || encoded === undefined) return { bad: 'no host, key type and key' };
  if (hosts.startsWith('|') && hashParts(hosts) === null) return { bad: 'unreadable hashed name' };
  const key = Buffer.from(encoded, 'base64');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || keyTypeOf(key) !== keyType) return { bad: `the key is no ${keyType.slice(0, 40)} key` };
  return { file, line, marker, hosts, keyType, key };
}

/** The type that a public key in wire format names first (RFC 4253, 6.6); null when it is none. */
export function keyTypeOf(key: Buffer): string | null {
  if (key.length < 4) return null;
  const length = key.readUInt32BE(0);
  if (length === 0 || length > 64 || key.length <= 4 + length) return null;
  return key.subarray(4, 4 + length).toString('latin1');
}

/** `SHA256:...` as ssh-keygen and ssh print it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** How a host stands in known_hosts: the name in lower case, with its port where that is not 22. */
export function knownHostsName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** The first field of a line for a name that must not be readable from the file (HashKnownHosts). */
export function hashedName(name: string, salt: Buffer): string {
  return `|1|${salt.toString('base64')}|${hmac(name, salt)}`;
}

/** Whether a line's first field speaks for a name: hashed, or a list of patterns of which none that is negated may match. */
export function matchesHost(hosts: string, name: string): boolean {
  const hashed = hosts.startsWith('|') ? hashParts(hosts) : null;
  if (hosts.startsWith('|')) return hashed !== null && hashed.digest === hmac(name.toLowerCase(), hashed.salt);
  return matchesPatterns(hosts.split(','), name);
}

/** A pattern list as in ssh_config(5), PATTERNS; names compare without regard to case. */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  const lower = name.toLowerCase();
  let found = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern((negated ? pattern.slice(1) : pattern).toLowerCase(), lower)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** `*` and `?`, without backtracking beyond the last star: linear for all practical patterns, never exponential. */
export function matchesPattern(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      mark = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      mark += 1;
      t = mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

export type Verdict =
  | { kind: 'known'; line: KnownHostLine }
  | { kind: 'revoked'; line: KnownHostLine }
  | { kind: 'changed'; line: KnownHostLine }
  /** `authorities`: lines that trust a certificate authority for this host, which help nothing without certificates. */
  | { kind: 'unknown'; authorities: KnownHostLine[] };

/**
 * What the lines that speak for a host say about the key that it showed, as OpenSSH 9.2 decides: a revoked key is
 * refused whatever else is there; a line with this key makes it known; any other key of the host, of whatever type,
 * makes it changed. Where nothing is known under `[host]:port`, the very same key under the plain host name will do.
 */
export function judge(key: Buffer, lines: readonly KnownHostLine[], withoutPort: readonly KnownHostLine[]): Verdict {
  const revoked = [...lines, ...withoutPort].find((line) => line.marker === 'revoked' && line.key.equals(key));
  if (revoked) return { kind: 'revoked', line: revoked };
  const plain = lines.filter((line) => line.marker === null);
  const known = plain.find((line) => line.key.equals(key));
  if (known) return { kind: 'known', line: known };
  const type = keyTypeOf(key);
  const other = plain.find((line) => line.keyType === type) ?? plain[0];
  if (other) return { kind: 'changed', line: other };
  const elsewhere = withoutPort.find((line) => line.marker === null && line.key.equals(key));
  if (elsewhere) return { kind: 'known', line: elsewhere };
  return { kind: 'unknown', authorities: [...lines, ...withoutPort].filter((line) => line.marker === 'cert-authority') };
}

function hmac(name: string, salt: Buffer): string {
  return createHmac('sha1', salt).update(name).digest('base64');
}

function hashParts(hosts: string): { salt: Buffer; digest: string } | null {
  const [empty, version, salt, digest, more] = hosts.split('|');
  if (empty !== '' || version !== '1' || !salt || !digest || more !== undefined) return null;
  const bytes = Buffer.from(salt, 'base64');
  return bytes.length === 20 && Buffer.from(digest, 'base64').length === 20 ? { salt: bytes, digest } : null;
}
