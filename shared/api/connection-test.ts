import { z } from 'zod';
import type { Facts } from '../model.ts';
import { call } from './call.ts';
import { editSchema, type EditAnswer } from './edit.ts';

export const TEST_STEPS = ['resolve', 'connect', 'host-key', 'authenticate', 'sudo', 'shell', 'facts'] as const;
export type TestStep = (typeof TEST_STEPS)[number];

/** A connection that is tested, step by step; steps in the order in which they began. */
export interface ConnectionTestView {
  computer: string;
  steps: { step: TestStep; state: 'started' | 'ok' | 'failed'; detail: string | null; startedAt: number; ms: number | null }[];
  warnings: string[];
  /** Null while it goes on. */
  over:
    | { ok: true; description: string; facts: Facts }
    | {
        ok: false;
        message: string;
        sentence: string | null;
        advice: string | null;
        /** Fingerprints of the host key that a file knows, and of the one that is shown instead. */
        changedKey: { known: string; shown: string; file: string } | null;
      }
    | { ok: false; cancelled: true }
    | null;
}

export interface Inherited {
  option: string;
  value: unknown;
  /** The tenant or group that gives it. */
  from: string;
}

const tested = z.strictObject({ edit: editSchema, computer: z.string().min(1).max(1000) });

export const connectionTestCalls = {
  /** Connects as the edit would have it; the edit is not made. Watch `connection-test` with the id. */
  'connection-test.start': call<{ id: string }>()(tested),
  'connection-test.cancel': call<Record<string, never>>()(z.strictObject({ id: z.string().max(100) })),
  /** Takes the key that is no longer shown out of the file that knows it; the next test asks about the new one. */
  'connection-test.forget-key': call<Record<string, never>>()(z.strictObject({ id: z.string().max(100) })),
  /** Opens a terminal of the system in which ssh logs in to a computer. */
  'computers.terminal': call<Record<string, never>>()(z.strictObject({ id: z.string().min(1).max(1000) })),
  /** Opens the system's remote desktop client on a computer; it asks for the password itself. */
  'computers.remoteDesktop': call<{ file: string }>()(z.strictObject({ id: z.string().min(1).max(1000) })),
  /** What an edit would do, and what the computer inherits where its own connection says nothing. */
  'computers.plan': call<{ answer: EditAnswer; inherited: Inherited[]; groups: string[] }>()(tested),
  /** Groups with fixed members, as forms that an edit can change. */
  'groups.fixed': call<{ groups: { id: string; tenant: string | null; members: string[]; form: unknown; hash: string }[] }>()(z.strictObject({})),
};
