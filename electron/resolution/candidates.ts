/** The candidates of one computer, by item and instance. */
import type { Computer, Deployment, Facts, SetUp } from '../../shared/model.ts';
import { compareCandidates, type Candidate } from './rank.ts';
import { indexOf } from './set-up-index.ts';
import { specificity, targetHolds, targetProblem } from './targets.ts';

/** All candidates for one item and instance, the winner first. Never empty. */
export interface Contest {
  item: string;
  instance: string | null;
  candidates: Candidate[];
}

export interface Contests {
  contests: Contest[];
  /** Sentences about deployments that hold nobody, or not this computer yet. */
  warnings: string[];
}

export function isIgnore(deployment: Deployment): boolean {
  return deployment.state === 'ignore';
}

/** An Ignore without an instance speaks for every instance of its item that something else asks for, or else for the item alone. */
function contestsOf(item: string, candidates: Candidate[]): Contest[] {
  const speaksForAll = (candidate: Candidate): boolean => isIgnore(candidate.deployment) && candidate.deployment.instance === null;
  const general = candidates.filter(speaksForAll);
  const instances = new Set(candidates.filter((candidate) => !speaksForAll(candidate)).map((candidate) => candidate.deployment.instance));
  if (instances.size === 0) instances.add(null);
  return [...instances].map((instance) => {
    const own = candidates.filter((candidate) => !speaksForAll(candidate) && candidate.deployment.instance === instance);
    return { item, instance, candidates: [...own, ...general].sort(compareCandidates) };
  });
}

/** Every enabled deployment whose target holds the computer; onboarding ones in onboarding sessions only. */
export function contestsFor(setUp: SetUp, computer: Computer, facts: Facts, onboarding: boolean): Contests {
  const byItem = new Map<string, Candidate[]>();
  const warnings: string[] = [];
  for (const deployment of indexOf(setUp).deployments) {
    if (!deployment.enabled || (deployment.enforcement === 'onboarding' && !onboarding)) continue;
    const problem = targetProblem(deployment.target, setUp);
    const { held, why } = targetHolds(deployment.target, computer, facts, setUp);
    if (problem !== null) warnings.push(`'${deployment.name}' holds nobody: ${problem}.`);
    else if (held === 'not-known') warnings.push(`'${deployment.name}' does not hold ${computer.id} yet: ${why}.`);
    if (held !== 'yes') continue;
    const candidate = { deployment, specificity: specificity(deployment.target, setUp) };
    const others = byItem.get(deployment.item);
    if (others) others.push(candidate);
    else byItem.set(deployment.item, [candidate]);
  }
  return { contests: [...byItem].flatMap(([item, candidates]) => contestsOf(item, candidates)), warnings };
}
