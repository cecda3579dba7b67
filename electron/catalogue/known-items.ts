/** Items that were read before, for as long as nothing in their folders was touched: many are looked at every few seconds. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Item } from '../../shared/model.ts';
import { readItem, type ReadItem } from './read-item.ts';

/** More folders, and more files in one, are read anew each time. */
const MAX_FOLDERS = 2000;
const MAX_FILES = 500;
const MAX_DEPTH = 6;
/** So old a change must be before it is told from the next one by its time: file systems count in steps of up to two seconds. */
const SETTLED_MS = 3000;

const known = new Map<string, { stamp: string; read: ReadItem }>();

/** As `readItem`; the same object while the folder is as it was. */
export async function readKnownItem(folder: string, source: Item['source']): Promise<ReadItem> {
  const key = `${source} ${path.resolve(folder)}`;
  // Before it is read: what changes meanwhile is another stamp next time.
  const stamp = await stampOf(folder);
  const before = known.get(key);
  if (stamp !== null && before?.stamp === stamp) return before.read;
  const read = await readItem(folder, source);
  known.delete(key);
  if (stamp !== null && known.size < MAX_FOLDERS) known.set(key, { stamp, read });
  return read;
}

/** Another when any file of a folder was written, replaced, added, removed or renamed; null where that cannot be told. */
async function stampOf(folder: string): Promise<string | null> {
  const parts: string[] = [];
  let settled = true;
  const look = async (inside: string, depth: number): Promise<boolean> => {
    if (depth > MAX_DEPTH) return false;
    for (const entry of await readdir(path.join(folder, inside), { withFileTypes: true })) {
      const name = path.join(inside, entry.name);
      const { ino, size, mode, ctimeMs, mtimeMs, isDirectory } = await statOf(path.join(folder, name));
      // A folder behind a link may be changed without any trace here.
      if (entry.isSymbolicLink() && isDirectory) return false;
      if (Date.now() - Math.max(ctimeMs, mtimeMs) < SETTLED_MS) settled = false;
      if (parts.push(`${name}\0${[ino, size, mode, ctimeMs, mtimeMs].join(' ')}`) > MAX_FILES) return false;
      if (isDirectory && !(await look(name, depth + 1))) return false;
    }
    return true;
  };
  try {
    return (await look('', 1)) && settled ? parts.sort().join('\0') : null;
  } catch {
    return null;
  }
}

async function statOf(file: string): Promise<{ ino: number; size: number; mode: number; ctimeMs: number; mtimeMs: number; isDirectory: boolean }> {
  const found = await stat(file);
  return { ...found, isDirectory: found.isDirectory() };
}
