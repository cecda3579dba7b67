/** The edit that enables, disables or removes several deployments at once. */
import type { SetUpEditRequest } from '../../shared/api/edit.ts';
import type { Deployment, SetUp } from '../../shared/model.ts';
import { deploymentToForm } from '../catalogue/deployment-form.ts';
import type { SetUpEntry } from '../store/store.ts';
import { entryHash } from './plan-edit.ts';

/** Those that are so already are left out: a recommended one that nobody adopted can neither be disabled nor removed. */
export function bulkEdit(
  action: 'enable' | 'disable' | 'remove',
  names: readonly string[],
  entries: readonly SetUpEntry[],
  { deployments }: SetUp,
): { edit: SetUpEditRequest; names: string[] } {
  const wanted = new Set(names);
  const hashes = new Map(entries.flatMap((entry) => (entry.kind === 'deployment' ? [[entry.value.name, entryHash(entry)] as const] : [])));
  const concerns = ({ name, enabled }: Deployment): boolean => {
    if (!wanted.has(name)) return false;
    if (action === 'remove') return hashes.has(name);
    return enabled === (action === 'disable');
  };
  const chosen = deployments.filter(concerns);
  const seen = chosen.flatMap(({ name }) => {
    const hash = hashes.get(name);
    return hash === undefined ? [] : [{ kind: 'deployment' as const, id: name, hash }];
  });
  const edit: SetUpEditRequest =
    action === 'remove'
      ? { remove: seen.map(({ kind, id }) => ({ kind, id })), seen }
      : { put: { deployments: chosen.map((one) => deploymentToForm({ ...one, enabled: action === 'enable' })) }, seen };
  return { edit, names: chosen.map(({ name }) => name) };
}
