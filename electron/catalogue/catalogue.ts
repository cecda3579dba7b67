/** Maintenance items as they are found on disk. */
import type { Deployment, Item } from '../../shared/model.ts';

export interface CatalogueProblem {
  /** Where: `items/motd/item.yaml:7`. */
  place: string;
  message: string;
  /** The id of the item that it is about, where that could be read. */
  item?: string;
  level: 'error' | 'warning';
}

/** The result of loading item folders: what is usable, and what is wrong with the rest. */
export interface LoadedItems {
  items: Item[];
  problems: CatalogueProblem[];
}

export interface Catalogue extends LoadedItems {
  /** Came with the program; disabled until adopted. */
  recommended: Deployment[];
}
