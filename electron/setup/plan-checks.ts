/** What holds of the set-up as it would be, whether files or the window change it. */
import { RoundsError } from '../../shared/errors.ts';
import type { SetUp } from '../../shared/model.ts';
import type { InputProblem } from '../catalogue/yaml-file.ts';
import type { SetUpEntry } from '../store/store.ts';
import { effectiveConnection } from './connection.ts';
import type { Draft } from './drafts.ts';
import { entryId, entryText, keyOf, referencesOf } from './entries.ts';

/** Nothing that others still name may go. @param place of what takes it away. */
export function strandedBy(removed: readonly SetUpEntry[], staying: readonly SetUpEntry[], place: string): InputProblem[] {
  const going = new Set(removed.map((entry) => keyOf(entry)));
  if (going.size === 0) return [];
  return staying.flatMap((entry) =>
    referencesOf(entry)
      .filter(({ kind, id }) => going.has(`${kind} ${id}`))
      .map(({ kind, id }) => ({
        place,
        message: `${entryText(kind, id)} would be removed, but ${entryText(entry.kind, entryId(entry))} still names it`,
      })),
  );
}

/** Computers whose connection could not be made, whatever they inherit. */
export function brokenConnections(drafts: readonly Draft[], setUp: SetUp): InputProblem[] {
  return drafts.flatMap(({ entry, at }) => {
    if (entry.kind !== 'computer') return [];
    try {
      effectiveConnection(setUp, entry.value.id);
      return [];
    } catch (error) {
      if (error instanceof RoundsError) return [{ place: at(['connection']), message: error.message }];
      throw error;
    }
  });
}
