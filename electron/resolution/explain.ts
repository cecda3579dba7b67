/** Why a plan is as it is, in sentences: the same ones on screen, in the terminal and in the exported log (P2). */
import { assertNever } from '../../shared/assert-never.ts';
import { itemKey, type ItemKey, type Loser, type Plan, type PlannedItem, type Winner } from '../../shared/plan.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { Enforcement, Origin } from '../../shared/words.ts';
import { describeTarget } from './targets.ts';

const ENFORCEMENT_WORDS: Record<Enforcement, string> = { required: 'Required', optional: 'Optional', adhoc: 'Ad hoc', onboarding: 'Onboarding' };
const ORIGIN_WORDS: Record<Origin, string> = { local: 'Local', recommended: 'Recommended' };

/** The rule by which a loser lost, as a clause: `group Acme/Web servers is more specific than everything`. */
export function explainLoss(winner: Winner, loser: Loser): string {
  switch (loser.rule) {
    case 'origin':
      return `${ORIGIN_WORDS[winner.origin]} beats ${ORIGIN_WORDS[loser.origin]}`;
    case 'target':
      return `${describeTarget(winner.target)} is more specific than ${describeTarget(loser.target)}`;
    case 'enforcement':
      return `${ENFORCEMENT_WORDS[winner.enforcement]} beats ${ENFORCEMENT_WORDS[loser.enforcement]}`;
    case 'tie':
      return 'they tie in origin, target and enforcement, and the lower name is taken';
    default:
      return assertNever(loser.rule, 'loss rule');
  }
}

function explainChoice(key: ItemKey, { winner, losers }: PlannedItem): string[] {
  if (!winner) return [`No deployment asks for ${key}; it runs with its defaults.`];
  if (losers.length === 0) return [`'${winner.deployment}' wins: nothing else asks for ${key} here.`];
  return losers.map((loser) => `'${winner.deployment}' wins over '${loser.deployment}': ${explainLoss(winner, loser)}.`);
}

function explainVerdict(key: ItemKey, { winner, verdict }: PlannedItem): string[] {
  if (!verdict) return [];
  const { reason, detail } = verdict;
  if (winner && reason === 'ignored-by') return [`'${winner.deployment}' says to ignore ${key} here.`];
  if (winner && reason === 'not-included')
    return [`It is skipped: '${winner.deployment}' is ${ENFORCEMENT_WORDS[winner.enforcement]}, which this run does not include.`];
  if (reason === 'not-selected') return ['It is skipped: the run is for chosen items, and this is none of them.'];
  const { sentence } = reasonText(reason);
  return [detail === '' ? sentence : `${sentence.replace(/\.$/, '')}: ${detail}.`];
}

function explainItem(planned: PlannedItem): string[] {
  const key = itemKey(planned.item, planned.instance);
  const sentences = explainChoice(key, planned);
  const ties = planned.losers.filter((loser) => loser.rule === 'tie').length;
  if (planned.conflict) sentences.push(`Conflict: ${ties + 1} deployments tie for ${key}.`);
  sentences.push(...explainVerdict(key, planned));
  if (planned.shadowsRequired) {
    const hidden = planned.losers.filter((loser) => loser.enforcement === 'required').map((loser) => `'${loser.deployment}'`);
    sentences.push(`This hides what is Required by ${hidden.join(', ')}.`);
  }
  if (planned.neededBy.length > 0) sentences.push(`It is included because of what needs it: ${planned.neededBy.join(', ')}.`);
  return sentences;
}

/**
 * Sentences about one item of a plan, or about all instances of an item when `key` names only the item: who wins, every
 * loser with the first rule by which it lost, and why the run does or does not take it.
 */
export function explain(plan: Plan, key: ItemKey): string[] {
  const exact = plan.items.filter((planned) => itemKey(planned.item, planned.instance) === key);
  const found = exact.length > 0 ? exact : plan.items.filter((planned) => planned.item === key);
  return found.length > 0 ? found.flatMap(explainItem) : [`Nothing asks for ${key} on ${plan.tenant}/${plan.computer}.`];
}
