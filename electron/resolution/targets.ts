/** Which computers a deployment's target holds, how specific it is, and when it cannot be resolved at all (P4). */
import type { Computer, ComputerId, Facts, Filter, SetUp, Target } from '../../shared/model.ts';
import { filterHolds, filterProblem, no, YES, type Holding } from './filters.ts';
import { compareNames } from './names.ts';
import { indexOf, type IndexedGroup, type SetUpIndex } from './set-up-index.ts';

/** The facts of a computer as far as they are known; undefined when it was never looked at. */
export type FactsOf = (computer: ComputerId) => Facts | undefined;

/** The computers that a target holds, by id; those for which a fact is missing; and why it holds nobody at all, where it cannot be resolved. */
export interface TargetComputers {
  computers: ComputerId[];
  notKnown: ComputerId[];
  problem: string | null;
}

const NOT_UNDERSTOOD = 'its target is not understood';

function groupProblem(id: string, index: SetUpIndex): string | null {
  const found = index.groups.get(id);
  if (!found) return `group ${id} does not exist`;
  const { tenant, filter } = found.group;
  if (tenant !== undefined && !index.tenants.has(tenant)) return `tenant ${tenant} of group ${id} does not exist`;
  return filter && filterProblem(filter) ? `group ${id}: ${filterProblem(filter)}` : null;
}

/**
 * Why a target cannot be resolved, as a clause (`group Acme/Web does not exist`), or null when it can.
 * Such a target holds nobody, never everybody.
 */
export function targetProblem(target: Target, setUp: SetUp): string | null {
  const index = indexOf(setUp);
  if ('computer' in target) return index.computers.has(target.computer) ? null : `computer ${target.computer} does not exist`;
  if ('group' in target) return groupProblem(target.group, index);
  if ('tenant' in target && target.tenant !== undefined && !index.tenants.has(target.tenant)) return `tenant ${target.tenant} does not exist`;
  if ('filter' in target) return filterProblem(target.filter);
  if ('tag' in target || 'tenant' in target) return null;
  // Compared with true, so that a target from outside that names nothing never counts as everything.
  return (target as { all?: unknown }).all === true ? null : NOT_UNDERSTOOD;
}

function groupHolds({ group, members }: IndexedGroup, computer: Computer, facts: Facts): Holding {
  if (group.tenant !== undefined && group.tenant !== computer.tenant) return no(`group ${group.id} is of another tenant`);
  if (!members && !group.filter) return no(`group ${group.id} is empty`);
  if (members && !members.has(computer.id)) return no(`it is no member of group ${group.id}`);
  return group.filter ? filterHolds(group.filter, computer, facts) : YES;
}

/**
 * Whether a target holds a computer. `not-known` when only facts that are not known yet stand between; both that and a
 * target that cannot be resolved count as not held.
 */
export function targetHolds(target: Target, computer: Computer, facts: Facts, setUp: SetUp): Holding {
  const problem = targetProblem(target, setUp);
  if (problem !== null) return no(problem);
  if ('computer' in target) return target.computer === computer.id ? YES : no('the target is another computer');
  if ('group' in target) {
    const group = indexOf(setUp).groups.get(target.group);
    return group ? groupHolds(group, computer, facts) : no(`group ${target.group} does not exist`);
  }
  if ('tenant' in target && target.tenant !== undefined && target.tenant !== computer.tenant) return no(`it is not of tenant ${target.tenant}`);
  if ('tag' in target) return computer.tags.includes(target.tag) ? YES : no(`it has no tag ${target.tag}`);
  if ('filter' in target) return filterHolds(target.filter, computer, facts);
  return YES;
}

/** The only computers that can be held, found without a walk over all where the target names them, a tag or a tenant. */
function reach(target: Target, index: SetUpIndex): Iterable<Computer> {
  const ofTenant = (tenant: string): readonly Computer[] => index.computersByTenant.get(tenant) ?? [];
  const byIds = (ids: Iterable<ComputerId>): Computer[] => [...ids].flatMap((id) => index.computers.get(id) ?? []);
  if ('computer' in target) return byIds([target.computer]);
  if ('group' in target) {
    const found = index.groups.get(target.group);
    if (found?.members) return byIds(found.members);
    return found?.group.tenant === undefined ? index.computers.values() : ofTenant(found.group.tenant);
  }
  if ('tag' in target) return index.computersByTag.get(target.tag) ?? [];
  return 'tenant' in target && target.tenant !== undefined ? ofTenant(target.tenant) : index.computers.values();
}

/** Exactly the computers that a target holds, in the order of their ids: what a preview shows before anything runs. */
export function targetComputers(target: Target, setUp: SetUp, factsOf: FactsOf): TargetComputers {
  const result: TargetComputers = { computers: [], notKnown: [], problem: targetProblem(target, setUp) };
  if (result.problem !== null) return result;
  for (const computer of reach(target, indexOf(setUp))) {
    const { held } = targetHolds(target, computer, factsOf(computer.id) ?? {}, setUp);
    if (held === 'yes') result.computers.push(computer.id);
    else if (held === 'not-known') result.notKnown.push(computer.id);
  }
  result.computers.sort(compareNames);
  result.notKnown.sort(compareNames);
  return result;
}

/** How many computers a target holds for sure; none where it cannot be resolved. */
export function countHeld(target: Target, setUp: SetUp, factsOf: FactsOf): number {
  if (targetProblem(target, setUp) !== null) return 0;
  let count = 0;
  for (const computer of reach(target, indexOf(setUp))) {
    if (targetHolds(target, computer, factsOf(computer.id) ?? {}, setUp).held === 'yes') count += 1;
  }
  return count;
}

/**
 * How specific a target is; higher wins. A group ranks as a group even when a filter says who is in it. One that belongs
 * to no tenant stands with tags and filters across tenants: it reaches as far as they do.
 */
export function specificity(target: Target, setUp: SetUp): number {
  if ('computer' in target) return 5;
  if ('group' in target) return indexOf(setUp).groups.get(target.group)?.group.tenant === undefined ? 1 : 4;
  const inTenant = 'tenant' in target && target.tenant !== undefined;
  if ('tag' in target) return inTenant ? 4 : 1;
  if ('filter' in target) return inTenant ? 3 : 1;
  return inTenant ? 2 : 0;
}

function describeFilter(filter: Filter): string {
  const parts: string[] = [];
  if (filter.platform !== undefined) parts.push(`platform ${filter.platform}`);
  if (filter.role !== undefined) parts.push(`role ${filter.role}`);
  if (filter.tag !== undefined) parts.push(`tag ${filter.tag}`);
  for (const [key, value] of Object.entries(filter.fact ?? {}).sort(([a], [b]) => compareNames(a, b))) parts.push(`${key} ${value}`);
  return parts.join(', ');
}

/** A target in words: `group Acme/Web servers`, `tag web within Acme`, `everything`. */
export function describeTarget(target: Target): string {
  if ('computer' in target) return `computer ${target.computer}`;
  if ('group' in target) return `group ${target.group}`;
  const within = 'tenant' in target && target.tenant !== undefined ? ` within ${target.tenant}` : '';
  if ('tag' in target) return `tag ${target.tag}${within}`;
  if ('filter' in target) return `filter (${describeFilter(target.filter)})${within}`;
  return 'tenant' in target ? `tenant ${target.tenant}` : 'everything';
}
