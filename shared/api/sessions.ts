import { z } from 'zod';
import { REASON_CODES, type ReasonCode, type RetryCause } from '../reasons.ts';
import type { ActionRecord, ActionStep, BatchRecord, OutputRecord, SessionRecord } from '../record.ts';
import { SESSION_STATUSES, STREAMS, type Phase, type Result, type SessionKind, type SessionStatus } from '../words.ts';
import { call } from './call.ts';

const text = z.string().max(200);

/** One session as a line: its actions are only their results, in order. */
export interface SessionLine {
  id: string;
  batch: string;
  kind: SessionKind;
  computer: string;
  computerId: string;
  tenant: string;
  status: SessionStatus;
  phase: Phase | null;
  reason: string | null;
  results: Result[];
  /** What is under way; null where nothing is or it is not known. */
  now: { item: string; step: ActionStep; since: number; line: string } | null;
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  /** Runs in another process. */
  elsewhere: boolean;
}

export interface BatchLine {
  id: string;
  kind: SessionKind;
  title: string;
  createdAt: number;
  endedAt: number | null;
  total: number;
  over: number;
  bad: number;
  running: number;
  slots: number | null;
}

/** What runs, and what ended since the window was opened. */
export interface LiveView {
  batches: BatchLine[];
  sessions: SessionLine[];
}

export interface SessionView {
  session: SessionRecord;
  batch: BatchRecord | null;
  actions: ActionRecord[];
  /** A few words beside each action, by its number: the reason, in short. */
  words: Record<number, string>;
  /** Every reason that occurs, by its code. */
  reasons: Record<string, { sentence: string; advice?: string }>;
  /** Of the session itself. */
  reasonText: { sentence: string; advice?: string } | null;
  /** What is under way. */
  now: { n: number; step: ActionStep; since: number } | null;
  /** Retries of it, and what it retries: the whole family, oldest first. */
  lineage: { id: string; status: SessionStatus; createdAt: number; parent: string | null }[];
}

export interface HistoryRow {
  id: string;
  batch: string;
  kind: SessionKind;
  computer: string;
  tenant: string;
  status: SessionStatus;
  reason: string | null;
  startedBy: string;
  createdAt: number;
  ms: number | null;
  results: Result[];
}

/** Failures that have one cause: how many computers, who, and which sessions a retry would take up. */
export interface FailureGroup {
  key: string;
  reason: ReasonCode | null;
  /** Where no reason was written down. */
  result: Result | null;
  cause: RetryCause | null;
  sentence: string | null;
  advice: string | null;
  /** Where the cause is one item's; null where it is the computer's. */
  item: { key: string; name: string } | null;
  /** Computers. */
  count: number;
  /** The first of them. */
  names: string[];
  sessions: string[];
}

/** Where a search goes on. */
export interface SearchFrom {
  sessions: number;
  n: number;
  line: number;
}

/** A session in whose logs a text was found, and the first line of an action that has it. */
export interface LogHitRow {
  row: HistoryRow;
  n: number;
  item: string;
  line: number;
  text: string;
}

const at = z.int().min(0);
const historyFilterSchema = z.strictObject({
  since: at.optional(),
  until: at.optional(),
  tenant: text.optional(),
  /** Text that the computer's name contains. */
  computer: text.optional(),
  item: text.optional(),
  /** Why it, or an action of it (of one item, by id), ended as it did. */
  cause: z.strictObject({ reason: z.enum(REASON_CODES), item: text.optional() }).optional(),
  statuses: z.array(z.enum(SESSION_STATUSES)).max(20).default([]),
});
export type HistoryFilter = z.input<typeof historyFilterSchema>;
const filter = historyFilterSchema.prefault({});

export const sessionCalls = {
  'sessions.page': call<{ rows: HistoryRow[]; total: number }>()(
    z.strictObject({ filter, offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(200) }),
  ),
  /** What there is to filter by. */
  'sessions.facets': call<{ tenants: string[]; items: { id: string; name: string }[] }>()(z.strictObject({})),
  /** Why sessions of a filter did not pass, of its newest that did not; `whole` when these are all. */
  'sessions.failures': call<{ groups: FailureGroup[]; looked: number; whole: boolean }>()(z.strictObject({ filter })),
  /** A piece of a search through logs; to be asked again with `next` until that is null. `until` of the filter keeps the list still. */
  'sessions.search': call<{ hits: LogHitRow[]; next: SearchFrom | null; searched: number; unreadable: number }>()(
    z.strictObject({ filter, text: z.string().min(2).max(200), from: z.strictObject({ sessions: at, n: at, line: at }).nullable() }),
  ),
  /** Which lines came by these streams: pairs of first line and how many; goes on at `next`. */
  'sessions.streams': call<{ runs: number[]; next: number; total: number }>()(
    z.strictObject({ session: text, n: z.int().min(0), first: z.int().min(0), streams: z.array(z.enum(STREAMS)).min(1).max(STREAMS.length) }),
  ),
  'sessions.log': call<{ records: OutputRecord[]; first: number; total: number }>()(
    z.strictObject({ session: text, n: z.int().min(0), first: z.int().min(0), limit: z.int().min(1).max(2000).default(500) }),
  ),
};
