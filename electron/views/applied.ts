/** What applying set-up files changes, as the screen shows it. */
import type { AppliedRow, ApplyAnswer, PlacedProblem } from '../../shared/api/files.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { AppliedEntry, ApplyPlan } from '../setup/plan-apply.ts';

/** Added, changed and removed entries in one list. */
export function applyAnswer({ added, changed, removed, warnings }: ApplyPlan): ApplyAnswer {
  const rows = (what: AppliedRow['what'], entries: readonly AppliedEntry[]): AppliedRow[] =>
    entries.map(({ kind, name, fields }) => ({ what, kind: kind === 'item-folder' ? 'item' : kind, name, fields }));
  return { rows: [...rows('added', added), ...rows('changed', changed), ...rows('removed', removed)], warnings, problems: [] };
}

/** What is wrong in the files, where that is why nothing can be applied; else null. */
export function refusedAnswer(error: unknown): ApplyAnswer | null {
  if (!(error instanceof RoundsError) || error.kind !== 'input/setup' || !Array.isArray(error.details['problems'])) return null;
  const problems = (error.details['problems'] as PlacedProblem[]).map(({ place, message }) => ({ place, message }));
  return { rows: [], warnings: [], problems };
}
