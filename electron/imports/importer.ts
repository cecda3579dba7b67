/** Files that are looked at and brought in: what was chosen stays here, the screen is only told what it would make of the set-up. */
import { randomUUID } from 'node:crypto';
import { access, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { MAX_PASTED, type ImportOptions, type ImportPreview, type ImportRow, type ImportSource, type RowAction } from '../../shared/api/imports.ts';
import type { SetUpEdit } from '../../shared/api/edit.ts';
import { RoundsError } from '../../shared/errors.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import { makeFolder } from '../files/make-folder.ts';
import type { AppliedEntry, ApplyPlan } from '../setup/plan-apply.ts';
import type { EditPlan } from '../setup/plan-edit.ts';
import type { SetUpEntry } from '../store/store.ts';
import { kindOf } from './kind-of.ts';
import { planImport, type ImportPlan } from './plan-import.ts';
import { readComputers } from './read-computers.ts';
import { readSource, type SourceText } from './source-text.ts';

/** What it needs of the engine. */
export interface ImportEngine {
  readonly dataFolder: string;
  readonly store: { readSetUp(): Promise<SetUpEntry[]> };
  apply(files: string[], options: { prune: boolean; dryRun: boolean }): Promise<ApplyPlan>;
  planEdit(edit: SetUpEdit): Promise<EditPlan>;
  edit(edit: SetUpEdit): Promise<EditPlan & { undoId: string | null }>;
}

/** What the last preview of a source showed. */
type Shown = { rows: ImportRow[] } & ({ edit: SetUpEdit } | { file: string; plan: string } | { refused: true });

interface Held {
  source: SourceText;
  shown: Shown | null;
  /** A file that was made for what was pasted, until it is brought in. */
  made: string | null;
}

/** So many sources are held. */
const KEPT = 3;
/** How often rows that do not fit are taken out before it is given up: one may stand in the way of the next. */
const ROUNDS = 12;

export class Importer {
  readonly #engine: ImportEngine;
  readonly #held = new Map<string, Held>();

  constructor(engine: ImportEngine) {
    this.#engine = engine;
  }

  /** @throws RoundsError `input/import` for a file that is no text, is too long or cannot be read */
  async file(file: string): Promise<ImportSource> {
    return this.#hold(await readSource(file));
  }

  pasted(text: string): ImportSource {
    return this.#hold({ text: text.slice(0, MAX_PASTED), file: null, encoding: '' });
  }

  /** Null where this account has none. */
  async ownSshConfig(): Promise<ImportSource | null> {
    const file = path.join(homedir(), '.ssh', 'config');
    const there = await access(file).then(
      () => true,
      () => false,
    );
    return there ? { ...(await this.file(file)), kind: 'ssh-config' } : null;
  }

  /** @throws RoundsError `usage/import`, `input/*` */
  async preview(options: ImportOptions): Promise<ImportPreview> {
    const held = this.#of(options.source);
    held.shown = null;
    return options.kind === 'set-up' ? this.#previewSetUp(held, options.source) : this.#previewComputers(held, options, options.kind);
  }

  rows(source: string, offset: number, limit: number): { rows: ImportRow[]; total: number } {
    const rows = this.#of(source).shown?.rows ?? [];
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  }

  /** @throws RoundsError `store/set-up-changed` when the set-up is no longer what the preview was made of */
  async apply(source: string): Promise<{ added: number; changed: number; undo: string | null }> {
    const held = this.#of(source);
    const { shown } = held;
    if (!shown || 'refused' in shown) throw new RoundsError('usage/import', 'There is nothing that could be imported');
    const changed = new RoundsError('store/set-up-changed', 'The set-up was changed meanwhile; look at the preview again');
    if ('edit' in shown) {
      const { answer, undoId } = await this.#engine.edit(shown.edit);
      if (answer.problems.length + answer.refusals.length > 0) throw changed;
      this.#held.delete(source);
      return { added: answer.added, changed: answer.changed, undo: undoId };
    }
    const again = await this.#engine.apply([shown.file], { prune: false, dryRun: true });
    if (planText(again) !== shown.plan) throw changed;
    const plan = await this.#engine.apply([shown.file], { prune: false, dryRun: false });
    held.made = null;
    this.#held.delete(source);
    return { added: plan.added.length, changed: plan.changed.length, undo: null };
  }

  /** What there is to warn about only because of the import. */
  async #newWarnings(warnings: readonly string[]): Promise<string[]> {
    const { answer } = await this.#engine.planEdit({ put: {}, remove: [], fresh: [], seen: [] });
    return warnings.filter((warning) => !answer.warnings.includes(warning)).slice(0, 50);
  }

  #hold(source: SourceText): ImportSource {
    const id = randomUUID();
    this.#held.set(id, { source, shown: null, made: null });
    for (const [old, { made }] of this.#held) {
      if (this.#held.size <= KEPT) break;
      if (made !== null) void rm(made, { force: true });
      this.#held.delete(old);
    }
    const name = source.file === null ? null : path.basename(source.file);
    return { id, name, kind: kindOf(source.text, name) };
  }

  #of(id: string): Held {
    const held = this.#held.get(id);
    if (!held) throw new RoundsError('usage/import', 'This file is not held any more: choose it again');
    return held;
  }

  async #previewComputers(held: Held, options: ImportOptions, kind: 'csv' | 'ssh-config' | 'ansible'): Promise<ImportPreview> {
    const { imported, look } = await readComputers(held.source, { kind, csv: options.csv });
    const current = await this.#engine.store.readSetUp();
    const refused = new Map<number, string>();
    let plan = planImport(imported, current, options, refused);
    let made = await this.#engine.planEdit(plan.edit);
    for (let round = 0; round < ROUNDS && takeOut(plan, made, refused); round += 1) {
      plan = planImport(imported, current, options, refused);
      made = await this.#engine.planEdit(plan.edit);
    }
    const { answer } = made;
    const refusals = [...answer.refusals, ...answer.problems.map(({ message }) => message)];
    held.shown = refusals.length > 0 ? { rows: plan.rows, refused: true } : { rows: plan.rows, edit: plan.edit };
    return {
      kind,
      encoding: held.source.encoding,
      csv: look,
      ...counted(plan.rows),
      tenants: plan.tenants,
      groups: plan.groups,
      credentials: plan.credentials,
      notes: plan.notes,
      refusals: refusals.slice(0, 20),
      warnings: await this.#newWarnings(answer.warnings),
    };
  }

  /** What was pasted needs a file of its own: the set-up remembers where its entries came from. */
  async #previewSetUp(held: Held, id: string): Promise<ImportPreview> {
    let { file } = held.source;
    if (file === null) {
      const folder = path.join(this.#engine.dataFolder, 'imported');
      makeFolder(folder);
      file = path.join(folder, `${id}.yaml`);
      await writeFile(file, held.source.text, { mode: 0o600 });
      held.made = file;
    }
    const begin = { kind: 'set-up' as const, encoding: held.source.encoding, csv: null, tenants: [], groups: [], credentials: [] };
    try {
      const plan = await this.#engine.apply([file], { prune: false, dryRun: true });
      const rows = [
        ...plan.added.map((entry) => ({ ...entry, action: 'add' as const })),
        ...plan.changed.map((entry) => ({ ...entry, action: 'change' as const })),
        ...plan.removed.map((entry) => ({ ...entry, action: 'remove' as const })),
      ].map(entryRow);
      held.shown = { rows, file, plan: planText(plan) };
      return { ...begin, ...counted(rows), notes: [], refusals: [], warnings: await this.#newWarnings(plan.warnings) };
    } catch (error) {
      if (!(error instanceof RoundsError) || error.kind !== 'input/setup') throw error;
      held.shown = { rows: [], refused: true };
      // A text that was pasted has no name that would mean something to anybody.
      const lines = error.message.split('\n').map((line) => (held.made === null ? line : line.replace(/^\S*\.yaml:(\d+)(?::\d+)?/, 'Line $1')));
      return { ...begin, ...counted([]), notes: [], refusals: lines.slice(0, 50), warnings: [] };
    }
  }
}

/** Notes what is wrong with which row. False when nothing of it is a row's. */
function takeOut(plan: ImportPlan, { answer }: EditPlan, refused: Map<number, string>): boolean {
  let found = false;
  for (const { section, index, where, message } of answer.problems) {
    const at = section === 'computers' ? plan.behind[index] : undefined;
    if (at === undefined || refused.has(at)) continue;
    refused.set(at, where.length > 0 && !message.includes(where.at(-1) ?? '') ? `${where.join('.')}: ${message}` : message);
    found = true;
  }
  return found;
}

function counted(rows: readonly ImportRow[]): Pick<ImportPreview, 'counts' | 'total'> {
  const counts: Record<RowAction, number> = { add: 0, change: 0, same: 0, left: 0, refused: 0, remove: 0 };
  for (const { action } of rows) counts[action] += 1;
  return { counts, total: rows.length };
}

const planText = ({ added, changed, removed }: ApplyPlan): string => canonicalJson({ added, changed, removed });

function entryRow({ kind, name, fields, action }: AppliedEntry & { action: RowAction }, at: number): ImportRow {
  const slash = kind === 'computer' || kind === 'group' ? name.indexOf('/') : -1;
  return {
    at,
    line: null,
    what: kind === 'item-folder' ? 'item' : kind,
    name: name.slice(slash + 1),
    tenant: slash < 0 ? null : name.slice(0, slash),
    reached: '',
    tags: [],
    action,
    why: fields.length > 0 ? `changes ${fields.join(', ')}` : null,
  };
}
