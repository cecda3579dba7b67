/** Which item folders an apply adds, moves and removes. An item is known by its id and its content, not by where it lies. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Item } from '../../shared/model.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { loadItemFolder, mergeItems } from '../catalogue/load-items.ts';
import { shownValue } from '../catalogue/schema-problems.ts';
import type { SyntaxOptions } from '../catalogue/syntax-check.ts';
import { fileTrouble, shownPath } from '../catalogue/yaml-file.ts';
import type { InputProblem } from '../catalogue/yaml-file.ts';
import { findCycle } from '../resolution/index.ts';
import type { SetUpEntry } from '../store/store.ts';
import type { Located, SetUpFiles } from './read-files.ts';
import { absolutePath } from './references.ts';
import { holders, otherSources, saysOtherwise, staysBecause, wasOurs } from './sources.ts';
import type { Ownership } from './sources.ts';

type FolderEntry = Extract<SetUpEntry, { kind: 'item-folder' }>;

export interface FolderPlan {
  put: { entry: FolderEntry; item: Item }[];
  remove: { entry: FolderEntry; item: Item | null }[];
  /** Put in place of the folder that it is removed for. */
  moved: { from: FolderEntry; to: FolderEntry; item: Item; sameContent: boolean }[];
  /** The same folder, of other sources than before. */
  owners: FolderEntry[];
  /** All items that there are afterwards, by id, the catalogue's too. */
  items: Map<string, Item>;
  /** Items that the files bring but that do not load, as far as their ids can be guessed. */
  brokenIds: Set<string>;
  problems: InputProblem[];
  warnings: string[];
}

interface FromFile {
  located: Located<string>;
  /** All files that name it. */
  sources: string[];
  folder: string;
  item: Item;
}

/** What the items of a plan come from. */
interface FolderOptions {
  ownership: Ownership;
  catalogue: Catalogue;
  syntax: SyntaxOptions;
}

/**
 * An item that the set-up has already, named with the same content in another folder, changes nothing: a dump can be applied
 * where it was made. With other content, or when nobody names the old folder any more, the new one takes its place.
 */
export async function planFolders(current: readonly SetUpEntry[], files: SetUpFiles, options: FolderOptions): Promise<FolderPlan> {
  const { ownership } = options;
  const plan: FolderPlan = { put: [], remove: [], moved: [], owners: [], items: new Map(), brokenIds: new Set(), problems: [], warnings: [] };
  const fromFiles = await loadNamed(files, options.syntax, plan);
  refuseTwice(fromFiles, options.catalogue, plan);
  const entries = current.filter((entry): entry is FolderEntry => entry.kind === 'item-folder');
  const there = await Promise.all(entries.map(async (entry) => ({ entry, loaded: await loadItemFolder(entry.value.path, 'local', options.syntax) })));
  const local = new Map(fromFiles.map(({ item }) => [item.id, item]));
  const found = new Set<FromFile>();
  for (const { entry, loaded } of there) {
    const [item] = loaded.items;
    const others = claimsOf(entry, otherSources(entry, ownership));
    const named = fromFiles.find((each) => each.item.id === item?.id && !found.has(each));
    if (named && item) {
      found.add(named);
      const claims = new Map([...others, ...named.sources.map((source) => [source, named.folder] as const)]);
      const sameContent = item.hash === named.item.hash;
      const stays = sameContent && [...claims.values()].includes(entry.value.path);
      replace(plan, entry, folderEntry(stays ? entry.value.path : named.folder, claims), named.item, sameContent);
      if (!sameContent) plan.warnings.push(...saysOtherwise(`item ${item.id}`, holders(entry, ownership)));
      continue;
    }
    const held = holders(entry, ownership);
    if (ownership.prune || (wasOurs(entry, ownership) && held.length === 0)) {
      plan.remove.push({ entry, item: item ?? null });
      continue;
    }
    if (!item) plan.warnings.push(...loaded.problems.filter(({ level }) => level === 'error').map(({ place, message }) => `${place}: ${message}`));
    else local.set(item.id, local.get(item.id) ?? item);
    if (!wasOurs(entry, ownership)) continue;
    plan.warnings.push(staysBecause(`item ${item?.id ?? entry.value.path}`, held));
    const paths = held.map((source) => others.get(source) ?? entry.value.path);
    const [first = entry.value.path] = paths;
    const to = folderEntry(paths.includes(entry.value.path) ? entry.value.path : first, others);
    const [moved] = to.value.path === entry.value.path ? [] : (await loadItemFolder(to.value.path, 'local', options.syntax)).items;
    if (item && moved?.id === item.id) {
      local.set(item.id, moved);
      replace(plan, entry, to, moved, moved.hash === item.hash);
    } else replace(plan, entry, folderEntry(entry.value.path, others), item ?? null, true);
  }
  for (const each of fromFiles) {
    if (found.has(each)) continue;
    plan.put.push({ entry: folderEntry(each.folder, new Map(each.sources.map((source) => [source, each.folder]))), item: each.item });
  }
  plan.items = mergeItems(options.catalogue.items, [...local.values()]);
  checkDependencies(fromFiles, plan);
  return plan;
}

/** Which folder each of these sources of an entry names. */
function claimsOf({ value }: FolderEntry, sources: readonly string[]): Map<string, string> {
  return new Map(sources.map((source) => [source, value.copies?.[source] ?? value.path]));
}

function folderEntry(folder: string, claims: ReadonlyMap<string, string>): FolderEntry {
  const copies = Object.fromEntries([...claims].filter(([, path]) => path !== folder));
  const value = { id: folder, path: folder, ...(Object.keys(copies).length > 0 ? { copies } : {}) };
  return { sources: [...claims.keys()].sort(), kind: 'item-folder', value };
}

function replace(plan: FolderPlan, from: FolderEntry, to: FolderEntry, item: Item | null, sameContent: boolean): void {
  if (to.value.path !== from.value.path && item) plan.moved.push({ from, to, item, sameContent });
  else if (canonicalJson(to) !== canonicalJson({ ...from, sources: [...from.sources].sort() })) plan.owners.push(to);
}

const FOLDER_ALLOWED = 'allowed: the folder of an item, which holds its item.yaml (relative to this file, absolute or with ~/)';

/** Why there is no such folder at all, or null. */
async function notThere(folder: string): Promise<string | null> {
  try {
    return (await stat(folder)).isDirectory() ? null : 'is a file';
  } catch (error) {
    return fileTrouble(error);
  }
}

async function loadNamed(files: SetUpFiles, syntax: SyntaxOptions, plan: FolderPlan): Promise<FromFile[]> {
  const byFolder = new Map<string, { located: Located<string>; sources: string[] }>();
  for (const located of files.items) {
    const folder = absolutePath(located.form, located.folder);
    const before = byFolder.get(folder);
    byFolder.set(folder, { located, sources: [...new Set([...(before?.sources ?? []), located.source])] });
  }
  const loaded = await Promise.all(
    [...byFolder].map(async ([folder, named]) => ({ folder, ...named, ...(await loadItemFolder(folder, 'local', syntax)) })),
  );
  const absent = await Promise.all(loaded.map(({ folder }) => notThere(folder)));
  return loaded.flatMap(({ folder, located, sources, items, problems }, index) => {
    const [item] = items;
    const file = shownPath(path.join(folder, 'item.yaml'));
    const why = absent[index];
    for (const { level, place, message } of problems) {
      if (level === 'warning') plan.warnings.push(`${place}: ${message}`);
      // What is wrong with the file as a whole is a mistake of who names it; what is wrong inside has its own line.
      else if (place === file) {
        const what = why ? `${shownPath(folder)} ${why}` : `${file} ${message}`;
        plan.problems.push({ place: located.at([]), message: `${shownValue(located.form)} is no item: ${what}; ${FOLDER_ALLOWED}` });
      } else plan.problems.push({ place, message });
    }
    if (item) return [{ folder, located, sources, item }];
    plan.brokenIds.add(path.basename(folder));
    return [];
  });
}

function refuseTwice(fromFiles: FromFile[], catalogue: Catalogue, plan: FolderPlan): void {
  const seen = new Map(catalogue.items.map((item) => [item.id, 'the catalogue']));
  for (const { item, located } of fromFiles) {
    const other = seen.get(item.id);
    if (other !== undefined) {
      plan.problems.push({ place: located.at([]), message: `the item '${item.id}' of ${located.form} is also in ${other}; allowed: each id once` });
    }
    seen.set(item.id, located.form);
  }
}

function checkDependencies(fromFiles: FromFile[], plan: FolderPlan): void {
  for (const { item, located } of fromFiles) {
    for (const dependency of item.dependsOn) {
      if (plan.items.has(dependency.item) || plan.brokenIds.has(dependency.item)) continue;
      plan.problems.push({ place: located.at([]), message: `the item '${item.id}' depends on '${dependency.item}', and there is no such item` });
    }
  }
  const cycle = findCycle([...plan.items.values()]);
  if (!cycle) return;
  const own = fromFiles.find(({ item }) => cycle.includes(item.id));
  const message = `items depend on each other in a circle: ${cycle.join(' -> ')}; allowed: dependencies without a circle`;
  if (own) plan.problems.push({ place: own.located.at([]), message });
  else plan.warnings.push(message);
}
