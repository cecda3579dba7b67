/** Which item folders an apply adds, moves and removes. An item is known by its id and its content, not by where it lies. */
import path from 'node:path';
import type { Item } from '../../shared/model.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { loadItemFolder, mergeItems } from '../catalogue/load-items.ts';
import type { SyntaxOptions } from '../catalogue/syntax-check.ts';
import type { InputProblem } from '../catalogue/yaml-file.ts';
import { findCycle } from '../resolution/index.ts';
import type { SetUpEntry } from '../store/store.ts';
import type { Located, SetUpFiles } from './read-files.ts';
import { absolutePath } from './references.ts';

type FolderEntry = Extract<SetUpEntry, { kind: 'item-folder' }>;

export interface FolderPlan {
  put: { entry: FolderEntry; item: Item }[];
  remove: { entry: FolderEntry; item: Item | null }[];
  /** Put in place of the folder that it is removed for. */
  moved: { from: FolderEntry; to: FolderEntry; item: Item; sameContent: boolean }[];
  /** All items that there are afterwards, by id, the catalogue's too. */
  items: Map<string, Item>;
  /** Items that the files bring but that do not load, as far as their ids can be guessed. */
  brokenIds: Set<string>;
  problems: InputProblem[];
  warnings: string[];
}

interface FromFile {
  located: Located<string>;
  folder: string;
  item: Item;
}

/**
 * A folder of the files whose item is in the set-up already, with the same content and made by others, changes nothing:
 * a dump can be applied where it was made. With other content it takes the place of the one that is there.
 */
export async function planFolders(
  current: readonly SetUpEntry[],
  files: SetUpFiles,
  options: { prune: boolean; catalogue: Catalogue; syntax: SyntaxOptions },
): Promise<FolderPlan> {
  const plan: FolderPlan = { put: [], remove: [], moved: [], items: new Map(), brokenIds: new Set(), problems: [], warnings: [] };
  const fromFiles = await loadNamed(files, options.syntax, plan);
  refuseTwice(fromFiles, options.catalogue, plan);
  const entries = current.filter((entry): entry is { source: string } & FolderEntry => entry.kind === 'item-folder');
  const there = await Promise.all(entries.map(async (entry) => ({ entry, loaded: await loadItemFolder(entry.value.path, 'local', options.syntax) })));
  const local = new Map<string, Item>();
  const kept = new Set<FolderEntry>();
  const replaced = new Set<FolderEntry>();
  for (const { folder, item } of fromFiles) {
    local.set(item.id, item);
    const same = there.find(({ entry }) => entry.value.path === folder);
    const others = there.filter(({ entry, loaded }) => entry.value.path !== folder && loaded.items[0]?.id === item.id);
    const equal = others.find(({ entry, loaded }) => loaded.items[0]?.hash === item.hash && entry.source !== files.source);
    if (same) kept.add(same.entry);
    else if (equal) kept.add(equal.entry);
    const to: FolderEntry = { source: files.source, kind: 'item-folder', value: { id: folder, path: folder } };
    const [first] = others.filter(({ entry }) => !kept.has(entry));
    if (!same && !equal && first) {
      plan.moved.push({ from: first.entry, to, item, sameContent: first.loaded.items[0]?.hash === item.hash });
      replaced.add(first.entry);
    } else if (!same && !equal) plan.put.push({ entry: to, item });
  }
  for (const { entry, loaded } of there) {
    const [item] = loaded.items;
    if (kept.has(entry) || replaced.has(entry)) continue;
    if (entry.source === files.source || options.prune) plan.remove.push({ entry, item: item ?? null });
    else if (item) local.set(item.id, local.get(item.id) ?? item);
    else plan.warnings.push(...loaded.problems.filter((problem) => problem.level === 'error').map(({ place, message }) => `${place}: ${message}`));
  }
  plan.items = mergeItems(options.catalogue.items, [...local.values()]);
  checkDependencies(fromFiles, plan);
  return plan;
}

async function loadNamed(files: SetUpFiles, syntax: SyntaxOptions, plan: FolderPlan): Promise<FromFile[]> {
  const byFolder = new Map(files.items.map((located) => [absolutePath(located.form, located.folder), located]));
  const loaded = await Promise.all(
    [...byFolder].map(async ([folder, located]) => ({ folder, located, ...(await loadItemFolder(folder, 'local', syntax)) })),
  );
  return loaded.flatMap(({ folder, located, items, problems }) => {
    const [item] = items;
    for (const { level, place, message } of problems) {
      if (level === 'warning') plan.warnings.push(`${place}: ${message}`);
      else plan.problems.push({ place, message });
    }
    if (item) return [{ folder, located, item }];
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
