import type { Standing } from '../../shared/api/deployments.ts';
import type { DeploymentRow } from '../../shared/api/deployments.ts';
import type { Enforcement, Origin } from '../../shared/words.ts';
import { stateWords } from '../computers/state-words.ts';
import type { TargetKind } from './target-kinds.ts';

/** Whether it holds anybody at all. */
export type EnabledKind = 'enabled' | 'disabled' | 'waiting';
/** What one may want to mend. */
export type ProblemKind = 'conflicts' | 'hidden' | 'nobody' | 'nowhere' | 'edited';

/** A deployment in the list, with all that is known of it. */
export interface ListedDeployment extends DeploymentRow {
  /** Null while it is worked out. */
  standing: Standing | null;
  /** It is being edited, and not saved. */
  edited: boolean;
}

export interface DeploymentFilter {
  /** Words that name, item or target contain. */
  text: string;
  items: string[];
  enforcements: Enforcement[];
  origins: Origin[];
  targets: TargetKind[];
  enabled: EnabledKind[];
  problems: ProblemKind[];
}

export const NO_FILTER: DeploymentFilter = { text: '', items: [], enforcements: [], origins: [], targets: [], enabled: [], problems: [] };

export const enabledKind = ({ deployment, adopted }: DeploymentRow): EnabledKind =>
  deployment.enabled ? 'enabled' : adopted ? 'disabled' : 'waiting';

export const targetKind = ({ deployment: { target } }: DeploymentRow): TargetKind =>
  (['computer', 'group', 'tag', 'filter', 'all'] as const).find((kind) => kind in target) ?? 'tenant';

/** What is to be said of it; of one that is disabled, nothing but what was begun. */
export function problemsOf(row: ListedDeployment): ProblemKind[] {
  const { deployment, holds, standing, edited } = row;
  const kinds: ProblemKind[] = edited ? ['edited'] : [];
  if (!deployment.enabled) return kinds;
  if (holds === null || holds === 0) return [...kinds, 'nobody'];
  if (standing === null) return kinds;
  if (standing.conflicts > 0) kinds.push('conflicts');
  if (standing.hidden > 0) kinds.push('hidden');
  if (standing.wins === 0 && deployment.enforcement !== 'onboarding') kinds.push('nowhere');
  return kinds;
}

export function matches(row: ListedDeployment, filter: DeploymentFilter): boolean {
  const { deployment, itemName, target } = row;
  const holds = <T>(chosen: readonly T[], ...values: T[]): boolean => chosen.length === 0 || values.some((value) => chosen.includes(value));
  if (!holds(filter.items, itemName) || !holds(filter.enforcements, deployment.enforcement) || !holds(filter.origins, deployment.origin))
    return false;
  if (!holds(filter.targets, targetKind(row)) || !holds(filter.enabled, enabledKind(row)) || !holds(filter.problems, ...problemsOf(row)))
    return false;
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const hay = `${deployment.name} ${deployment.item} ${itemName} ${target}`.toLowerCase();
  return words.every((word) => hay.includes(word));
}

/** By a column; what ties is by name. */
export function sorted<Row extends ListedDeployment>(rows: readonly Row[], { by, descending }: { by: string; descending: boolean }): Row[] {
  const way = descending ? -1 : 1;
  return [...rows].sort((a, b) => way * compare(a, b, by) || a.deployment.name.localeCompare(b.deployment.name));
}

function compare(a: ListedDeployment, b: ListedDeployment, by: string): number {
  if (by === 'holds') return (a.holds ?? -1) - (b.holds ?? -1);
  if (by === 'notes') return problemsOf(b).length - problemsOf(a).length;
  const textOf = ({ deployment, itemName, target }: DeploymentRow): string => {
    if (by === 'item') return itemName;
    if (by === 'state') return stateWords(deployment);
    if (by === 'target') return target;
    if (by === 'enforcement') return deployment.enforcement;
    return by === 'origin' ? deployment.origin : deployment.name;
  };
  return textOf(a).localeCompare(textOf(b), undefined, { numeric: true });
}
