/** known_hosts on disk: read once per change of the file, searched without holding up the loop, appended to in one write. */
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { codeOf } from './failure.ts';
import { messageOf, outOfFiles } from '../../../shared/errors.ts';
import { hashedName, matchesHost, parseKnownHostsLine } from './known-hosts.ts';
import type { KnownHostLine } from './known-hosts.ts';

const MAX_BYTES = 16 * 1024 * 1024;
/** Lines between two breaths for the loop: parsing or hashing them takes about 5 ms. */
const SLICE = 1_000;
/** A file with thousands of unreadable lines is no known_hosts file; nobody reads more than a few. */
const MAX_WARNINGS = 5;

interface KnownHostsFile {
  stamp: string;
  lines: KnownHostLine[];
  /** Not yet handed out. */
  warnings: string[];
}

const files = new Map<string, Promise<KnownHostsFile>>();

/**
 * For each of some names the lines that speak for it, in order. A file that does not exist is empty; what else is odd is
 * said through `warn`, once per version of the file, and stops nothing.
 */
export async function findHosts(paths: readonly string[], names: readonly string[], warn?: (message: string) => void): Promise<KnownHostLine[][]> {
  const found = names.map((): KnownHostLine[] => []);
  for (const file of await Promise.all(paths.map(load))) {
    for (const warning of warn ? file.warnings.splice(0) : []) warn?.(warning);
    for (const [index, line] of file.lines.entries()) {
      if (index % SLICE === SLICE - 1) await setImmediate();
      for (const [at, name] of names.entries()) if (matchesHost(line.hosts, name)) found[at]?.push(line);
    }
  }
  return found;
}

async function load(path: string): Promise<KnownHostsFile> {
  const stamp = await stampOf(path);
  const cached = await files.get(path)?.catch(() => undefined);
  if (cached?.stamp === stamp) return cached;
  const loading = read(path, stamp);
  files.set(path, loading);
  // What could not be read for want of a file descriptor is not what the file holds.
  loading.catch(() => files.delete(path));
  return loading;
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    return codeOf(error);
  }
}

async function read(path: string, stamp: string): Promise<KnownHostsFile> {
  const file: KnownHostsFile = { stamp, lines: [], warnings: [] };
  let text: string;
  try {
    const about = await stat(path);
    if (!about.isFile()) return file;
    if (about.size > MAX_BYTES) {
      file.warnings.push(`${path} is not read: ${about.size} bytes; at most ${MAX_BYTES} are`);
      return file;
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (outOfFiles(error)) throw error;
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) file.warnings.push(`${path} cannot be read: ${messageOf(error)}`);
    return file;
  }
  let bad = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (index % SLICE === SLICE - 1) await setImmediate();
    const parsed = parseKnownHostsLine(line, path, index + 1);
    if (parsed === null) continue;
    if (!('bad' in parsed)) file.lines.push(parsed);
    else if (++bad <= MAX_WARNINGS) file.warnings.push(`${path}:${index + 1} is not followed: ${parsed.bad}`);
  }
  if (bad > MAX_WARNINGS) file.warnings.push(`${path}: ${bad - MAX_WARNINGS} further lines are not followed`);
  return file;
}

/**
 * Adds a trusted key: the file is made with mode 0600 in a folder of mode 0700 where they are missing, and the line is
 * whole and written at once, so that several programs may do it at the same time.
 */
export async function addKnownHost(path: string, name: string, keyType: string, key: Buffer, hash: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const line = `${hash ? hashedName(name, randomBytes(20)) : name} ${keyType} ${key.toString('base64')}\n`;
  await appendFile(path, `${(await endsInMidLine(path)) ? '\n' : ''}${line}`, { mode: 0o600 });
}

async function endsInMidLine(path: string): Promise<boolean> {
  let file;
  try {
    file = await open(path, 'r');
  } catch {
    return false;
  }
  try {
    const { size } = await file.stat();
    if (size === 0) return false;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] !== 10;
  } finally {
    await file.close();
  }
}
