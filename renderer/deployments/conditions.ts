/** A filter as a list of conditions, as the editor shows it; both ways. */
import type { TargetForm } from '../../shared/setup-schema.ts';

export const KINDS = ['platform', 'role', 'tag', 'fact'] as const;
export type ConditionKind = (typeof KINDS)[number];
type Filter = Extract<TargetForm, { filter: unknown }>['filter'];

export interface Condition {
  kind: ConditionKind;
  /** Of the fact. */
  name: string;
  value: string;
}

export function conditionsOf(filter: Filter): Condition[] {
  return Object.entries(filter).flatMap(([kind, value]): Condition[] => {
    if (kind === 'fact' && typeof value === 'object') return Object.entries(value).map(([name, one]) => ({ kind, name, value: String(one) }));
    return [{ kind: KINDS.find((one) => one === kind) ?? 'tag', name: '', value: typeof value === 'string' ? value : '' }];
  });
}

/** Of two conditions over one fact the later one holds. What is not chosen yet is an empty text, which the check refuses. */
export function filterOf(conditions: readonly Condition[]): Filter {
  const facts = conditions.filter(({ kind }) => kind === 'fact').map(({ name, value }) => [name, value] as const);
  const others = conditions.filter(({ kind }) => kind !== 'fact').map(({ kind, value }) => [kind, value] as const);
  return { ...Object.fromEntries(others), ...(facts.length > 0 ? { fact: Object.fromEntries(facts) } : {}) };
}
