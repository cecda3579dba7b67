import { create } from 'zustand';
import { call } from '../../bridge.ts';
import type { EditAnswer, SetUpEditRequest } from '../../../shared/api/edit.ts';
import type { GroupForm, TenantForm } from '../../../shared/setup-schema.ts';

export type ScopeKind = 'tenant' | 'group';
/** A tenant or a group as it is edited: not everything that it needs may be there yet. */
export type ScopeForm = Partial<TenantForm & GroupForm>;

export interface ScopeDraft {
  kind: ScopeKind;
  /** As it is in the set-up; null for a new one. */
  id: string | null;
  hash: string | null;
  files: string[];
  start: ScopeForm;
  form: ScopeForm;
}

/** Stands for a name that is not typed yet; it is never saved. */
const PLACEHOLDER = '?';

interface Drafts {
  /** By what is edited: going away and coming back loses nothing. */
  drafts: Readonly<Record<string, ScopeDraft>>;
  keep: (key: string, draft: ScopeDraft) => void;
  drop: (key: string) => void;
}

export const useScopeDrafts = create<Drafts>((set) => ({
  drafts: {},
  keep: (key, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } })),
  drop: (key) => set(({ drafts }) => ({ drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== key)) })),
}));

/** What an editor starts from. @throws CallFailed when it is gone */
export async function beginScope(kind: ScopeKind, id: string | null, tenant?: string): Promise<ScopeDraft> {
  if (id === null) {
    const start: ScopeForm = kind === 'tenant' ? {} : { members: [], ...(tenant === undefined ? {} : { tenant }) };
    return { kind, id, hash: null, files: [], start, form: start };
  }
  const { form, hash, files } = await call('set-up.form', { kind, id });
  return { kind, id, hash, files, start: form as ScopeForm, form: form as ScopeForm };
}

/** What nobody asked for is not in the form. */
function tidy(form: ScopeForm): ScopeForm {
  const empty = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
  const entries = Object.entries({ ...form, name: form.name?.trim() }).filter(
    ([key, value]) => value !== undefined && (key === 'filter' || !empty(value)),
  );
  return Object.fromEntries(entries);
}

export const isScopeEdited = ({ id, start, form }: ScopeDraft): boolean =>
  id === null || JSON.stringify(sorted(tidy(form))) !== JSON.stringify(sorted(tidy(start)));

/** The full name that it has, or would have. */
export function scopeId({ kind, id, form }: ScopeDraft): string {
  if (id !== null) return id;
  const name = form.name?.trim() || PLACEHOLDER;
  return kind === 'group' && form.tenant !== undefined ? `${form.tenant}/${name}` : name;
}

/** The edit that saves a draft. */
export function scopeEdit(draft: ScopeDraft): SetUpEditRequest {
  const { kind, id, hash } = draft;
  const tidied = tidy(draft.form);
  // While something of it is not there yet, the rest is looked at all the same.
  const { filter, ...rest } = { ...tidied, name: tidied.name || PLACEHOLDER };
  const form = (filter && Object.keys(filter).length > 0 ? { ...rest, filter } : rest) as never;
  const named = scopeId(draft);
  return {
    put: kind === 'tenant' ? { tenants: [form] } : { groups: [form] },
    fresh: id === null ? [{ kind, id: named }] : [],
    seen: id === null || hash === null ? [] : [{ kind, id, hash }],
  };
}

/** Whether something that it needs is not there yet; it is not saved then. */
export const isIncomplete = ({ form }: ScopeDraft): boolean =>
  (form.name?.trim() ?? '') === '' || (form.filter !== undefined && Object.keys(form.filter).length === 0);

/** All that keeps it from being saved. */
export const wrongWith = (answer: EditAnswer | undefined): number => (answer ? answer.problems.length + answer.refusals.length : 0);

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}
