import type { WayToWin } from '../../shared/api/deployments.ts';
import type { DeploymentForm } from '../../shared/setup-schema.ts';
import { given, sameForm } from '../editing/drafts.ts';

/** A deployment as it is edited: not everything that it needs may be there yet. */
export type DraftForm = Partial<DeploymentForm>;

/** Who is to win where, and the ways to that. */
export interface ToWin {
  deployment: string;
  computer: string;
  item: string;
  winner: string;
  ways: WayToWin[];
  /** The way that is shown. */
  way: number;
}

/** What an editor started from. */
export interface Start {
  form: DraftForm;
  /** The name under which it is in the set-up; null for a new one. */
  name: string | null;
  hash: string | null;
  files: string[];
  toWin?: ToWin;
}

/** What nobody asked for is not in the form: an empty text, an empty list, a word that is the default. */
export function tidy(form: DraftForm): DraftForm {
  const parameters = Object.entries(form.parameters ?? {}).map(
    ([name, value]) => [name, Array.isArray(value) ? withoutLastEmpty(value) : value] as const,
  );
  const limits = Object.entries(form.limits ?? {}).filter(([, value]) => value !== '');
  return given({
    ...form,
    name: form.name?.trim(),
    instance: form.instance?.trim() === '' ? undefined : form.instance?.trim(),
    parameters: parameters.length === 0 ? undefined : Object.fromEntries(parameters),
    limits: limits.length === 0 ? undefined : Object.fromEntries(limits),
    mode: form.mode === 'enforce' ? undefined : form.mode,
    origin: form.origin === 'local' ? undefined : form.origin,
    enabled: form.enabled === false ? false : undefined,
  });
}

/** A line that was begun and not written is no entry of a list. */
const withoutLastEmpty = (list: string[]): string[] => (list.at(-1) === '' ? list.slice(0, -1) : list);

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
