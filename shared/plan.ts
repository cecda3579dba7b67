/** What resolution says about one computer: the shape that preview, session, report and CLI share (P1, P2). */
import type { DesiredState, ParameterValue, Target } from './model.ts';
import type { ReasonCode } from './reasons.ts';
import type { Enforcement, LossRule, Mode, Origin } from './words.ts';

/** `item` or `item:instance`: how an action is named on the command line and in messages. */
export type ItemKey = string;

export function itemKey(item: string, instance: string | null): ItemKey {
  return instance === null ? item : `${item}:${instance}`;
}

export interface Winner {
  deployment: string;
  origin: Origin;
  enforcement: Enforcement;
  target: Target;
  ignore: boolean;
}

export interface Loser {
  deployment: string;
  /** The first rule by which it lost. */
  rule: LossRule;
  origin: Origin;
  enforcement: Enforcement;
  target: Target;
}

export interface PlannedItem {
  item: string;
  instance: string | null;
  /** Null for a dependency that no deployment asks for and that runs with its defaults. */
  winner: Winner | null;
  losers: Loser[];
  /** The run does this item. */
  included: boolean;
  /** A full tie decided. */
  conflict: boolean;
  /** The winner is not included (or ignores) and a Required deployment lost to it. */
  shadowsRequired: boolean;
  /** Included only because these need it (their keys). */
  neededBy: ItemKey[];
  /** What is known before anything is tested: why the session will not do this item. */
  verdict: { result: 'skipped' | 'not-applicable' | 'dependency-failure' | 'error'; reason: ReasonCode; detail: string } | null;
  state?: DesiredState;
  mode: Mode;
  parameters: Record<string, ParameterValue>;
  /** Keys of planned items that must be compliant first; all of them are in the plan. */
  dependsOn: ItemKey[];
  /** Keys that only order. */
  after: ItemKey[];
}

export interface Plan {
  computer: string;
  tenant: string;
  /** Every item with a candidate, and dependencies that were taken in, by key. */
  items: PlannedItem[];
  /** The keys of all items of the plan, in the order in which a session takes them. */
  order: ItemKey[];
  /** Sentences: targets that hold nobody because they cannot be resolved or are not yet known, unknown items. */
  warnings: string[];
}

export interface ResolveOptions {
  /** Which enforcements the run includes. */
  include: Enforcement[];
  /** Onboarding deployments are candidates in onboarding sessions only. */
  onboarding: boolean;
  /** Chosen items: `item` (all its instances) or `item:instance`. They and their hard dependencies run, whatever the enforcement. */
  chosen?: ItemKey[];
}
