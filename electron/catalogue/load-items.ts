/** Many item folders: each one read and its scripts checked, then what only shows between items. */
import { findCycle } from '../resolution/index.ts';
import type { Item } from '../../shared/model.ts';
import type { Shell } from '../../shared/words.ts';
import { mapBounded } from './bounded.ts';
import type { CatalogueProblem, LoadedItems } from './catalogue.ts';
import { readKnownItem } from './known-items.ts';
import { readItem, scriptPlace } from './read-item.ts';
import { checkSyntax } from './syntax-check.ts';
import type { SyntaxOptions } from './syntax-check.ts';
import { shownPath } from './yaml-file.ts';
import type { YamlFile } from './yaml-file.ts';

export interface LoadOptions extends SyntaxOptions {
  /**
   * Items in whose folders nothing was touched are not read again: for what is shown. A run reads them anew, since a network
   * share may tell of a change late.
   */
  known?: boolean;
}

export interface ItemFolder {
  path: string;
  source: 'catalogue' | 'local';
}

/** The shell of a script file, by its ending. */
const shellOf = (file: string): Shell => (file.endsWith('.ps1') ? 'powershell' : 'sh');

/** One folder. */
export function loadItemFolder(folder: string, source: ItemFolder['source'] = 'local', options: SyntaxOptions = {}): Promise<LoadedItems> {
  return loadItems([{ path: folder, source }], options);
}

/**
 * Loads items. One that cannot be used is left out and is a problem of level `error` that names the place; the others
 * are there. Items come in the order of their ids. Never throws for what is on disk.
 */
export async function loadItems(folders: ItemFolder[], options: LoadOptions = {}): Promise<LoadedItems> {
  const problems: CatalogueProblem[] = [];
  const error = (item: string, place: string, message: string): number => problems.push({ place, message, item, level: 'error' });
  const loaded: Loaded[] = [];
  for (const read of await mapBounded(folders, 8, (folder) => (options.known ? readKnownItem : readItem)(folder.path, folder.source))) {
    if ('item' in read) loaded.push(read);
    else
      problems.push(
        ...read.problems.map((problem) => ({ ...problem, ...(read.id === undefined ? {} : { item: read.id }), level: 'error' as const })),
      );
  }
  const valid = await withoutSyntaxErrors(loaded, options, problems);
  const unique = withoutDuplicates(valid, error);
  const items = withoutCycles(unique, error).map(({ item }) => item);
  return { items: items.sort((a, b) => (a.id < b.id ? -1 : 1)), problems };
}

interface Loaded {
  item: Item;
  yaml: YamlFile;
}

async function withoutSyntaxErrors(loaded: Loaded[], options: SyntaxOptions, problems: CatalogueProblem[]): Promise<Loaded[]> {
  const scripts = loaded.flatMap(({ item }) => {
    const files = Object.values(item.scripts).flatMap((ofPlatform) => Object.values(ofPlatform));
    const once = new Map(files.map((script) => [script.file, script]));
    return [...once.values()].map((script) => ({ item, file: script.file, text: script.text, shell: shellOf(script.file) }));
  });
  const answers = await checkSyntax(scripts, options);
  const broken = new Set<Item>();
  let unchecked = 0;
  for (const [index, script] of scripts.entries()) {
    const answer = answers[index];
    if (answer === 'unchecked' && script.shell === 'sh') unchecked++;
    if (answer === null || answer === undefined || answer === 'unchecked') continue;
    broken.add(script.item);
    problems.push({ place: scriptPlace(script.item, script.file, answer.line), message: answer.message, item: script.item.id, level: 'error' });
  }
  if (unchecked > 0) {
    problems.push({ place: 'sh', message: `there is no sh here that could check the syntax of ${unchecked} scripts`, level: 'warning' });
  }
  return loaded.filter(({ item }) => !broken.has(item));
}

/** Of two with one id a local one stays: it is what the set-up was made for, whatever a newer catalogue brings. */
function withoutDuplicates(loaded: Loaded[], error: (item: string, place: string, message: string) => void): Loaded[] {
  const byId = new Map<string, Loaded>();
  for (const each of [...loaded.filter(({ item }) => item.source === 'local'), ...loaded.filter(({ item }) => item.source !== 'local')]) {
    const first = byId.get(each.item.id);
    if (first) {
      const where = `${shownPath(first.item.folder)} and ${shownPath(each.item.folder)}`;
      error(each.item.id, each.yaml.at(['id']), `the item '${each.item.id}' is in two folders, ${where}; allowed: each id once (the first is used)`);
    } else byId.set(each.item.id, each);
  }
  return [...byId.values()];
}

function withoutCycles(loaded: Loaded[], error: (item: string, place: string, message: string) => void): Loaded[] {
  let rest = loaded;
  for (let cycle = findCycle(rest.map(({ item }) => item)); cycle !== null; cycle = findCycle(rest.map(({ item }) => item))) {
    const members = new Set(cycle);
    const round = cycle[0] === cycle.at(-1) && cycle.length > 1 ? cycle : [...cycle, cycle[0]];
    for (const { item, yaml } of rest.filter((each) => members.has(each.item.id))) {
      error(item.id, yaml.at(['dependsOn']), `${item.id} depends on itself: ${round.join(' -> ')}; allowed: dependencies without a circle`);
    }
    rest = rest.filter(({ item }) => !members.has(item.id));
  }
  return rest;
}

/** Items by id, local ones before those of the catalogue. */
export function mergeItems(catalogue: readonly Item[], local: readonly Item[]): Map<string, Item> {
  return new Map([...catalogue.filter((item) => item.source === 'catalogue'), ...local].map((item) => [item.id, item]));
}
