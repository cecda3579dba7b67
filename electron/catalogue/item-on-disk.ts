/** The files of one item as they are edited: read whole, checked before anything is written, written one by one. */
import { randomUUID } from 'node:crypto';
import { constants, copyFile, lstat, mkdir, open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';
import type { Item } from '../../shared/model.ts';
import { sha256 } from './canonical-json.ts';
import type { CatalogueProblem } from './catalogue.ts';
import { loadItemFolder } from './load-items.ts';
import type { SyntaxOptions } from './syntax-check.ts';
import { decodeText, fileTrouble, readBounded, shownPath } from './yaml-file.ts';

export const DEFINITION = 'item.yaml';
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_FILES = 300;
const MAX_DEPTH = 4;
const NAME_ALLOWED = "allowed: letters, digits, '.', '_' and '-', with / between folders, and no name that begins with a dot";
/** Names that Windows keeps for itself, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export interface TextFile {
  /** Inside the item's folder, with `/`. */
  name: string;
  text: string;
}

export interface ItemOnDisk {
  /** `item.yaml` first, then by name. */
  files: TextFile[];
  /** What is there and is no text of less than 1 MiB. */
  others: { name: string; bytes: number }[];
  /** There is more, which is not among these: too many files, or folders too deep. */
  cut: boolean;
  /** Another when a text is another, was added or went. */
  stamp: string;
}

/** @throws RoundsError `input/item` where the folder cannot be read */
export async function readItemFiles(folder: string): Promise<ItemOnDisk> {
  const files: TextFile[] = [];
  const others: ItemOnDisk['others'] = [];
  const { names, cut } = await namesIn(folder);
  for (const { name, bytes } of names) {
    const read = bytes <= MAX_TEXT_BYTES ? await readBounded(path.join(folder, name), MAX_TEXT_BYTES) : null;
    const decoded = read && 'bytes' in read ? decodeText(read.bytes) : null;
    if (decoded && 'text' in decoded && !decoded.text.includes('\0')) files.push({ name, text: decoded.text });
    else others.push({ name, bytes });
  }
  files.sort((a, b) => Number(b.name === DEFINITION) - Number(a.name === DEFINITION) || (a.name < b.name ? -1 : 1));
  return { files, others, cut, stamp: stampOf(files) };
}

/** @throws RoundsError `input/item` also where not all of it would be seen */
async function readWhole(folder: string): Promise<ItemOnDisk> {
  const read = await readItemFiles(folder);
  if (!read.cut) return read;
  throw new RoundsError(
    'input/item',
    `${shownPath(folder)} holds more than ${MAX_FILES} files, or folders deeper than ${MAX_DEPTH - 1}; allowed here: fewer. Edit or copy it with programs of the system.`,
  );
}

const stampOf = (files: readonly TextFile[]): string =>
  sha256(JSON.stringify([...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, text }) => [name, text])));

/**
 * What is wrong with these files as an item, by the loader itself; places are `FILE` or `FILE:LINE`. Nothing is written where
 * the item lies.
 * @param folder where its other files lie; null for a new one
 * @param scratch a folder in which this may put a folder of its own for a moment
 */
export async function checkItemFiles(
  folder: string | null,
  files: readonly TextFile[],
  scratch: string,
  syntax: SyntaxOptions,
): Promise<{ item: Item | null; problems: CatalogueProblem[] }> {
  const names = wrongNames(files);
  if (names.length > 0) return { item: null, problems: names };
  const stage = path.join(scratch, `item-${randomUUID()}`);
  try {
    await mkdir(stage, { recursive: true, mode: 0o700 });
    for (const { name, text } of files) await put(stage, name, text);
    // That they are there is all that a check looks at; what they hold may be gigabytes.
    const others = folder === null ? [] : (await readWhole(folder)).others;
    for (const { name } of others) if (!files.some((file) => file.name === name)) await put(stage, name, '');
    const { items, problems } = await loadItemFolder(stage, 'local', syntax);
    const prefix = `${shownPath(stage)}${path.sep}`;
    const placed = problems.map((problem) => ({ ...problem, place: problem.place.replace(prefix, '').replaceAll(`${stage}${path.sep}`, '') }));
    return { item: items[0] ?? null, problems: placed };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/**
 * Writes texts over those of a folder, each whole or not at all, the definition last; those that are not among them any more are
 * removed.
 * @param stamp of what was read; null: whatever is there now
 * @throws RoundsError `input/item-changed` when somebody else changed a text since; nothing is written then
 */
export async function writeItemFiles(folder: string, files: readonly TextFile[], stamp: string | null): Promise<string> {
  const [wrong] = wrongNames(files);
  if (wrong) throw new RoundsError('input/item', `${wrong.place}: ${wrong.message}`);
  const before = await readWhole(folder);
  if (stamp !== null && before.stamp !== stamp) {
    throw new RoundsError('input/item-changed', `${shownPath(folder)} was changed on the disk since you opened it`, {
      advice: 'Look at what is there now, or write over it.',
    });
  }
  const ordered = [...files].sort((a, b) => Number(a.name === DEFINITION) - Number(b.name === DEFINITION));
  for (const { name, text } of ordered) if (!before.files.some((file) => file.name === name && file.text === text)) await put(folder, name, text);
  for (const { name } of before.files) if (!files.some((file) => file.name === name)) await rm(path.join(folder, name), { force: true });
  return stampOf(files);
}

/**
 * Makes the folder of a new item: whole, or not at all.
 * @param from the folder that it is a copy of: files that are no texts are taken from there
 * @throws RoundsError `input/item` where one is there already
 */
export async function makeItemFolder(folder: string, files: readonly TextFile[], from: string | null): Promise<string> {
  const [wrong] = wrongNames(files);
  if (wrong) throw new RoundsError('input/item', `${wrong.place}: ${wrong.message}`);
  const stage = path.join(path.dirname(folder), `.new-${randomUUID()}`);
  try {
    await mkdir(stage, { recursive: true, mode: 0o700 });
    for (const { name, text } of files) await put(stage, name, text);
    for (const { name } of from === null ? [] : (await readWhole(from)).others) {
      await mkdir(path.dirname(path.join(stage, name)), { recursive: true, mode: 0o700 });
      await copyFile(path.join(from ?? '', name), path.join(stage, name), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    }
    if (await stat(folder).catch(() => null)) throw new RoundsError('input/item', `${shownPath(folder)} is there already; allowed: another id`);
    await rename(stage, folder);
  } catch (error) {
    await rm(stage, { recursive: true, force: true });
    if (error instanceof RoundsError) throw error;
    throw new RoundsError('input/item', `${shownPath(folder)} ${fileTrouble(error)}`);
  }
  return stampOf(files);
}

function wrongNames(files: readonly TextFile[]): CatalogueProblem[] {
  const seen = new Set<string>();
  return files.flatMap(({ name }): CatalogueProblem[] => {
    const parts = name.split('/');
    const fits =
      name.length <= 200 && parts.length <= MAX_DEPTH && parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part) && !RESERVED.test(part));
    const twice = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    if (fits && !twice) return [];
    return [
      {
        place: name,
        message: fits ? 'there are two files of this name; allowed: each once' : `this is no name for a file; ${NAME_ALLOWED}`,
        level: 'error',
      },
    ];
  });
}

/** Beside it first, then over it: whoever reads meanwhile sees the old text or the new one. */
async function put(folder: string, name: string, text: string): Promise<void> {
  const file = path.join(folder, ...name.split('/'));
  const beside = `${file}.${randomUUID()}`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  // A link among its folders would lead out of it.
  if ((await realpath(path.dirname(file))) !== path.join(await realpath(folder), ...name.split('/').slice(0, -1)))
    throw new RoundsError('input/item', `${shownPath(file)} lies behind a link; allowed: files in the item's own folder`);
  // What was there keeps its mode; a link stays no link.
  const mode = (await lstat(file).catch(() => null))?.mode ?? 0o600;
  try {
    const handle = await open(beside, 'wx', mode & 0o777);
    try {
      await writeFile(handle, text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new RoundsError('input/item', `${shownPath(file)} ${fileTrouble(error)}`);
  }
}

async function namesIn(folder: string): Promise<{ names: { name: string; bytes: number }[]; cut: boolean }> {
  let cut = false;
  const found: { name: string; bytes: number }[] = [];
  const look = async (inside: string, depth: number): Promise<void> => {
    const entries = await readdir(path.join(folder, inside), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (found.length >= MAX_FILES || (entry.isDirectory() && depth >= MAX_DEPTH)) cut = true;
      else if (entry.isDirectory()) await look(name, depth + 1);
      else if (entry.isFile()) found.push({ name, bytes: (await stat(path.join(folder, name))).size });
    }
  };
  try {
    await look('', 1);
  } catch (error) {
    throw new RoundsError('input/item', `${shownPath(folder)} ${fileTrouble(error)}`);
  }
  return { names: found, cut };
}
