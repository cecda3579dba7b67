/** Computers out of files of other programs: looked at first, then brought in, in one step. */
import { z } from 'zod';
import { call } from './call.ts';

export const IMPORT_KINDS = ['csv', 'ssh-config', 'ansible', 'set-up'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type CsvField = 'name' | 'host' | 'tenant' | 'tags' | 'groups' | 'user' | 'port' | 'kind' | 'credential' | 'jump';
const csvField = z.enum(['name', 'host', 'tenant', 'tags', 'groups', 'user', 'port', 'kind', 'credential', 'jump']);

const csvChoice = z.strictObject({
  delimiter: z.string().length(1).optional(),
  header: z.boolean().optional(),
  /** By column; null leaves it out. */
  columns: z.array(csvField.nullable()).max(200).optional(),
});
/** What the technician decided about a table; what is left out is found out. */
export type CsvChoice = z.output<typeof csvChoice>;

/** A table as it was read. */
export interface CsvLook {
  delimiter: string;
  header: boolean;
  /** Of one that holds secrets nothing is shown, and nothing can be taken. */
  columns: { name: string | null; secret: boolean; field: CsvField | null; samples: string[] }[];
}

/** What was chosen, dropped or pasted. Its content stays with the engine. */
export interface ImportSource {
  id: string;
  /** The file's name; null for what was pasted. */
  name: string | null;
  /** What it seems to be. */
  kind: ImportKind;
}

const id = z.string().min(1).max(100);
const text = z.string().max(200);
const optionsSchema = z.strictObject({
  source: id,
  kind: z.enum(IMPORT_KINDS),
  /** For computers that name none themselves. A new name makes a tenant. */
  tenant: text.default(''),
  /** Given to all. */
  tags: z.array(text).max(50).default([]),
  /** What happens to computers that are there already. */
  existing: z.enum(['change', 'leave']).default('change'),
  /** Rows that are not wanted, by their place. */
  without: z.array(z.int().min(0)).max(20_000).default([]),
  csv: csvChoice.default({}),
});
export type ImportOptions = z.output<typeof optionsSchema>;
export type ImportRequest = z.input<typeof optionsSchema>;

/** What happens to a row: `same` is there already as the file says, `refused` cannot be taken. */
export const ROW_ACTIONS = ['add', 'change', 'same', 'left', 'refused', 'remove'] as const;
export type RowAction = (typeof ROW_ACTIONS)[number];

export interface ImportRow {
  /** Its place in the file, for `without`. */
  at: number;
  line: number | null;
  /** What it is; a set-up has more than computers. */
  what: 'computer' | 'tenant' | 'group' | 'credential' | 'deployment' | 'limits' | 'item';
  name: string;
  tenant: string | null;
  /** How it is reached, in words. */
  reached: string;
  tags: string[];
  action: RowAction;
  /** Why it is left or refused; what of it changes. */
  why: string | null;
}

export interface ImportPreview {
  kind: ImportKind;
  encoding: string;
  csv: CsvLook | null;
  counts: Record<RowAction, number>;
  total: number;
  /** What the computers bring along: names of what is new. */
  tenants: string[];
  groups: string[];
  credentials: string[];
  /** What of the file is not taken, and why. */
  notes: { line: number | null; message: string }[];
  /** Why nothing can be brought in. */
  refusals: string[];
  warnings: string[];
}

/** The longest text that can be pasted, UTF-16 units. */
export const MAX_PASTED = 4 * 1024 * 1024;

export const importCalls = {
  /** The system's dialog; null when nothing was chosen. */
  'import.choose': call<{ source: ImportSource | null }>()(z.strictObject({})),
  /** The file that was dropped on the window last. */
  'import.dropped': call<{ source: ImportSource | null }>()(z.strictObject({})),
  'import.pasted': call<{ source: ImportSource }>()(z.strictObject({ text: z.string().min(1).max(MAX_PASTED) })),
  /** `~/.ssh/config`; null where there is none. */
  'import.ssh-config': call<{ source: ImportSource | null }>()(z.strictObject({})),
  /** What it would add and change. Changes nothing. */
  'import.preview': call<ImportPreview>()(optionsSchema),
  /** A page of the rows of the last preview. */
  'import.rows': call<{ rows: ImportRow[]; total: number }>()(z.strictObject({ source: id, offset: z.int().min(0), limit: z.int().min(1).max(500) })),
  /** Brings in what the last preview showed, in one step or not at all. */
  'import.apply': call<{ added: number; changed: number; undo: string | null }>()(z.strictObject({ source: id })),
};
