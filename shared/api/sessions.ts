import { z } from 'zod';
import type { ActionRecord, ActionStep, BatchRecord, OutputRecord, SessionRecord } from '../record.ts';
import { SESSION_STATUSES, type Phase, type Result, type SessionKind, type SessionStatus } from '../words.ts';
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

export const historyFilterSchema = z.strictObject({
  since: z.int().min(0).optional(),
  until: z.int().min(0).optional(),
  tenant: text.optional(),
  computer: text.optional(),
  statuses: z.array(z.enum(SESSION_STATUSES)).max(20).default([]),
});

export const sessionCalls = {
  'sessions.page': call<{ rows: HistoryRow[]; more: boolean }>()(
    z.strictObject({ filter: historyFilterSchema.prefault({}), offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(200) }),
  ),
  'sessions.log': call<{ records: OutputRecord[]; first: number; total: number }>()(
    z.strictObject({ session: text, n: z.int().min(0), first: z.int().min(0), limit: z.int().min(1).max(2000).default(500) }),
  ),
};
