/** Changes of the set-up by hand: forms as they stand in set-up files, one step or nothing. */
import { z } from 'zod';
import { call } from './call.ts';

/** The kinds of entries that can be edited, with the section of a set-up file in which each stands. */
export const SECTION_OF = {
  tenant: 'tenants',
  credential: 'credentials',
  computer: 'computers',
  group: 'groups',
  deployment: 'deployments',
  limits: 'limits',
} as const;
export type EditedKind = keyof typeof SECTION_OF;
export type FormSection = (typeof SECTION_OF)[EditedKind];

const id = z.string().min(1).max(1000);
const kind = z.enum(['tenant', 'credential', 'computer', 'group', 'deployment', 'limits']);
const reference = z.strictObject({ kind, id });
const references = z.array(reference).max(20_000).default([]);
// What a form holds is checked by the schema of set-up files, which tells each mistake with its place.
const form: z.ZodType<unknown, unknown> = z.json();
const forms = z.array(form).max(20_000).optional();

export const editSchema = z.strictObject({
  /** `limits` takes one form, which is all of them: what it does not name has its default again. */
  put: z.strictObject({ tenants: forms, credentials: forms, computers: forms, groups: forms, deployments: forms, limits: forms }).default({}),
  remove: references,
  /** What is to be new: one of the same name that is there already is refused instead of changed. */
  fresh: references,
  /** What was looked at before it was changed, with the hash that `set-up.form` gave: refused when it is another by now. */
  seen: z
    .array(z.strictObject({ kind, id, hash: z.string().max(64) }))
    .max(20_000)
    .default([]),
});
export type SetUpEdit = z.output<typeof editSchema>;
export type SetUpEditRequest = z.input<typeof editSchema>;

/** One thing that is wrong: in which form, and where in it (`['parameters', 'text']`; empty for the whole). */
export interface FormProblem {
  section: FormSection;
  index: number;
  where: string[];
  message: string;
}

/** What an edit would do, or did. */
export interface EditAnswer {
  problems: FormProblem[];
  /** What is wrong and belongs to no form: a removal that strands others, an entry that somebody else changed. */
  refusals: string[];
  warnings: string[];
  /** Set-up files that name what is changed or removed: their next apply brings back what they say. */
  files: string[];
  added: number;
  changed: number;
  removed: number;
}

export const editCalls = {
  /** What an edit would do. Changes nothing. */
  'set-up.plan': call<EditAnswer>()(editSchema),
  /** Does it unless something is wrong; `undo` is null when nothing was changed. */
  'set-up.edit': call<EditAnswer & { undo: string | null }>()(editSchema),
  /** Takes an edit back, as long as nothing else was changed. */
  'set-up.undo': call<Record<string, never>>()(z.strictObject({ undo: z.string().max(100) })),
  /** One entry as a form. `hash` is null for what is only recommended yet; `files` are those that name it. */
  'set-up.form': call<{ form: unknown; hash: string | null; files: string[] }>()(reference),
};
