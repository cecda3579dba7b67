import { useTranslation } from 'react-i18next';
import type { SortedProblems } from './sort-problems.ts';

const LABELS = {
  item: 'editor.item',
  name: 'editor.name',
  target: 'editor.target',
  state: 'editor.version',
  limits: 'deploymentEdit.limits',
  instance: 'editor.instance',
} as const;

/** Why nothing can be saved just now: what is still needed by name, else how much is wrong; empty when it can be saved. */
export function useSaveReason({ missing }: SortedProblems, wrong: number, edited: boolean): string {
  const { t } = useTranslation();
  if (missing.length > 0) {
    const names = missing.map(([first = '', second]) =>
      first === 'parameters' ? (second ?? '') : first in LABELS ? t(LABELS[first as keyof typeof LABELS]) : first,
    );
    return t('deploymentEdit.stillNeeded', { fields: [...new Set(names)].join(', ') });
  }
  if (wrong > 0) return t('editor.cannotSave', { count: wrong });
  return edited ? '' : t('editor.nothingToSave');
}
