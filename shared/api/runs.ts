import { z } from 'zod';
import { call } from './call.ts';

const id = z.string().min(1).max(200);
const computers = z.array(id).min(1).max(100_000);
const include = z.array(z.enum(['required', 'optional', 'adhoc'])).max(3);
const items = z.array(id).max(1000);

/** What a run would do on one computer. */
export interface RunPreviewRow {
  id: string;
  name: string;
  tenant: string;
  actions: number;
  /** Winners that the run does not include and that hide a Required deployment. */
  shadowed: number;
  conflicts: number;
  /** The last attempt did not reach it: the sentence. */
  away: string | null;
}

export interface RunPreview {
  rows: RunPreviewRow[];
  actions: number;
  /** Winners by enforcement, over all computers. */
  byEnforcement: Record<'required' | 'optional' | 'adhoc', number>;
  /** Items that any of these computers has a winner for. */
  items: { key: string; name: string; computers: number }[];
  warnings: string[];
  /** Every computer that there is. */
  everything: boolean;
}

export const runCalls = {
  /** The exact computers and what each would do; computed anew each time, by the same function as the run itself. */
  'runs.preview': call<RunPreview>()(z.strictObject({ computers, include, items: items.optional() })),
  'runs.start': call<{ batch: string }>()(
    z.strictObject({
      kind: z.enum(['maintenance', 'check', 'onboarding']),
      computers,
      include,
      items: items.min(1).optional(),
      concurrency: z.int().min(1).max(1000).optional(),
      /** Minutes to wait for computers that are off; absent: they are skipped. */
      waitMinutes: z.int().min(1).max(10_080).optional(),
      targetText: z.string().max(500),
    }),
  ),
  'runs.script': call<{ batch: string }>()(
    z.strictObject({
      computers,
      text: z.string().min(1).max(1_000_000),
      shell: z.enum(['sh', 'powershell']),
      concurrency: z.int().min(1).max(1000).optional(),
      targetText: z.string().max(500),
    }),
  ),
  'runs.retry': call<{ batch: string }>()(z.strictObject({ of: id, items: items.min(1).optional(), cause: z.string().max(40).optional() })),
  /** Sessions of any batches: one retry for each batch. With `waitMinutes`, those that are off are waited for. */
  'runs.retrySessions': call<{ batches: string[] }>()(
    z.strictObject({
      sessions: z.array(id).min(1).max(2000),
      cause: z.string().max(40).optional(),
      items: items.min(1).optional(),
      waitMinutes: z.int().min(1).max(1440).optional(),
    }),
  ),
  'runs.resume': call<{ batch: string }>()(z.strictObject({ id })),
  /** A batch, a session, or (with `n`) one action of a session that runs here. */
  'runs.cancel': call<{ who: 'here' | 'asked' | 'over' }>()(z.strictObject({ id, n: z.int().min(0).optional() })),
};
