import { randomBytes } from 'node:crypto';
import { RoundsError } from '../../shared/errors.ts';

/** The last thing that was chosen in a dialog: the page refers to it and cannot name another. */
export class Chosen<T> {
  #kept: { id: string; value: T } | null = null;

  keep(value: T): string {
    const id = randomBytes(8).toString('hex');
    this.#kept = { id, value };
    return id;
  }

  /** @throws RoundsError `usage/not-chosen` */
  of(id: string): T {
    if (this.#kept?.id !== id) throw new RoundsError('usage/not-chosen', 'Choose the file again');
    return this.#kept.value;
  }
}
