import { useSyncExternalStore } from 'react';

/** Rows of a long list that are here already, in pages. Who draws them looks again when some came; nobody else needs to. */
export class RowBook<Row> {
  readonly #size: number;
  #key = '';
  #pages = new Map<number, Row[]>();
  #version = 0;
  readonly #listeners = new Set<() => void>();

  /** @param size rows of a page */
  constructor(size: number) {
    this.#size = size;
  }

  /** Rows of another list (another `key`) leave with the first that come of the new one. */
  put(key: string, page: number, rows: Row[]): void {
    if (this.#key !== key) this.#pages = new Map();
    this.#key = key;
    this.#pages.set(page, rows);
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  readonly rowAt = (index: number): Row | undefined => this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size];
  readonly version = (): number => this.#version;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}

const never = (): (() => void) => () => undefined;
const zero = (): number => 0;

/** Draws anew when rows came: another number each time. Without a book, never. */
export function useRows(book: Pick<RowBook<unknown>, 'subscribe' | 'version'> | undefined): number {
  return useSyncExternalStore(book?.subscribe ?? never, book?.version ?? zero);
}
