import type { SetUpEditRequest } from '../../shared/api/edit.ts';
import type { Choices } from '../../shared/api/deployments.ts';
import type { ComputerForm, GroupForm } from '../../shared/setup-schema.ts';
import { call } from '../bridge.ts';
import { given, sameForm } from '../editing/drafts.ts';

type Connection = NonNullable<ComputerForm['connection']>;

/** A computer as it is edited. */
export interface ComputerDraft {
  name: string;
  tenant: string;
  tags: string[];
  connection: Connection;
  limits?: ComputerForm['limits'];
  /** Ids of the groups with fixed members that it belongs to. */
  groups: string[];
}

interface FixedGroup {
  id: string;
  tenant: string | null;
  form: GroupForm;
  hash: string;
}

/** What an editor started from. */
export interface ComputerStart {
  /** Null for a new one. */
  id: string | null;
  hash: string | null;
  files: string[];
  form: ComputerDraft;
  groups: FixedGroup[];
}

/** The id that a draft has, or would have. */
export const idOf = ({ tenant, name }: ComputerDraft): string => `${tenant.trim().normalize('NFC')}/${name.trim().normalize('NFC')}`;

export async function beginComputer(id: string | null): Promise<ComputerStart> {
  const fixed = (await call('groups.fixed', {})).groups;
  const groups = fixed.map((group) => ({ id: group.id, tenant: group.tenant, hash: group.hash, form: group.form as GroupForm }));
  if (id === null) return { id, hash: null, files: [], groups, form: { name: '', tenant: '', tags: [], connection: {}, groups: [] } };
  const found = await call('set-up.form', { kind: 'computer', id });
  const form = found.form as ComputerForm;
  return {
    id,
    hash: found.hash,
    files: found.files,
    groups,
    form: {
      name: form.name,
      tenant: form.tenant ?? '',
      tags: form.tags ?? [],
      connection: form.connection ?? {},
      ...(form.limits ? { limits: form.limits } : {}),
      groups: fixed.filter(({ members }) => members.includes(id)).map((group) => group.id),
    },
  };
}

export const isChanged = (start: ComputerStart, form: ComputerDraft): boolean => start.id === null || !sameForm(tidy(start.form), tidy(form));

function tidy({ name, tenant, tags, connection, limits, groups }: ComputerDraft): unknown {
  return { name: name.trim(), tenant: tenant.trim(), tags, connection: given(connection), limits, groups: [...groups].sort() };
}

/** The edit that saves it: the computer, the groups that it joins or leaves, and its tenant where that is new. */
export function computerEdit(start: ComputerStart, form: ComputerDraft, choices: Choices | null): SetUpEditRequest {
  const id = idOf(form);
  const tenant = form.tenant.trim();
  const connection = given(form.connection);
  const computer = given({
    name: form.name.trim(),
    tenant: tenant === '' ? undefined : tenant,
    tags: form.tags.length > 0 ? form.tags : undefined,
    connection: Object.keys(connection).length > 0 ? connection : undefined,
    limits: form.limits,
  });
  const joined = start.groups.filter((group) => form.groups.includes(group.id) !== start.form.groups.includes(group.id));
  const groups = joined.map(({ id: group, form: fixed }) => {
    const others = (fixed.members ?? []).filter((member) => member !== id);
    return { ...fixed, members: form.groups.includes(group) ? [...others, id] : others };
  });
  const newTenant = tenant !== '' && choices !== null && !choices.tenants.includes(tenant);
  const changed = start.hash === null ? [] : [{ kind: 'computer' as const, id, hash: start.hash }];
  return {
    put: { computers: [computer], ...(groups.length > 0 ? { groups: groups } : {}), ...(newTenant ? { tenants: [{ name: tenant }] } : {}) },
    fresh: [...(start.id === null ? [{ kind: 'computer' as const, id }] : []), ...(newTenant ? [{ kind: 'tenant' as const, id: tenant }] : [])],
    seen: [...changed, ...joined.map(({ id: group, hash }) => ({ kind: 'group' as const, id: group, hash }))],
  };
}
