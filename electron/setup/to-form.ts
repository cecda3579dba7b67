/** Entries of the set-up as the form that stands in files: the inverse of drafts.ts. */
import type { SetUpForm } from '../../shared/setup-schema.ts';
import { compact, deploymentToForm, limitsToForm } from '../catalogue/deployment-form.ts';
import { compareNames } from '../resolution/index.ts';
import type { SetUpEntry } from '../store/store.ts';
import { valuesOf } from './entries.ts';

/** @param items the paths that stand under `items`. */
export function setUpForm(entries: readonly SetUpEntry[], items: string[]): SetUpForm {
  const byName = (a: { name: string }, b: { name: string }): number => compareNames(a.name, b.name);
  const byId = (a: { id: string }, b: { id: string }): number => compareNames(a.id, b.id);
  const limits = valuesOf(entries, 'limits')[0]?.limits;
  const form: SetUpForm = {
    tenants: valuesOf(entries, 'tenant')
      .sort(byName)
      .map(({ name, connection, limits: own }) => compact({ name, connection, limits: own && limitsToForm(own) })),
    credentials: valuesOf(entries, 'credential').sort(byName),
    computers: valuesOf(entries, 'computer')
      .sort(byId)
      .map(({ name, tenant, tags, connection, limits: own }) =>
        compact({ name, tenant, tags: tags.length > 0 ? tags : undefined, connection, limits: own && limitsToForm(own) }),
      ),
    groups: valuesOf(entries, 'group')
      .sort(byId)
      .map(({ name, tenant, members, filter, connection }) => compact({ name, tenant, members, filter, connection })),
    items,
    limits: limits && limitsToForm(limits),
    deployments: valuesOf(entries, 'deployment').sort(byName).map(deploymentToForm),
  };
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
}
