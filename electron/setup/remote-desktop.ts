/** A file that the system's remote desktop client opens. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConnectionTarget } from '../transports/transport.ts';

/**
 * The text of an `.rdp` file for a computer. It names nobody's password: the client asks.
 * Source: Microsoft, "Supported RDP properties". Null where its address or user could be read as more than that.
 */
export function remoteDesktopFile({ host, user }: Pick<ConnectionTarget, 'host' | 'user'>): string | null {
  // A line end begins another property; a blank or a colon is no part of a host name, and a v6 address stands in brackets.
  if (!/^[\p{L}\p{N}._%-]+$|^[0-9a-f:.%]+$/iu.test(host) || host.startsWith('-')) return null;
  if (user !== undefined && /[\p{Cc}\p{Zl}\p{Zp}]/u.test(user)) return null;
  const address = host.includes(':') ? `[${host}]` : host;
  return [
    `full address:s:${address}`,
    ...(user === undefined ? [] : [`username:s:${user}`]),
    'prompt for credentials:i:1',
    'authentication level:i:2',
    'redirectdrives:i:0',
    'redirectclipboard:i:1',
    '',
  ].join('\r\n');
}

/** Writes it where this user alone reads it; returns the file, which is named after the computer. */
export function writeRemoteDesktopFile(dataFolder: string, id: string, text: string): string {
  const folder = path.join(dataFolder, 'cache', 'remote-desktop');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = id.slice(id.lastIndexOf('/') + 1).replace(/[^\p{L}\p{N}._-]/gu, '_');
  const file = path.join(folder, `${name}.rdp`);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
