import type { Bound } from './item-scripts.ts';

/** A folder that stands for /. */
export interface Folder {
  /** Its path; anew for every test. */
  readonly root: string;
  item(id: string): Bound;
  /** Writes a file, folders and all. */
  write(file: string, content: string): void;
}
