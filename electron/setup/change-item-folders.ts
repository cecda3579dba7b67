/** Item folders of the set-up as the window adds and removes them. Their files are never touched. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';
import type { Item } from '../../shared/model.ts';
import type { Catalogue, CatalogueProblem } from '../catalogue/catalogue.ts';
import { loadItemFolder } from '../catalogue/load-items.ts';
import type { SyntaxOptions } from '../catalogue/syntax-check.ts';
import { shownPath, type InputProblem } from '../catalogue/yaml-file.ts';
import { findCycle } from '../resolution/index.ts';
import type { SetUpChange, SetUpEntry } from '../store/store.ts';
import { valuesOf } from './entries.ts';
import { namesText } from './names.ts';
import { filesNaming, WINDOW } from './sources.ts';

/** One folder of the set-up, as it is on the disk now. */
export interface ItemFolder {
  path: string;
  /** Null where it does not load. */
  item: Item | null;
  problems: CatalogueProblem[];
  /** Names of deployments of its item. */
  deployments: string[];
  /** Set-up files that name it. */
  files: string[];
}

type FolderEntry = Extract<SetUpEntry, { kind: 'item-folder' }>;
const isFolder = (entry: SetUpEntry): entry is FolderEntry => entry.kind === 'item-folder';

/** All folders of the set-up, loaded. */
export async function loadItemFolders(entries: readonly SetUpEntry[], syntax: SyntaxOptions): Promise<ItemFolder[]> {
  const deployments = valuesOf(entries, 'deployment');
  return Promise.all(
    entries.filter(isFolder).map(async (entry) => {
      const { items, problems } = await loadItemFolder(entry.value.path, 'local', syntax);
      const item = items[0] ?? null;
      const named = deployments.filter((deployment) => deployment.item === item?.id).map(({ name }) => name);
      return { path: entry.value.path, item, problems, deployments: named, files: filesNaming(entry) };
    }),
  );
}

/**
 * @param folder of one item, or one that holds folders of items
 * @throws RoundsError `input/item` with all that is wrong in `details.problems`
 */
export async function addItemFolders(
  entries: readonly SetUpEntry[],
  folder: string,
  catalogue: Catalogue,
  syntax: SyntaxOptions,
): Promise<{ folders: string[]; change: SetUpChange; undo: SetUpChange }> {
  const there = new Set(valuesOf(entries, 'item-folder').map((value) => value.path));
  const found = await foldersIn(folder);
  if (found.length === 0)
    throw new RoundsError('input/item', `${shownPath(folder)} holds no item`, {
      advice: 'Choose a folder with an item.yaml, or one that holds such folders.',
    });
  const fresh = found.filter((one) => !there.has(one));
  const loaded = await Promise.all(fresh.map(async (one) => ({ path: one, ...(await loadItemFolder(one, 'local', syntax)) })));
  const problems: InputProblem[] = loaded.flatMap((one) => one.problems.filter(({ level }) => level === 'error'));
  const items = loaded.flatMap((one) => one.items.map((item) => ({ item, place: shownPath(path.join(one.path, 'item.yaml')) })));
  problems.push(...contradictions(items, catalogue));
  if (problems.length > 0) {
    const lines = problems.map(({ place, message }) => `${place}: ${message}`);
    throw new RoundsError('input/item', lines.join('\n'), { problems: problems.map(({ place, message }) => ({ place, message })) });
  }
  const put = fresh.map((one): SetUpEntry => ({ kind: 'item-folder', sources: [WINDOW], value: { id: one, path: one } }));
  return { folders: fresh, change: { put, remove: [] }, undo: { put: [], remove: fresh.map((id) => ({ kind: 'item-folder', id })) } };
}

/** @throws RoundsError `usage/item-folder` while a deployment or another item needs its item */
export async function removeItemFolder(
  entries: readonly SetUpEntry[],
  folder: string,
  catalogue: Catalogue,
): Promise<{ change: SetUpChange; undo: SetUpChange }> {
  const entry = entries.filter(isFolder).find(({ value }) => value.path === folder);
  if (!entry) throw new RoundsError('usage/item-folder', `${shownPath(folder)} is no item folder of the set-up any more`);
  const item = catalogue.items.find((one) => one.folder === folder && one.source === 'local');
  const deployments = valuesOf(entries, 'deployment').filter((deployment) => deployment.item === item?.id);
  const dependent = catalogue.items.filter(
    (one) => one !== item && one.dependsOn.some((dependency) => dependency.item === item?.id && !dependency.soft),
  );
  const users = [...deployments.map(({ name }) => `deployment ${name}`), ...dependent.map(({ id }) => `item ${id}`)];
  if (users.length > 0)
    throw new RoundsError('usage/item-folder', `Item ${item?.id ?? ''} is still needed: ${namesText(users)}`, {
      advice: 'Remove or change these first.',
    });
  return { change: { put: [], remove: [{ kind: 'item-folder', id: entry.value.id }] }, undo: { put: [entry], remove: [] } };
}

/** The folder itself, or those in it that hold an item. */
async function foldersIn(folder: string): Promise<string[]> {
  if (await isThere(path.join(folder, 'item.yaml'))) return [folder];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const inside = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => path.join(folder, entry.name));
  const holds = await Promise.all(inside.map((one) => isThere(path.join(one, 'item.yaml'))));
  return inside.filter((_one, index) => holds[index]).sort();
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

/** What only shows between items. */
function contradictions(added: readonly { item: Item; place: string }[], { items }: Catalogue): InputProblem[] {
  const problems: InputProblem[] = [];
  const known = new Map(items.map((item) => [item.id, item]));
  for (const { item, place } of added) {
    const other = known.get(item.id);
    if (other) problems.push({ place, message: `there is an item '${item.id}' already, in ${shownPath(other.folder)}; allowed: each id once` });
    else known.set(item.id, item);
  }
  for (const { item, place } of added) {
    for (const { item: id } of item.dependsOn)
      if (!known.has(id)) problems.push({ place, message: `it depends on '${id}', and there is no such item` });
  }
  const cycle = problems.length === 0 ? findCycle([...known.values()]) : null;
  const own = added.find(({ item }) => cycle?.includes(item.id));
  if (cycle && own) problems.push({ place: own.place, message: `items depend on each other in a circle: ${cycle.join(' -> ')}` });
  return problems;
}
