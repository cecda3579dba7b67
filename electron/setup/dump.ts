/** The set-up as files: one YAML and a copy of each item folder. Applying them where they were made changes nothing. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { makeFolder } from '../files/make-folder.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Item } from '../../shared/model.ts';
import { loadItemFolder } from '../catalogue/load-items.ts';
import type { SyntaxOptions } from '../catalogue/syntax-check.ts';
import { shownPath } from '../catalogue/yaml-file.ts';
import type { SetUpEntry } from '../store/store.ts';
import { itemFoldersOf } from './build-set-up.ts';
import { setUpForm } from './to-form.ts';

const FIRST_LINE = '# Written by rounds dump; a dump into this folder replaces this file and the folder items.';

/**
 * The YAML of the whole set-up. Secrets are in no set-up, so none is in it; key files stand with their full paths.
 * @param items the paths that stand under `items`; without it the folders themselves, with their full paths.
 */
export function dumpText(entries: readonly SetUpEntry[], items: string[] = itemFoldersOf(entries)): string {
  const form = setUpForm(entries, items);
  // compat: words such as `no` and 12:30 are quoted too, which other readers of YAML take for something else
  const text =
    Object.keys(form).length === 0 ? 'deployments: []\n' : stringify(form, { lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false });
  return `${FIRST_LINE}\n${text}`;
}

/**
 * Writes `rounds.yaml` and `items/<id>` (what each item uses: its YAML, scripts and files) into a folder and returns the
 * path of the YAML. An earlier dump there is replaced; anything else is never overwritten.
 * @throws RoundsError `usage/dump-folder` when other files are in the way, `input/item` when an item folder cannot be
 * loaded, `input/dump` when something cannot be written.
 */
export async function dump(entries: readonly SetUpEntry[], directory: string, options: SyntaxOptions = {}): Promise<string> {
  const folder = path.resolve(directory);
  await refuseForeign(folder);
  const loaded = await Promise.all(itemFoldersOf(entries).map((each) => loadItemFolder(each, 'local', options)));
  const failed = loaded.flatMap(({ problems }) => problems.filter((problem) => problem.level === 'error'));
  if (failed.length > 0) {
    throw new RoundsError('input/item', failed.map(({ place, message }) => `${place}: ${message}`).join('\n'), { problems: failed });
  }
  const items = loaded.flatMap((each) => each.items).sort((a, b) => (a.id < b.id ? -1 : 1));
  const text = dumpText(
    entries,
    items.map((item) => `./items/${item.id}`),
  );
  try {
    makeFolder(folder);
    await replaceItems(folder, items);
    const temporary = path.join(folder, `.rounds.yaml.${process.pid}`);
    await writeFile(temporary, text);
    const file = path.join(folder, 'rounds.yaml');
    await rename(temporary, file);
    return file;
  } catch (error) {
    if (error instanceof RoundsError) throw error;
    throw new RoundsError(
      'input/dump',
      `${shownPath(folder)} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      {},
      error,
    );
  }
}

/** A folder that is new, empty, or holds an earlier dump. */
async function refuseForeign(folder: string): Promise<void> {
  const foreign = (why: string): RoundsError =>
    new RoundsError('usage/dump-folder', `${shownPath(folder)} ${why}; allowed: a new or empty folder, or one that holds an earlier dump`);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw foreign('is no folder that can be read');
  }
  if (!names.includes('rounds.yaml')) {
    if (names.length > 0) throw foreign('holds other files');
    return;
  }
  const text = await readFile(path.join(folder, 'rounds.yaml'), 'utf8');
  if (!text.startsWith(FIRST_LINE)) throw foreign('holds a rounds.yaml that no dump wrote');
}

/** Copies into a folder beside first: items may well be dumped from the very place where they are dumped to. */
async function replaceItems(folder: string, items: Item[]): Promise<void> {
  const target = path.join(folder, 'items');
  const fresh = await mkdtemp(path.join(folder, '.items-'));
  try {
    for (const item of items) await copyItem(item, path.join(fresh, item.id));
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

async function copyItem(item: Item, to: string): Promise<void> {
  const scripts = Object.values(item.scripts).flatMap((ofPlatform) => Object.values(ofPlatform).map((script) => script.file));
  for (const file of new Set(['item.yaml', ...scripts, ...item.files.map((each) => each.path)])) {
    const copy = path.join(to, file);
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(await realpath(path.join(item.folder, file)), copy);
  }
}
