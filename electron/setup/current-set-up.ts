/** The set-up as it is now: the store's entries with all items loaded. What did not change is not read again. */
import type { SetUp } from '../../shared/model.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import type { SetUpEntry, Store } from '../store/store.ts';
import { buildSetUp, itemFoldersOf } from './build-set-up.ts';

/** Items lie in files that anybody may edit: so long what was loaded counts for what is looked at. Milliseconds. */
const ITEMS_FRESH_MS = 5000;

export interface LoadedSetUp {
  setUp: SetUp;
  /** Items that do not load, each with its place. */
  warnings: string[];
}

interface Places {
  /** Absolute. */
  catalogueFolder: string;
  cacheFolder: string;
}

export class CurrentSetUp {
  readonly #store: Store;
  readonly #places: Places;
  #entries: { version: number; entries: Promise<SetUpEntry[]> } | null = null;
  #made: { version: number; catalogue: string; at: number; value: LoadedSetUp } | null = null;

  constructor(store: Store, places: Places) {
    this.#store = store;
    this.#places = places;
  }

  /** The same list until the entries change; nobody may change it. */
  async entries(): Promise<readonly SetUpEntry[]> {
    return this.#entriesOf(await this.#store.setUpVersion());
  }

  /** The same object until the entries change, or the items on disk, which are looked at again after some seconds. */
  async loaded(): Promise<LoadedSetUp> {
    const version = await this.#store.setUpVersion();
    const made = this.#made;
    if (made?.version === version && Date.now() - made.at < ITEMS_FRESH_MS) return made.value;
    return this.#load(version, true);
  }

  /** With all items as they are on disk at this moment. */
  async fresh(): Promise<LoadedSetUp> {
    return this.#load(await this.#store.setUpVersion(), false);
  }

  /** The catalogue with the items of these entries. @param known those that nobody touched are not read again */
  catalogueWith(entries: readonly SetUpEntry[], known = false): Promise<Catalogue> {
    const { catalogueFolder, cacheFolder } = this.#places;
    return loadCatalogue(catalogueFolder, { cacheFolder, folders: itemFoldersOf(entries), known });
  }

  #entriesOf(version: number): Promise<SetUpEntry[]> {
    if (this.#entries?.version === version) return this.#entries.entries;
    const entries = this.#store.readSetUp();
    entries.catch(() => (this.#entries = null));
    this.#entries = { version, entries };
    return entries;
  }

  async #load(version: number, known: boolean): Promise<LoadedSetUp> {
    const entries = await this.#entriesOf(version);
    const catalogue = await this.catalogueWith(entries, known);
    const print = fingerprint(catalogue);
    const made = this.#made;
    const same = made?.version === version && made.catalogue === print;
    const value = same
      ? made.value
      : { setUp: buildSetUp(entries, catalogue), warnings: catalogue.problems.map(({ place, message }) => `${place}: ${message}`) };
    this.#made = { version, catalogue: print, at: Date.now(), value };
    return value;
  }
}

/** Two that are equal hold the same items, problems and recommendations. An item's hash is over all but its place. */
function fingerprint({ items, problems, recommended }: Catalogue): string {
  return JSON.stringify([items.map(({ id, hash, folder, source }) => [id, hash, folder, source]), problems, recommended]);
}
