import type { DeploymentForm } from '../../shared/setup-schema.ts';
import { given, sameForm } from '../editing/drafts.ts';

/** A deployment as it is edited: not everything that it needs may be there yet. */
export type DraftForm = Partial<DeploymentForm>;

/** What an editor started from. */
export interface Start {
  form: DraftForm;
  /** The name under which it is in the set-up; null for a new one. */
  name: string | null;
  hash: string | null;
  files: string[];
}

/** What nobody asked for is not in the form: an empty text, an empty list, a word that is the default. */
export function tidy(form: DraftForm): DraftForm {
  const parameters = Object.entries(form.parameters ?? {});
  return given({
    ...form,
    name: form.name?.trim(),
    instance: form.instance?.trim() === '' ? undefined : form.instance?.trim(),
    parameters: parameters.length === 0 ? undefined : form.parameters,
    mode: form.mode === 'enforce' ? undefined : form.mode,
    enabled: form.enabled === false ? false : undefined,
  });
}

export const isEdited = ({ start, form }: { start: Start; form: DraftForm }): boolean =>
  start.name === null || !sameForm(tidy(form), tidy(start.form));

/** The edit that saves a draft: a new name takes the old one's place. */
export function editOf({ start, form }: { start: Start; form: DraftForm }) {
  const put = tidy(form) as DeploymentForm;
  const renamed = start.name !== null && put.name !== start.name;
  const inSetUp = start.name !== null && start.hash !== null;
  return {
    put: { deployments: [put] },
    remove: renamed && inSetUp ? [{ kind: 'deployment' as const, id: start.name ?? '' }] : [],
    fresh: (start.name === null || renamed) && put.name ? [{ kind: 'deployment' as const, id: put.name }] : [],
    seen: inSetUp ? [{ kind: 'deployment' as const, id: start.name ?? '', hash: start.hash ?? '' }] : [],
  };
}
