/** Items that were written here: opened, checked and saved as files; a new one is added to the set-up in the same step. */
import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';
import type { Item } from '../../shared/model.ts';
import type { CatalogueProblem } from '../catalogue/catalogue.ts';
import {
  checkItemFiles,
  DEFINITION,
  makeItemFolder,
  readItemFiles,
  writeItemFiles,
  type ItemOnDisk,
  type TextFile,
} from '../catalogue/item-on-disk.ts';
import { shownPath } from '../catalogue/yaml-file.ts';
import { makeFolder } from '../files/make-folder.ts';

interface Tools {
  /** Absolute. */
  dataFolder: string;
  cacheFolder: string;
  /** All items that there are, and the folders of local ones, also of those that do not load. */
  known: () => Promise<{ items: readonly Item[]; folders: readonly string[] }>;
  /** Adds a folder to the set-up. */
  addFolder: (folder: string) => Promise<{ undoId: string | null }>;
  /** Told when files were written. */
  written: () => Promise<unknown>;
}

/** Of an item that is there; or of a new one, with what it is a copy of. */
export type Where = { folder: string; from?: undefined } | { folder?: undefined; from?: string | undefined };

export interface SavedItem {
  folder: string;
  stamp: string;
  item: Item;
  /** Takes the new folder out of the set-up again; null where it was there. */
  undoId: string | null;
}

export interface OpenedItem extends ItemOnDisk {
  folder: string;
  shown: string;
  /** False for what came with the program. */
  editable: boolean;
}

export class ItemEditor {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** @throws RoundsError `usage/item-folder` for a folder that holds no item of ours; `input/item` where it cannot be read */
  async open(folder: string): Promise<OpenedItem> {
    const { items, folders } = await this.#tools.known();
    const editable = folders.includes(folder);
    if (!editable && !items.some((item) => item.folder === folder)) throw notOurs(folder);
    return { folder, shown: shownPath(folder), editable, ...(await readItemFiles(folder)) };
  }

  /**
   * What is wrong with these texts as the item of a folder. Nothing is changed.
   * @param where its folder; or, for a new one, the folder that it is a copy of, whose other files it brings along
   */
  async check(where: Where, files: readonly TextFile[]): Promise<{ item: Item | null; problems: CatalogueProblem[] }> {
    const { items, folders } = await this.#tools.known();
    const { folder, from } = where;
    if (folder !== undefined && !folders.includes(folder)) throw notOurs(folder);
    if (from !== undefined && !folders.includes(from) && !items.some((item) => item.folder === from)) throw notOurs(from);
    const { cacheFolder } = this.#tools;
    const checked = await checkItemFiles(folder ?? from ?? null, files, cacheFolder, { cacheFolder });
    const { item } = checked;
    if (!item) return checked;
    const problems = [...checked.problems];
    const wrong = (message: string): number => problems.push({ place: DEFINITION, message, level: 'error' });
    const other = items.find((one) => one.id === item.id && one.folder !== folder);
    if (other) wrong(`there is an item '${item.id}' already, in ${shownPath(other.folder)}; allowed: each id once`);
    for (const { item: id } of item.dependsOn) if (!items.some((one) => one.id === id)) wrong(`it depends on '${id}', and there is no such item`);
    return { item, problems };
  }

  /**
   * Writes them where the item lies; a new one into the data folder's `items/ID`, which is added to the set-up.
   * @param stamp of what was opened; null: whatever is there now
   * @throws RoundsError `input/item` with all that is wrong in `details.problems`; `input/item-changed` when the disk was changed meanwhile
   */
  async save(where: Where, files: readonly TextFile[], stamp: string | null): Promise<SavedItem> {
    const { item, problems } = await this.check(where, files);
    const errors = problems.filter(({ level }) => level === 'error');
    if (!item || errors.length > 0) {
      const lines = errors.map(({ place, message }) => `${place}: ${message}`);
      throw new RoundsError('input/item', lines.join('\n'), { problems: errors.map(({ place, message }) => ({ place, message })) });
    }
    const { folder, from } = where;
    if (folder !== undefined) {
      const written = await writeItemFiles(folder, files, stamp);
      await this.#tools.written();
      return { folder, stamp: written, item, undoId: null };
    }
    const items = path.join(this.#tools.dataFolder, 'items');
    makeFolder(items);
    const made = path.join(items, item.id);
    const fresh = await makeItemFolder(made, files, from ?? null);
    const { undoId } = await this.#tools.addFolder(made);
    return { folder: made, stamp: fresh, item, undoId };
  }
}

const notOurs = (folder: string): RoundsError =>
  new RoundsError('usage/item-folder', `${shownPath(folder)} is no item folder of the set-up any more`);
