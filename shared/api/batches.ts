import { z } from 'zod';
import type { Result, SessionKind, SessionStatus } from '../words.ts';
import { call } from './call.ts';

/** An action as a stretch of time; only those that began. */
export interface TimelineAction {
  n: number;
  name: string;
  result: Result;
  startedAt: number;
  /** Null while it is under way. */
  endedAt: number | null;
}

export interface TimelineRow {
  session: string;
  computer: string;
  tenant: string;
  status: SessionStatus;
  startedAt: number | null;
  endedAt: number | null;
  /** From its beginning to its end or to now; null before it began. */
  ms: number | null;
  actions: TimelineAction[];
}

export interface TimelinePage {
  rows: TimelineRow[];
  total: number;
  kind: SessionKind;
  targetText: string;
  createdAt: number;
  /** When the first began, and when the last ended (or now). */
  from: number;
  until: number;
  /** The one that took longest, and how long half of them took at most; null where fewer than two are over. */
  slowest: { computer: string; ms: number; median: number } | null;
  waiting: number;
}

export const TIMELINE_ORDERS = ['start', 'took', 'computer'] as const;

export const batchCalls = {
  /** Which action ran when on which computer. */
  'batches.timeline': call<TimelinePage>()(
    z.strictObject({
      batch: z.string().min(1).max(200),
      sort: z.enum(TIMELINE_ORDERS),
      descending: z.boolean().default(false),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(200),
    }),
  ),
};
