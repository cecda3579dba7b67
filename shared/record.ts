/** The record of what happened: batches, sessions, actions and their output, as the store keeps and everything shows them. */
import type { DesiredState, Facts, ParameterValue } from './model.ts';
import type { ItemKey, PlannedItem } from './plan.ts';
import type { ReasonCode } from './reasons.ts';
import type { Enforcement, Mode, Phase, Result, SessionKind, SessionStatus, Stream } from './words.ts';

/** One line (or a piece of one) that a script wrote. */
export interface OutputRecord {
  /** Milliseconds since 1970, when it arrived here. */
  at: number;
  stream: Stream;
  /** Without its line end. Bytes that are no UTF-8 stand as `\xHH`, and then a backslash as `\\` (see `escaped`). */
  text: string;
  /** The line goes on in the next record of the same stream. */
  partial?: true;
  /** `text` holds `\xHH` escapes. */
  escaped?: true;
}

/** What a run was asked for; kept with the batch, so that retry and resume need nothing else. */
export interface BatchOptions {
  kind: SessionKind;
  include: Enforcement[];
  /** Item keys, when the run was for chosen items. */
  chosen?: ItemKey[];
  concurrency?: number;
  perTenant?: number;
  /** Computers that are off: not waited for, or waited for this long (milliseconds). */
  offline: { rule: 'skip' } | { rule: 'wait'; ms: number };
}

export interface BatchRecord {
  id: string;
  kind: SessionKind;
  options: BatchOptions;
  createdAt: number;
  endedAt: number | null;
  /** The batch whose failed actions this one retries. */
  parent: string | null;
  /** What the user asked for, as he wrote it (`group:Web servers`, `all`). */
  targetText: string;
}

export interface SessionRecord {
  id: string;
  batch: string;
  kind: SessionKind;
  /** `TENANT/NAME`; stays when the computer is removed. */
  computerId: string;
  computer: string;
  tenant: string;
  status: SessionStatus;
  reason: ReasonCode | null;
  detail: string | null;
  phase: Phase | null;
  /** The session whose failed actions this one retries. */
  parent: string | null;
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  facts: Facts | null;
  /** The process that runs it; null when nobody does. */
  owner: string | null;
  /** How often it was resumed after an interruption. */
  resumed: number;
}

/** All that is needed to do an action again exactly as it was decided, without the set-up of then. */
export interface FrozenAction {
  /** Hash of the item's definition; the store keeps the definition itself under it. */
  itemHash: string;
  deployment: string | null;
  enforcement: Enforcement | null;
  mode: Mode;
  state?: DesiredState;
  /** Secrets are named, never written. */
  parameters: Record<string, ParameterValue>;
  /** Limits of the deployment, in milliseconds. */
  limits?: { idleOutput?: number; action?: number };
  dependsOn: ItemKey[];
  after: ItemKey[];
  neededBy: ItemKey[];
}

export const ACTION_FLAGS = ['restart-pending', 'shadows-required', 'conflict', 'reconnected', 'log-cut', 'still-running'] as const;
export type ActionFlag = (typeof ACTION_FLAGS)[number];

export interface ActionRecord {
  session: string;
  /** Position in the session's order, from 0. */
  n: number;
  item: string;
  itemName: string;
  instance: string | null;
  result: Result;
  reason: ReasonCode | null;
  /** The particulars of the reason: an exit status, an item's name, a version. Redacted. */
  detail: string | null;
  flags: ActionFlag[];
  startedAt: number | null;
  endedAt: number | null;
  /** Time spent on it in all its parts, without waiting. */
  ms: number;
  /** Whether a set of it was ever sent. */
  changed: boolean;
  frozen: FrozenAction;
  /** What resolution said: winner, losers, rule. */
  planned: PlannedItem | null;
  /** What-if and monitoring: current and desired, property by property; redacted. */
  properties: PropertyChange[];
  logLines: number;
  logBytes: number;
  /** What exceeded the cap. */
  droppedLines: number;
  droppedBytes: number;
}

export interface PropertyChange {
  key: string;
  current: string;
  desired: string | null;
}

/** Which part of an action is under way. */
export const ACTION_STEPS = ['test', 'set', 'verify', 'get'] as const;
export type ActionStep = (typeof ACTION_STEPS)[number];
