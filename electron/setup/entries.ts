/** Small things about entries of the set-up that reading, applying and dumping share. */
import { assertNever } from '../../shared/assert-never.ts';
import type { Computer, ConnectionOptions } from '../../shared/model.ts';
import type { SetUpEntry, SetUpKind } from '../store/store.ts';

/** What an entry is known by within its kind. */
export function entryId(entry: SetUpEntry): string {
  switch (entry.kind) {
    case 'tenant':
    case 'credential':
    case 'deployment':
      return entry.value.name;
    case 'computer':
    case 'group':
    case 'item-folder':
    case 'limits':
      return entry.value.id;
    default:
      return assertNever(entry, 'entry');
  }
}

/** Unique over all kinds. */
export const keyOf = (entry: SetUpEntry): string => `${entry.kind} ${entryId(entry)}`;

type ValueOf<Kind extends SetUpKind> = Extract<SetUpEntry, { kind: Kind }>['value'];

/** The values of one kind. */
export function valuesOf<Kind extends SetUpKind>(entries: readonly SetUpEntry[], kind: Kind): ValueOf<Kind>[] {
  return entries.filter((entry) => entry.kind === kind).map((entry) => entry.value as ValueOf<Kind>);
}

/** `computer Acme/web-1`: an entry as a sentence names it. */
export function entryText(kind: SetUpKind, id: string): string {
  return kind === 'limits' ? 'the limits' : `${kind === 'item-folder' ? 'item folder' : kind} ${id}`;
}

/** What an entry refers to: it must be there as long as the entry is. */
export function referencesOf(entry: SetUpEntry): { kind: SetUpKind; id: string }[] {
  switch (entry.kind) {
    case 'tenant':
      return connectionReferences(entry.value.connection);
    case 'computer':
      return [{ kind: 'tenant', id: entry.value.tenant }, ...connectionReferences(entry.value.connection)];
    case 'group':
      return [
        ...(entry.value.tenant === undefined ? [] : [{ kind: 'tenant' as const, id: entry.value.tenant }]),
        ...(entry.value.members ?? []).map((id) => ({ kind: 'computer' as const, id })),
        ...connectionReferences(entry.value.connection),
      ];
    case 'deployment': {
      const { target } = entry.value;
      if ('computer' in target) return [{ kind: 'computer', id: target.computer }];
      if ('group' in target) return [{ kind: 'group', id: target.group }];
      return 'tenant' in target && target.tenant !== undefined ? [{ kind: 'tenant', id: target.tenant }] : [];
    }
    case 'credential':
    case 'item-folder':
    case 'limits':
      return [];
    default:
      return assertNever(entry, 'entry');
  }
}

function connectionReferences(connection: ConnectionOptions | undefined): { kind: SetUpKind; id: string }[] {
  const credentials = [connection?.credential, typeof connection?.sudo === 'object' ? connection.sudo.credential : undefined];
  return [
    ...credentials.filter((name) => name !== undefined).map((id) => ({ kind: 'credential' as const, id })),
    ...(connection?.jump === undefined ? [] : [{ kind: 'computer' as const, id: connection.jump }]),
  ];
}

/** `TENANT/NAME` */
export const computerId = (tenant: string, name: string): Computer['id'] => `${tenant}/${name}`;
