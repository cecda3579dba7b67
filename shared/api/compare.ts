import { z } from 'zod';
import type { DesiredState, ParameterValue } from '../model.ts';
import type { ItemKey } from '../plan.ts';
import type { PropertyChange } from '../record.ts';
import type { Enforcement, Mode, Result, SessionStatus } from '../words.ts';
import { call } from './call.ts';

/** An item on one of the two: what was asked for, and what came of it last. */
export interface ComparedSide {
  /** Null where it was never done. */
  result: Result | null;
  /** Why, as a sentence. */
  sentence: string | null;
  detail: string | null;
  deployment: string | null;
  enforcement: Enforcement | null;
  mode: Mode;
  state?: DesiredState;
  parameters: Record<string, ParameterValue>;
  properties: PropertyChange[];
  ms: number | null;
  /** Of the item's definition. */
  definition: string | null;
}

export const DIFFERENCES = ['there', 'result', 'reason', 'deployment', 'wish', 'parameters', 'properties', 'definition'] as const;
/** What is different: there on one alone; what came of it; why; who asks for it; what is asked for; with what; as it is; as it is written. */
export type Difference = (typeof DIFFERENCES)[number];

export interface ComparedItem {
  key: ItemKey;
  name: string;
  a: ComparedSide | null;
  b: ComparedSide | null;
  differs: Difference[];
}

export interface ComparedFact {
  name: string;
  a: string | null;
  b: string | null;
}

export interface ComparedHead {
  /** The session; null where a computer is compared that has none. */
  session: string | null;
  computerId: string;
  computer: string;
  tenant: string;
  status: SessionStatus | null;
  at: number | null;
}

export interface CompareView {
  a: ComparedHead;
  b: ComparedHead;
  items: ComparedItem[];
  facts: ComparedFact[];
}

const id = z.string().min(1).max(1000);
export const compareCalls = {
  /** Two sessions as they were, of one computer or of two. */
  'compare.sessions': call<CompareView>()(z.strictObject({ a: id, b: id })),
  /** Two computers as they are: what each should have, what its last session found, what is known of it. */
  'compare.computers': call<CompareView>()(z.strictObject({ a: id, b: id })),
};
