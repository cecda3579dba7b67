import type { DeploymentRow } from '../../shared/api/set-up.ts';
import type { Enforcement, Origin } from '../../shared/words.ts';
import { stateWords } from '../computers/state-words.ts';

export interface DeploymentFilter {
  /** Words that name, item or target contain. */
  text: string;
  enforcements: Enforcement[];
  origins: Origin[];
}

export function matches({ deployment, itemName, target }: DeploymentRow, { text, enforcements, origins }: DeploymentFilter): boolean {
  if (enforcements.length > 0 && !enforcements.includes(deployment.enforcement)) return false;
  if (origins.length > 0 && !origins.includes(deployment.origin)) return false;
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const hay = `${deployment.name} ${deployment.item} ${itemName} ${target}`.toLowerCase();
  return words.every((word) => hay.includes(word));
}

/** By a column; what ties is by name. */
export function sorted(rows: readonly DeploymentRow[], { by, descending }: { by: string; descending: boolean }): DeploymentRow[] {
  const way = descending ? -1 : 1;
  return [...rows].sort((a, b) => way * compare(a, b, by) || a.deployment.name.localeCompare(b.deployment.name));
}

function compare(a: DeploymentRow, b: DeploymentRow, by: string): number {
  if (by === 'holds') return (a.holds ?? -1) - (b.holds ?? -1);
  const textOf = ({ deployment, itemName, target }: DeploymentRow): string => {
    if (by === 'item') return itemName;
    if (by === 'state') return stateWords(deployment);
    if (by === 'target') return target;
    if (by === 'enforcement') return deployment.enforcement;
    return by === 'origin' ? deployment.origin : deployment.name;
  };
  return textOf(a).localeCompare(textOf(b), undefined, { numeric: true });
}
