import { z } from 'zod';
import type { Deployment, DesiredState, Item } from '../model.ts';
import type { ItemKey } from '../plan.ts';
import type { Enforcement, Mode } from '../words.ts';
import { call } from './call.ts';
import { PAGE_LIMIT } from './computers.ts';
import { editSchema, type EditAnswer, type SetUpEditRequest } from './edit.ts';

export interface DeploymentRow {
  deployment: Deployment;
  itemName: string;
  /** In words. */
  target: string;
  /** How many computers its target holds; null where it cannot be said, and why. */
  holds: number | null;
  problem: string | null;
  /** False for a recommended one that waits to be adopted. */
  adopted: boolean;
}

/** Who wins an item on a computer, and what it asks for. */
export interface WinnerView {
  deployment: string;
  enforcement: Enforcement;
  state?: DesiredState;
  mode: Mode;
}

/**
 * What is edited wins from now on; no longer; as before but asks for something else; neither it nor the winner from now on had or has
 * to do with what is edited; as before; or another keeps winning.
 */
export const CHANGES = ['gains', 'loses', 'changes', 'shifts', 'another', 'keeps'] as const;
export type Change = (typeof CHANGES)[number];

export interface ConsequenceRow {
  computer: string;
  item: ItemKey;
  change: Change;
  before: WinnerView | null;
  after: WinnerView | null;
  /** The rule that decides, as a sentence; null where the kind of change says it. */
  because: string | null;
  /** A full tie that what is edited has to do with. */
  conflict: 'arises' | 'vanishes' | 'stays' | null;
  /** What is edited is Required, and hidden here. */
  hidesRequired: boolean;
  /** Why a session would not do it here, as far as facts are known. */
  notApplicable: string | null;
}

/** What an edited deployment's item needs. */
export interface NeedView {
  item: string;
  name: string;
  /** The catalogue has it. */
  there: boolean;
  /** It only orders; its failure blocks nothing. */
  soft: boolean;
  /** On how many of the computers that receive the edited one it is deployed, and on how many ignored. */
  deployed: number;
  ignored: number;
  /** The first names of those on which it is neither. */
  missing: string[];
  /** What happens there: it runs with its defaults, or what needs it is a Dependency Failure. */
  otherwise: 'defaults' | 'fails' | 'nothing';
}

/** Whom the target of an edited deployment holds: how many, and the first names. */
export interface HeldView {
  deployment: string;
  count: number;
  names: string[];
  /** A fact is missing that decides whether it holds them: it holds them not yet. */
  notKnown: number;
  notKnownNames: string[];
  problem: string | null;
}

/** What changes if an edit is saved. */
export interface Consequences {
  /** Of all rows. */
  counts: Record<Change, number>;
  /** Computers on which a winner, or what it asks for, is another afterwards. */
  changed: number;
  hidden: number;
  conflicts: { arise: number; vanish: number; stay: number };
  /** Where what is edited wins and a session would not do it, as far as facts are known. */
  notApplicable: number;
  /** Computers that receive it and were never reached: whether it applies there is not known. */
  unknownFacts: number;
  /** Computers on which what is edited wins afterwards. */
  receives: number;
  dependsOn: NeedView[];
  targets: HeldView[];
  /** Only onboarding deployments are edited: this is who wins in onboarding sessions. */
  onboarding: boolean;
}

export interface ConsequencePage {
  rows: ConsequenceRow[];
  total: number;
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
  /** Facts that are known of any computer, with the values that most of them have. */
  facts: Record<string, string[]>;
}

/** Where one deployment stands today, over all computers. */
export interface Standing {
  /** Computers on which it wins an item. */
  wins: number;
  /** Computers on which it is Required and another wins that the technician may not expect. */
  hidden: number;
  /** Computers on which it ties. */
  conflicts: number;
}

/** A way to let a deployment win on a computer. */
export interface WayToWin {
  kind: 'enforcement' | 'copy' | 'disable-winner';
  /** The deployment as it would be, and whether it is a new one. */
  form: unknown;
  /** The one that is changed; null for a new one. */
  of: string | null;
  /** Computers on which a winner would be another. */
  changed: number;
}

const name = z.string().min(1).max(1000);

export const deploymentCalls = {
  'deployments.list': call<{ rows: DeploymentRow[] }>()(z.strictObject({})),
  /** What an edit of deployments would do, with all that is wrong with it. Changes nothing. The rows are asked for by `id`. */
  'deployments.consequences': call<{ answer: EditAnswer; consequences: Consequences; id: string }>()(editSchema),
  'deployments.consequenceRows': call<ConsequencePage>()(
    z.strictObject({
      id: z.string().max(100),
      /** Only these kinds of change; empty: all. */
      changes: z.array(z.enum(CHANGES)).max(CHANGES.length).default([]),
      offset: z.int().min(0).max(10_000_000).default(0),
      limit: z.int().min(1).max(PAGE_LIMIT).default(200),
    }),
  ),
  /** The edit that does something with several deployments at once. Those that are so already are left out. */
  'deployments.bulk': call<{ edit: SetUpEditRequest; names: string[] }>()(
    z.strictObject({ action: z.enum(['enable', 'disable', 'remove']), names: z.array(name).min(1).max(20_000) }),
  ),
  /** Where every deployment stands today: worked out over all computers, so it is asked for after the list. */
  'deployments.standings': call<{ standings: Record<string, Standing> }>()(z.strictObject({})),
  /** How a deployment that lost an item on a computer could win there, the smallest change first. */
  'deployments.waysToWin': call<{ ways: WayToWin[]; winner: string | null }>()(z.strictObject({ deployment: name, computer: name, item: name })),
  'set-up.choices': call<Choices>()(z.strictObject({})),
};
