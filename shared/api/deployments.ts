import { z } from 'zod';
import type { DesiredState, Item } from '../model.ts';
import type { ItemKey } from '../plan.ts';
import type { Enforcement, Mode } from '../words.ts';
import { call } from './call.ts';
import { editSchema, type EditAnswer } from './edit.ts';

/** Who wins an item on a computer, and what it asks for. */
export interface WinnerView {
  deployment: string;
  enforcement: Enforcement;
  state?: DesiredState;
  mode: Mode;
}

export interface ConsequenceRow {
  computer: string;
  item: ItemKey;
  /** What is edited wins from now on, no longer, as before but asks for something else, as before; or another keeps winning. */
  change: 'gains' | 'loses' | 'changes' | 'keeps' | 'another';
  before: WinnerView | null;
  after: WinnerView | null;
  /** The rule that decides, as a sentence; null where the kind of change says it. */
  because: string | null;
  /** A full tie that was not there before. */
  conflict: boolean;
  /** What is edited is Required, and hidden here. */
  hidesRequired: boolean;
}

/** What changes if an edit is saved. */
export interface Consequences {
  /** Of all rows. */
  counts: Record<ConsequenceRow['change'], number>;
  /** The first of them, what changes first. */
  rows: ConsequenceRow[];
  hidden: number;
  conflicts: number;
  /** Of the computers concerned: whose facts nobody knows yet, so that filters and conditions may decide otherwise. */
  unknownFacts: number;
  /** Computers on which what is edited wins afterwards. */
  receives: number;
  /** What its item needs: on how many of these it is deployed; elsewhere it runs with its defaults. */
  dependsOn: { item: string; name: string; there: boolean; deployed: number }[];
  /** Whom the target of each edited deployment holds: the count, and the first names. */
  targets: { deployment: string; count: number; names: string[]; problem: string | null }[];
}

/** What an editor offers to choose from. */
export interface Choices {
  tenants: string[];
  groups: string[];
  tags: string[];
  computers: string[];
  secrets: string[];
  credentials: string[];
  items: Item[];
}

export const deploymentCalls = {
  /** What an edit of deployments would do, with all that is wrong with it. Changes nothing. */
  'deployments.consequences': call<{ answer: EditAnswer; consequences: Consequences }>()(editSchema),
  'set-up.choices': call<Choices>()(z.strictObject({})),
};
