/** Several computers changed at once. */
import { z } from 'zod';
import { call } from './call.ts';
import type { EditAnswer } from './edit.ts';

const id = z.string().min(1).max(1000);
const tags = z.array(z.string().min(1).max(200)).max(50);

export const bulkChangeSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('tags'), add: tags, remove: tags }),
  /** `alone`: they leave every other group with fixed members. */
  z.strictObject({ what: z.literal('group'), group: id, alone: z.boolean() }),
  /** Null: what tenant and groups say. */
  z.strictObject({ what: z.literal('credential'), credential: z.string().max(200).nullable() }),
]);
export type BulkChange = z.output<typeof bulkChangeSchema>;

export const bulkCalls = {
  /** Changes them in one step, or none of them where something is wrong; `undo` is null when nothing was changed. */
  'computers.change': call<EditAnswer & { undo: string | null }>()(
    z.strictObject({ computers: z.array(id).min(1).max(20_000), change: bulkChangeSchema }),
  ),
};
