import type { Change, ConsequencePage, ConsequenceRow } from '../../shared/api/deployments.ts';
import { RoundsError } from '../../shared/errors.ts';

/** So many answers are kept: an editor asks anew with every change, and only ever reads the newest. */
const KEPT = 8;

/** The rows of the last answers, so that they are read in pages. */
export class ConsequenceBook {
  readonly #kept = new Map<string, readonly ConsequenceRow[]>();
  #made = 0;

  keep(rows: readonly ConsequenceRow[]): string {
    this.#made += 1;
    const id = `consequences-${this.#made}`;
    this.#kept.set(id, rows);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return id;
  }

  /** @throws RoundsError `usage/consequences` for one that is no longer kept */
  page({ id, changes, offset, limit }: { id: string; changes: readonly Change[]; offset: number; limit: number }): ConsequencePage {
    const kept = this.#kept.get(id);
    if (!kept) throw new RoundsError('usage/consequences', 'What this changes was worked out anew meanwhile');
    const rows = changes.length === 0 ? kept : kept.filter(({ change }) => changes.includes(change));
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  }
}
