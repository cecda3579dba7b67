import { z } from 'zod';
import { VERDICTS, type Verdict, type VerdictCounts } from '../insights.ts';
import { call } from './call.ts';

const text = z.string().max(400);

/** Days up to and including today. */
export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

const filterSchema = z.strictObject({
  days: z.literal(PERIODS).default(30),
  tenant: text.optional(),
  /** Id of a group. */
  group: text.optional(),
});
export type InsightsFilter = z.input<typeof filterSchema>;
const filter = filterSchema.prefault({});

/** What the heat map's title says: the item that fails on most computers. */
export type MapFinding =
  | { kind: 'nothing-judged' }
  | { kind: 'nothing-fails'; computers: number }
  /** `since`: when the day began on which it failed first without a break. `days`: how many days that is, today included. */
  | { kind: 'one-computer'; item: string; key: string; computer: string; since: number; days: number }
  /** `tenant`: where nearly all of them are one tenant's; then the computers are those of it. */
  | { kind: 'computers'; item: string; key: string; computers: number; tenant: string | null; since: number };

/** What the title of the results over time says; failures a day, over the days on which anything was done. */
export type DaysFinding =
  | { kind: 'nothing-done' }
  | { kind: 'no-failures' }
  | { kind: 'about'; perDay: number }
  /** From the day `since` on it is at least twice as many, or at most half. */
  | { kind: 'rose' | 'fell'; before: number; after: number; since: number };

export interface InsightsView {
  /** Computers that the filter holds. */
  computers: number;
  /** How the columns of the heat map are divided, in their order. */
  tenants: { name: string; first: number; computers: number; counts: VerdictCounts }[];
  /** The rows of the heat map. */
  items: { key: string; name: string; counts: VerdictCounts }[];
  /** Items that there was no room for. */
  omitted: number;
  /** Each day of the period: when it begins, and how many actions ended how. */
  days: { at: number; counts: VerdictCounts }[];
  comebacks: ComebackRow[];
  map: MapFinding;
  time: DaysFinding;
  /** Another number whenever the cells are others. */
  made: number;
}

/** An item that failed for one reason, wherever that was. */
export interface ComebackRow {
  /** Unique. */
  id: string;
  key: string;
  item: string;
  result: Verdict;
  /** The reason's sentence. */
  sentence: string;
  /** The newest particulars. */
  detail: string | null;
  computers: number;
  /** How many of them it fails on now. */
  now: number;
  days: number;
  first: number;
  last: number;
  session: string;
  n: number;
}

/** Columns of the heat map: computers, and for each item one character a computer: `.` or the place in VERDICTS as a letter. */
export interface InsightsBlock {
  computers: { id: string; name: string; tenant: string }[];
  rows: string[];
  made: number;
}

/** One item on one computer. */
export interface CellRow {
  item: string;
  key: string;
  computer: string;
  computerId: string;
  tenant: string;
  verdict: Verdict;
  /** When the day began since which it fails without a break; null where it does not fail. */
  since: number | null;
}

/** What stands behind a cell: the action that judged it. */
export interface CellView {
  session: string;
  n: number;
  at: number;
  verdict: Verdict;
  /** The reason's sentence. */
  sentence: string | null;
}

export const insightCalls = {
  'insights.view': call<InsightsView>()(z.strictObject({ filter })),
  'insights.block': call<InsightsBlock>()(
    z.strictObject({ filter, first: z.int().min(0).max(10_000_000), limit: z.int().min(1).max(512).default(256) }),
  ),
  /** What is wrong first. */
  'insights.cells': call<{ rows: CellRow[]; total: number }>()(
    z.strictObject({
      filter,
      /** `item[:instance]`, a tenant: only these. */
      item: text.optional(),
      of: text.optional(),
      verdicts: z.array(z.enum(VERDICTS)).max(VERDICTS.length).default([]),
      offset: z.int().min(0).max(100_000_000).default(0),
      limit: z.int().min(1).max(500).default(200),
    }),
  ),
  /** Null where nothing came to it. */
  'insights.cell': call<{ found: CellView | null }>()(z.strictObject({ computer: text, item: text })),
};
