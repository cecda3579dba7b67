import type { ScopeRow } from '../../../shared/api/scopes.ts';
import type { ConnectionOptions } from '../../../shared/model.ts';
import type { Inherited } from '../../components/connection-fields.tsx';
import type { ScopeDraft } from './scope-drafts.ts';

/** What the computers of a group have of their tenant where the group says nothing. A tenant inherits nothing. */
export function inheritedBy({ kind, form }: ScopeDraft, scopes: readonly ScopeRow[]): Inherited {
  if (kind === 'tenant' || form.tenant === undefined) return {};
  const tenant = scopes.find((row) => row.kind === 'tenant' && row.name === form.tenant);
  const options = Object.entries(tenant?.connection ?? {}) as [keyof ConnectionOptions, unknown][];
  return Object.fromEntries(options.map(([field, value]) => [field, { text: textOf(value), from: form.tenant ?? '' }]));
}

const textOf = (value: unknown): string => (typeof value === 'object' && value !== null ? Object.values(value).join(', ') : String(value));
