/** What is allowed in a set-up but is most likely not meant. Sentences. */
import type { Deployment, SetUp, Target } from '../../shared/model.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import { describeTarget, targetComputers } from '../resolution/index.ts';
import type { FactsOf } from '../resolution/index.ts';
import { effectiveConnection } from './connection.ts';

/**
 * @param factsOf what is known of the computers; filters over what is not known hold nobody yet.
 * @param about names of deployments: only what is to be said of these. Who edits nothing else is not kept waiting for all the rest.
 */
export function setUpWarnings(setUp: SetUp, factsOf: FactsOf, about?: ReadonlySet<string>): string[] {
  const warnings: string[] = [];
  const holdsNobody = (target: Target, what: string): void => {
    const held = targetComputers(target, setUp, factsOf);
    if (held.computers.length > 0) return;
    const why = held.notKnown.length > 0 ? `: the facts of ${held.notKnown.length} computers are not yet known` : '';
    warnings.push(held.problem === null ? `${what} holds no computer${why}` : `${what} holds no computer: ${held.problem}`);
  };
  if (!about) for (const group of setUp.groups) holdsNobody({ group: group.id }, `group ${group.id}`);
  for (const deployment of setUp.deployments) {
    if (about && !about.has(deployment.name)) continue;
    // an empty group has had its own warning
    if (deployment.enabled && (about || !('group' in deployment.target))) {
      holdsNobody(deployment.target, `${deployment.name}: its target (${describeTarget(deployment.target)})`);
    }
  }
  return about
    ? [...warnings, ...alike(setUp.deployments, about)]
    : [...warnings, ...alike(setUp.deployments), ...connectionWarnings(setUp, factsOf)];
}

/** Deployments between which only their names decide. */
function alike(deployments: readonly Deployment[], about?: ReadonlySet<string>): string[] {
  const warnings: string[] = [];
  const first = new Map<string, Deployment>();
  for (const deployment of deployments) {
    if (!deployment.enabled) continue;
    const { item, instance, target, enforcement, origin } = deployment;
    const key = canonicalJson({ item, instance, target, enforcement, origin });
    const other = first.get(key);
    if (other && (!about || about.has(other.name) || about.has(deployment.name)))
      warnings.push(
        `'${other.name}' and '${deployment.name}' deploy ${item} alike: wherever both hold it is a conflict, and '${other.name}' wins by its name`,
      );
    if (!other) first.set(key, deployment);
  }
  return warnings;
}

/** Contradicting groups; several computers that are this workstation itself. Connections that cannot be are told elsewhere. */
function connectionWarnings(setUp: SetUp, factsOf: FactsOf): string[] {
  const warnings = new Set<string>();
  const local: string[] = [];
  for (const computer of setUp.computers) {
    try {
      const connection = effectiveConnection(setUp, computer.id, factsOf(computer.id));
      for (const warning of connection.warnings) warnings.add(warning);
      if (connection.target.kind === 'local') local.push(computer.id);
    } catch {
      continue;
    }
  }
  if (local.length > 1) warnings.add(`${local.join(', ')} are all of kind local, which is this workstation`);
  return [...warnings];
}
