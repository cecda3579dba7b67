/** What lies in a data folder, and how much of the disk it takes. */
import { lstat, readdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { DataFolderView, FolderPart } from '../../shared/api/files.ts';

/** By the name of what lies directly in the folder; the first that fits. */
const PARTS: readonly (readonly [RegExp, FolderPart])[] = [
  [/^rounds\.db(-wal|-shm)?$/, 'store'],
  [/^vault$/, 'vault'],
  [/^vault\.set-aside-/, 'vault-aside'],
  [/^preferences\.json$/, 'preferences'],
  [/^window$/, 'window'],
  [/^cache$/, 'cache'],
  [/^(owners|opening\.lock|vault\.lock)$/, 'owners'],
  [/^lab$/, 'lab'],
  [/^before-restore-/, 'before-restore'],
];
/** Files that are one for whoever looks at them. */
const TOGETHER: ReadonlySet<FolderPart> = new Set<FolderPart>(['store', 'owners']);
const SHOWN: Partial<Record<FolderPart, string>> = { store: 'rounds.db', owners: 'owners' };

/** Looks through the whole folder, without following links. What goes away meanwhile is left out. */
export async function folderContents(folder: string): Promise<Omit<DataFolderView, 'hasVault'>> {
  const names = await readdir(folder).catch(() => []);
  const parts = new Map<string, { part: FolderPart; name: string; bytes: number }>();
  for (const name of names.sort()) {
    const part = PARTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
    const shown = SHOWN[part] ?? name;
    const key = TOGETHER.has(part) ? part : name;
    const before = parts.get(key)?.bytes ?? 0;
    parts.set(key, { part, name: shown, bytes: before + (await bytesOf(path.join(folder, name))) });
  }
  const found = [...parts.values()].sort((a, b) => b.bytes - a.bytes);
  const disk = await statfs(folder).catch(() => null);
  return {
    path: folder,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    free: disk === null ? null : disk.bavail * disk.bsize,
    parts: found,
  };
}

async function bytesOf(place: string): Promise<number> {
  const found = await lstat(place).catch(() => null);
  if (!found) return 0;
  if (!found.isDirectory()) return found.size;
  let bytes = 0;
  for (const name of await readdir(place).catch(() => [])) bytes += await bytesOf(path.join(place, name));
  return bytes;
}
