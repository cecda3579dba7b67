/** What a run tells while it goes on: the lines of `--json` and, later, what the window is sent. */
import type { ActionStep, OutputRecord, PropertyChange, ActionFlag } from './record.ts';
import type { ReasonCode } from './reasons.ts';
import type { Phase, Result, SessionKind, SessionStatus } from './words.ts';

export interface ActionSummary {
  item: string;
  instance: string | null;
  result: Result;
  reason: ReasonCode | null;
  /** Milliseconds. */
  ms: number;
}

export interface SessionSummary {
  id: string;
  computer: string;
  tenant: string;
  status: SessionStatus;
  reason: ReasonCode | null;
  actions: ActionSummary[];
}

export type RunEvent =
  | { type: 'batch.started'; at: number; batch: string; kind: SessionKind; sessions: { id: string; computer: string; tenant: string }[] }
  | {
      type: 'session.status';
      at: number;
      session: string;
      computer: string;
      tenant: string;
      status: SessionStatus;
      phase: Phase | null;
      reason: ReasonCode | null;
      detail: string | null;
    }
  | { type: 'session.planned'; at: number; session: string; actions: { n: number; item: string; instance: string | null }[]; warnings: string[] }
  | { type: 'action.started'; at: number; session: string; n: number; item: string; instance: string | null; step: ActionStep }
  | { type: 'action.output'; session: string; n: number; item: string; instance: string | null; records: OutputRecord[] }
  | {
      type: 'action.finished';
      at: number;
      session: string;
      computer: string;
      tenant: string;
      n: number;
      item: string;
      instance: string | null;
      result: Result;
      reason: ReasonCode | null;
      detail: string | null;
      flags: ActionFlag[];
      properties: PropertyChange[];
      ms: number;
    }
  | {
      type: 'session.finished';
      at: number;
      session: string;
      computer: string;
      tenant: string;
      status: SessionStatus;
      reason: ReasonCode | null;
      detail: string | null;
    }
  | { type: 'warning'; at: number; message: string; computer?: string }
  | { type: 'batch.finished'; at: number; batch: string; sessions: SessionSummary[] };
