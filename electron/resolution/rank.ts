/** Which of two candidates wins, and by which rule: origin, then target, then enforcement, then the stable id. */
import type { Deployment } from '../../shared/model.ts';
import { LOSS_RULES, type Enforcement, type LossRule, type Origin } from '../../shared/words.ts';
import { compareNames } from './names.ts';

const ORIGIN_RANK: Record<Origin, number> = { local: 1, recommended: 0 };
/** Onboarding ones are candidates in onboarding sessions only, so there it may simply be the highest. */
const ENFORCEMENT_RANK: Record<Enforcement, number> = { onboarding: 3, required: 2, optional: 1, adhoc: 0 };

/** A deployment that holds the computer. */
export interface Candidate {
  deployment: Deployment;
  /** Of its target; higher wins. */
  specificity: number;
}

/** The first rule by which two candidates differ, and the difference: positive when the first one wins by it. */
function difference(a: Candidate, b: Candidate, rule: LossRule): number {
  switch (rule) {
    case 'origin':
      return ORIGIN_RANK[a.deployment.origin] - ORIGIN_RANK[b.deployment.origin];
    case 'target':
      return a.specificity - b.specificity;
    case 'enforcement':
      return ENFORCEMENT_RANK[a.deployment.enforcement] - ENFORCEMENT_RANK[b.deployment.enforcement];
    case 'tie':
      return compareNames(b.deployment.name, a.deployment.name);
  }
}

/** The rule that decides between two candidates: the first, in the order of the rules, by which they differ. */
export function decidingRule(a: Candidate, b: Candidate): LossRule {
  return LOSS_RULES.find((rule) => difference(a, b, rule) !== 0) ?? 'tie';
}

/** Orders candidates, the winner first. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return difference(b, a, decidingRule(a, b));
}
