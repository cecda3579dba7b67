/** What a file of another program would make of the set-up: one edit, and what happens to each of its rows. Pure. */
import type { ImportOptions, ImportRow, RowAction } from '../../shared/api/imports.ts';
import type { SetUpEdit } from '../../shared/api/edit.ts';
import type { ComputerForm, CredentialForm, GroupForm } from '../../shared/setup-schema.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import { valuesOf } from '../setup/entries.ts';
import { entryHash } from '../setup/plan-edit.ts';
import { formOf } from '../setup/to-form.ts';
import type { SetUpEntry } from '../store/store.ts';
import { CredentialNames } from './credential-names.ts';
import type { Imported, ImportedComputer, ImportNote } from './imported.ts';

export interface ImportPlan {
  edit: SetUpEdit;
  rows: ImportRow[];
  /** The row behind each computer of the edit. */
  behind: number[];
  tenants: string[];
  groups: string[];
  credentials: string[];
  notes: ImportNote[];
}

type Choice = Pick<ImportOptions, 'tenant' | 'tags' | 'existing' | 'without'>;
type Entry<Kind> = Extract<SetUpEntry, { kind: Kind }>;
const name = (text: string): string => text.trim().normalize('NFC');

/** @param refused by row: what was found wrong with it when the edit was worked out */
export function planImport(imported: Imported, current: readonly SetUpEntry[], choice: Choice, refused: ReadonlyMap<number, string>): ImportPlan {
  const there = new Map(current.flatMap((entry) => (entry.kind === 'computer' ? [[entry.value.id.toLowerCase(), entry] as const] : [])));
  const tenants = new Map(valuesOf(current, 'tenant').map((tenant) => [tenant.name.toLowerCase(), tenant.name]));
  const credentials = new CredentialNames(valuesOf(current, 'credential'));
  const without = new Set(choice.without);
  const plan: ImportPlan = {
    edit: { put: {}, remove: [], fresh: [], seen: [] },
    rows: [],
    behind: [],
    tenants: [],
    groups: [],
    credentials: [],
    notes: [...imported.notes],
  };
  const computers: ComputerForm[] = [];
  const members = new Map<string, { tenant: string; group: string; ids: string[] }>();
  const spelled = new Map(tenants);
  const homes = imported.computers.map((computer) => homeOf(computer, choice, spelled));
  const jumps = jumpTargets(imported.computers, homes, there);
  const firsts = new Map<string, ImportedComputer>();
  for (const [at, computer] of imported.computers.entries()) {
    const tenant = homes[at] ?? '';
    const own = name(computer.name);
    const id = `${tenant}/${own}`;
    const before = there.get(id.toLowerCase());
    const add = (action: RowAction, why: string | null): void => void plan.rows.push(rowOf(computer, at, tenant, choice, action, why));
    const twice = firsts.get(id.toLowerCase());
    if (computer.refused !== null) add('refused', computer.refused);
    else if (without.has(at)) add('left', null);
    else if (tenant === '') add('refused', 'it has no tenant: choose one for all');
    else if (twice) add('refused', `it is ${twice.name} of line ${twice.line ?? 1} again`);
    else if (refused.has(at)) add('refused', refused.get(at) ?? '');
    else if (before && choice.existing === 'leave') {
      firsts.set(id.toLowerCase(), computer);
      add('left', 'it is there already');
    } else {
      firsts.set(id.toLowerCase(), computer);
      const form = formFrom(computer, tenant, choice, { before, credentials, jump: jumps(at) });
      const fields = before ? differing(formOf(before), form) : [];
      for (const group of computer.groups) {
        const key = `${tenant}/${name(group)}`.toLowerCase();
        const known = members.get(key) ?? { tenant, group: name(group), ids: [] };
        known.ids.push(before?.value.id ?? id);
        members.set(key, known);
      }
      if (!tenants.has(tenant.toLowerCase())) {
        tenants.set(tenant.toLowerCase(), tenant);
        plan.tenants.push(tenant);
      }
      if (before && fields.length === 0) {
        add('same', null);
        continue;
      }
      add(before ? 'change' : 'add', before ? `changes ${fields.join(', ')}` : null);
      plan.behind.push(at);
      computers.push(form);
      if (before) plan.edit.seen.push({ kind: 'computer', id: before.value.id, hash: entryHash(before) });
      else plan.edit.fresh.push({ kind: 'computer', id });
    }
  }
  const groups = groupForms(members, current, plan);
  plan.credentials = credentials.made.map((form) => form.name);
  plan.edit.put = {
    ...(plan.tenants.length > 0 ? { tenants: plan.tenants.map((one) => ({ name: one })) } : {}),
    ...(credentials.made.length > 0 ? { credentials: credentials.made.map((form: CredentialForm) => ({ ...form })) } : {}),
    ...(computers.length > 0 ? { computers: jsonForms(computers) } : {}),
    ...(groups.length > 0 ? { groups: jsonForms(groups) } : {}),
  };
  plan.edit.fresh.push(
    ...plan.tenants.map((id) => ({ kind: 'tenant' as const, id })),
    ...plan.credentials.map((id) => ({ kind: 'credential' as const, id })),
    ...plan.groups.map((id) => ({ kind: 'group' as const, id })),
  );
  return plan;
}

type Forms = NonNullable<SetUpEdit['put']['computers']>;
/** Forms without what is not set, as they cross to the editor. */
const jsonForms = (forms: readonly object[]): Forms => JSON.parse(JSON.stringify(forms)) as Forms;

/** A tenant is spelled as it is in the set-up, or where the file names it first. */
function homeOf({ tenant }: ImportedComputer, choice: Choice, spelled: Map<string, string>): string {
  const named = name(tenant ?? choice.tenant);
  const known = spelled.get(named.toLowerCase()) ?? named;
  spelled.set(named.toLowerCase(), known);
  return known;
}

/** What a computer goes through: one of the same file first, then one of the set-up; else as it is written. */
function jumpTargets(
  computers: readonly ImportedComputer[],
  homes: readonly string[],
  there: ReadonlyMap<string, Entry<'computer'>>,
): (at: number) => string | undefined {
  const own = new Map(computers.map((computer, at) => [name(computer.name).toLowerCase(), `${homes[at] ?? ''}/${name(computer.name)}`]));
  return (at) => {
    const jump = computers[at]?.connection.jump;
    if (jump === undefined) return undefined;
    const key = name(jump).toLowerCase();
    return there.get(`${homes[at] ?? ''}/${key}`.toLowerCase())?.value.id ?? own.get(key) ?? jump;
  };
}

interface Making {
  before: Entry<'computer'> | undefined;
  credentials: CredentialNames;
  jump: string | undefined;
}

/** What is there already stays, where the file says nothing of it. */
function formFrom(computer: ImportedComputer, tenant: string, choice: Choice, { before, credentials, jump }: Making): ComputerForm {
  const old = before ? formOf(before) : undefined;
  const credential = computer.keyFile === undefined ? undefined : credentials.forKey(computer.keyFile);
  const connection = {
    ...old?.connection,
    ...computer.connection,
    ...(credential === undefined ? {} : { credential }),
    ...(jump === undefined ? {} : { jump }),
  };
  const tags = [...new Set([...(old?.tags ?? []), ...computer.tags.map(name), ...choice.tags.map(name)])].filter((tag) => tag !== '');
  const form = {
    name: old?.name ?? name(computer.name),
    tenant: old?.tenant ?? tenant,
    ...(tags.length > 0 ? { tags } : {}),
    ...(Object.keys(connection).length > 0 ? { connection } : {}),
    ...(old?.limits ? { limits: old.limits } : {}),
  };
  return form as ComputerForm;
}

function differing(before: ComputerForm, after: ComputerForm): string[] {
  const [from, to] = [before.connection ?? {}, after.connection ?? {}];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = keys.filter((key) => canonicalJson(Reflect.get(from, key)) !== canonicalJson(Reflect.get(to, key)));
  return [...changed, ...(canonicalJson(before.tags ?? []) === canonicalJson(after.tags ?? []) ? [] : ['tags'])];
}

function groupForms(
  members: ReadonlyMap<string, { tenant: string; group: string; ids: string[] }>,
  current: readonly SetUpEntry[],
  plan: ImportPlan,
): GroupForm[] {
  const there = new Map(current.flatMap((entry) => (entry.kind === 'group' ? [[entry.value.id.toLowerCase(), entry] as const] : [])));
  return [...members].flatMap(([key, { tenant, group, ids }]): GroupForm[] => {
    const before = there.get(key);
    if (!before) {
      plan.groups.push(`${tenant}/${group}`);
      return [{ name: group, tenant, members: ids }];
    }
    const form = formOf(before);
    if (form.members === undefined) {
      plan.notes.push({ line: null, message: `Group ${before.value.id} chooses its computers by a filter, and takes none by name` });
      return [];
    }
    const all = [...new Set([...form.members, ...ids])];
    if (all.length === form.members.length) return [];
    plan.edit.seen.push({ kind: 'group', id: before.value.id, hash: entryHash(before) });
    return [{ ...form, members: all }];
  });
}

function rowOf(computer: ImportedComputer, at: number, tenant: string, choice: Choice, action: RowAction, why: string | null): ImportRow {
  const { kind, host, port, user, jump } = computer.connection;
  const where = `${user === undefined ? '' : `${user}@`}${host ?? computer.name}${port === undefined ? '' : `:${port}`}`;
  return {
    at,
    line: computer.line,
    what: 'computer',
    name: computer.name,
    tenant: tenant === '' ? null : tenant,
    reached: `${kind === undefined || kind === 'ssh' ? '' : `${kind} `}${where}${jump === undefined ? '' : ` through ${jump}`}`.slice(0, 200),
    tags: [...new Set([...computer.tags, ...choice.tags])].slice(0, 20),
    action,
    why,
  };
}
