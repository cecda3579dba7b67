import { z } from 'zod';
import type { Facts } from '../model.ts';
import { CONNECT_STEPS } from '../words.ts';
import { call } from './call.ts';
import { editSchema } from './edit.ts';

export const TEST_STEPS = [...CONNECT_STEPS, 'facts'] as const;
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

const tested = z.strictObject({ edit: editSchema, computer: z.string().min(1).max(1000) });

export const connectionTestCalls = {
  /** Connects as the edit would have it; the edit is not made. Watch `connection-test` with the id. */
  'connection-test.start': call<{ id: string }>()(tested),
  'connection-test.cancel': call<Record<string, never>>()(z.strictObject({ id: z.string().max(100) })),
  /** Takes the key that is no longer shown out of the file that knows it; the next test asks about the new one. */
  'connection-test.forget-key': call<Record<string, never>>()(z.strictObject({ id: z.string().max(100) })),
};
