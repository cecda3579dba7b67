/** One change of many computers as one edit. Pure. */
import type { BulkChange } from '../../shared/api/computers.ts';
import type { SetUpEdit } from '../../shared/api/edit.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { ComputerForm, GroupForm } from '../../shared/setup-schema.ts';
import type { SetUpEntry } from '../store/store.ts';
import { entryHash } from './plan-edit.ts';
import { formOf } from './to-form.ts';

type Entry<Kind> = Extract<SetUpEntry, { kind: Kind }>;

/** @throws RoundsError `usage/set-up` for a computer or a group that is not there any more */
export function bulkEdit(current: readonly SetUpEntry[], computers: readonly string[], change: BulkChange): SetUpEdit {
  const chosen = new Set(computers);
  const entries = current.filter((entry): entry is Entry<'computer'> => entry.kind === 'computer' && chosen.has(entry.value.id));
  if (entries.length < chosen.size) {
    const there = new Set(entries.map(({ value }) => value.id));
    throw new RoundsError('usage/set-up', `There is no computer '${computers.find((id) => !there.has(id)) ?? ''}' any more`);
  }
  if (change.what === 'group') return joined(current, chosen, change);
  return {
    put: { computers: json(entries.map((entry) => changed(formOf(entry), change))) },
    remove: [],
    fresh: [],
    seen: entries.map((entry) => ({ kind: 'computer', id: entry.value.id, hash: entryHash(entry) })),
  };
}

/** Forms as they cross to the editor. */
const json = (forms: readonly object[]): NonNullable<SetUpEdit['put']['computers']> =>
  JSON.parse(JSON.stringify(forms)) as NonNullable<SetUpEdit['put']['computers']>;

function changed(form: ComputerForm, change: Exclude<BulkChange, { what: 'group' }>): ComputerForm {
  if (change.what === 'tags') {
    const gone = new Set(change.remove);
    const tags = [...new Set([...(form.tags ?? []), ...change.add])].filter((tag) => !gone.has(tag) || change.add.includes(tag));
    return { ...form, tags };
  }
  const connection = { ...form.connection };
  if (change.credential === null) delete connection.credential;
  else connection.credential = change.credential;
  return { ...form, connection };
}

function joined(current: readonly SetUpEntry[], chosen: ReadonlySet<string>, { group, alone }: Extract<BulkChange, { what: 'group' }>): SetUpEdit {
  const groups = current.filter((entry): entry is Entry<'group'> => entry.kind === 'group' && entry.value.members !== undefined);
  if (!groups.some(({ value }) => value.id === group)) throw new RoundsError('usage/set-up', `There is no group '${group}' with fixed members`);
  const edited = groups.flatMap((entry): { entry: Entry<'group'>; form: GroupForm }[] => {
    const form = formOf(entry);
    const members = form.members ?? [];
    if (entry.value.id === group) return [{ entry, form: { ...form, members: [...new Set([...members, ...chosen])] } }];
    const left = members.filter((member) => !chosen.has(member));
    return alone && left.length < members.length ? [{ entry, form: { ...form, members: left } }] : [];
  });
  return {
    put: { groups: json(edited.map(({ form }) => form)) },
    remove: [],
    fresh: [],
    seen: edited.map(({ entry }) => ({ kind: 'group', id: entry.value.id, hash: entryHash(entry) })),
  };
}
