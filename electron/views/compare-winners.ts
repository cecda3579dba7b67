/** Who wins an item on one computer before and after an edit of deployments, compared. */
import type { ConsequenceRow, WinnerView } from '../../shared/api/deployments.ts';
import type { PlannedItem } from '../../shared/plan.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import { explainLoss } from '../resolution/index.ts';

/** The deployments that an edit is about. */
export interface Edited {
  names: ReadonlySet<string>;
  /** A deployment that goes to the one of another name that takes its place. */
  renamed: ReadonlyMap<string, string>;
}

export type Compared = Omit<ConsequenceRow, 'computer' | 'item'>;

/** Null where the edited deployments have no part in it. */
export function compareWinners({ names, renamed }: Edited, was: PlannedItem | undefined, will: PlannedItem | undefined): Compared | null {
  const isEdited = (one: PlannedItem | undefined): boolean => one?.winner !== undefined && one.winner !== null && names.has(one.winner.deployment);
  const [had, gets] = [isEdited(was), isEdited(will)];
  const hides = will?.losers.some(({ deployment }) => names.has(deployment)) ?? false;
  const same = sameWish(was, will, renamed);
  const conflict = conflictOf(names, was, will);
  if (!had && !gets && !hides && same && conflict === null) return null;
  const change = had && gets ? (same ? 'keeps' : 'changes') : gets ? 'gains' : had ? 'loses' : same ? 'another' : 'shifts';
  return {
    change,
    before: winnerView(was),
    after: winnerView(will),
    because: because(names, change, was, will),
    conflict,
    hidesRequired: !gets && will?.losers.some(({ deployment, enforcement }) => names.has(deployment) && enforcement === 'required') === true,
    notApplicable: gets ? notApplicable(will) : null,
  };
}

/** A tie that comes or goes does so because of the edit; one that stays is its matter only where an edited deployment ties. */
function conflictOf(names: ReadonlySet<string>, was: PlannedItem | undefined, will: PlannedItem | undefined): ConsequenceRow['conflict'] {
  if (was?.conflict !== true) return will?.conflict === true ? 'arises' : null;
  if (will?.conflict !== true) return 'vanishes';
  const ties = ({ winner, losers }: PlannedItem): boolean =>
    names.has(winner?.deployment ?? '') || losers.some(({ deployment, rule }) => rule === 'tie' && names.has(deployment));
  return ties(was) || ties(will) ? 'stays' : null;
}

function sameWish(was: PlannedItem | undefined, will: PlannedItem | undefined, renamed: ReadonlyMap<string, string>): boolean {
  const wish = (one: PlannedItem | undefined, name: string | undefined): string =>
    canonicalJson({ ...winnerView(one), deployment: name ?? null, parameters: one?.parameters ?? null });
  const before = was?.winner?.deployment;
  return wish(was, before === undefined ? undefined : (renamed.get(before) ?? before)) === wish(will, will?.winner?.deployment);
}

function winnerView(one: PlannedItem | undefined): WinnerView | null {
  if (!one?.winner) return null;
  const { deployment, enforcement } = one.winner;
  return { deployment, enforcement, ...(one.state === undefined ? {} : { state: one.state }), mode: one.mode };
}

/** The rule that decides, where one does; else the kind of change says it. */
function because(
  names: ReadonlySet<string>,
  change: ConsequenceRow['change'],
  was: PlannedItem | undefined,
  will: PlannedItem | undefined,
): string | null {
  if (!will?.winner || change === 'keeps' || change === 'changes') return null;
  const loser = will.losers.find(({ deployment }) => (change === 'gains' ? deployment === was?.winner?.deployment : names.has(deployment)));
  return loser ? explainLoss(will.winner, loser) : null;
}

/** What is known before anything is tested, and has nothing to do with who wins. */
function notApplicable(will: PlannedItem | undefined): string | null {
  const verdict = will?.verdict;
  return verdict && (verdict.reason === 'platform' || verdict.reason === 'condition') ? verdict.detail : null;
}
