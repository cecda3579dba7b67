import type { SetUp } from '../../shared/model.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { compareNames } from '../resolution/index.ts';
import type { SetUpEntry } from '../store/store.ts';
import { valuesOf } from './entries.ts';

/** Folders of the set-up's own items, absolute: what `loadCatalogue` is to load besides the catalogue. */
export function itemFoldersOf(entries: readonly SetUpEntry[]): string[] {
  return valuesOf(entries, 'item-folder').map((folder) => folder.path);
}

/** Where only computers, tenants, groups and connections are looked at, no item need be loaded. */
export const NO_ITEMS: Catalogue = { items: [], problems: [], recommended: [] };

/**
 * The set-up as resolution takes it: the store's entries, all items that could be loaded, and the recommended
 * deployments. One of those is adopted by being an entry (same name); until then it is there, disabled.
 */
export function buildSetUp(entries: readonly SetUpEntry[], catalogue: Catalogue): SetUp {
  const deployments = valuesOf(entries, 'deployment');
  const named = new Set(deployments.map((deployment) => deployment.name));
  const waiting = catalogue.recommended.filter((each) => !named.has(each.name)).map((each) => ({ ...each, enabled: false }));
  return {
    tenants: valuesOf(entries, 'tenant').sort((a, b) => compareNames(a.name, b.name)),
    credentials: valuesOf(entries, 'credential').sort((a, b) => compareNames(a.name, b.name)),
    computers: valuesOf(entries, 'computer').sort((a, b) => compareNames(a.id, b.id)),
    groups: valuesOf(entries, 'group').sort((a, b) => compareNames(a.id, b.id)),
    deployments: [...deployments, ...waiting].sort((a, b) => compareNames(a.name, b.name)),
    items: catalogue.items,
    unloaded: unloadedOf(catalogue),
    limits: valuesOf(entries, 'limits')[0]?.limits ?? {},
  };
}

/** By id, the first thing that is wrong with each item that is not among those that were loaded. */
function unloadedOf({ items, problems }: Catalogue): Record<string, string> {
  const loaded = new Set(items.map(({ id }) => id));
  const wrong = problems.filter(({ level, item }) => level === 'error' && item !== undefined && !loaded.has(item));
  return Object.fromEntries(wrong.reverse().map(({ item = '', place, message }) => [item, `${place}: ${message}`]));
}
