/** Entries of the set-up as the form that stands in files: the inverse of drafts.ts. */
import { assertNever } from '../../shared/assert-never.ts';
import type { SetUpForm } from '../../shared/setup-schema.ts';
import { compact, deploymentToForm, limitsToForm } from '../catalogue/deployment-form.ts';
import { compareNames } from '../resolution/index.ts';
import type { SetUpEntry } from '../store/store.ts';
import { entryId } from './entries.ts';

/** What a form may be, by the kind of its entry. */
interface Forms {
  tenant: NonNullable<SetUpForm['tenants']>[number];
  credential: NonNullable<SetUpForm['credentials']>[number];
  computer: NonNullable<SetUpForm['computers']>[number];
  group: NonNullable<SetUpForm['groups']>[number];
  deployment: NonNullable<SetUpForm['deployments']>[number];
  limits: NonNullable<SetUpForm['limits']>;
}
type Entry<Kind extends keyof Forms> = Extract<SetUpEntry, { kind: Kind }>;

/** One entry as its form. */
export function formOf<Kind extends keyof Forms>(entry: Entry<Kind>): Forms[Kind] {
  return anyForm(entry) as Forms[Kind];
}

function anyForm(entry: Entry<keyof Forms>): Forms[keyof Forms] {
  switch (entry.kind) {
    case 'tenant': {
      const { name, connection, limits } = entry.value;
      return compact({ name, connection, limits: limits && limitsToForm(limits) });
    }
    case 'credential':
      return entry.value;
    case 'computer': {
      const { name, tenant, tags, connection, limits } = entry.value;
      return compact({ name, tenant, tags: tags.length > 0 ? tags : undefined, connection, limits: limits && limitsToForm(limits) });
    }
    case 'group': {
      const { name, tenant, members, filter, connection } = entry.value;
      return compact({ name, tenant, members, filter, connection });
    }
    case 'deployment':
      return deploymentToForm(entry.value);
    case 'limits':
      return limitsToForm(entry.value.limits);
    default:
      return assertNever(entry, 'entry with a form');
  }
}

/** @param items the paths that stand under `items`. */
export function setUpForm(entries: readonly SetUpEntry[], items: string[]): SetUpForm {
  const sorted = [...entries].sort((a, b) => compareNames(entryId(a), entryId(b)));
  const all = <Kind extends keyof Forms>(kind: Kind): Forms[Kind][] =>
    sorted.filter((entry): entry is Entry<Kind> => entry.kind === kind).map((entry) => formOf<Kind>(entry));
  const form: SetUpForm = {
    tenants: all('tenant'),
    credentials: all('credential'),
    computers: all('computer'),
    groups: all('group'),
    items,
    limits: all('limits')[0],
    deployments: all('deployment'),
  };
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
}
