import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ENFORCEMENTS, ORIGINS } from '../../shared/words.ts';
import { useHandler } from '../commands/use-handler.ts';
import { FilterBox } from '../components/filter-box.tsx';
import type { DeploymentFilter } from './sort-deployments.ts';
import { TARGET_KINDS } from './target-kinds.ts';

const ENABLED = ['enabled', 'disabled', 'waiting'] as const;
const PROBLEMS = ['conflicts', 'hidden', 'nobody', 'nowhere', 'edited'] as const;

/** What the list is filtered by. */
export function ListFilters({
  filter,
  items,
  onChange,
}: {
  filter: DeploymentFilter;
  items: readonly string[];
  onChange: (filter: DeploymentFilter) => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLInputElement>(null);
  useHandler('filter', () => box.current?.focus());
  /** A list of words, chosen by their translations. */
  const choice = <Word extends string>(
    label: string,
    words: readonly Word[],
    chosen: readonly Word[],
    say: (word: Word) => string,
    change: (chosen: Word[]) => Partial<DeploymentFilter>,
  ): ReactNode => (
    <FilterBox.Choice
      label={label}
      options={words.map(say)}
      chosen={chosen.map(say)}
      onChange={(said) => onChange({ ...filter, ...change(words.filter((word) => said.includes(say(word)))) })}
    />
  );
  return (
    <>
      <FilterBox ref={box} text={filter.text} hint={t('computers.filter')} onChange={(text) => onChange({ ...filter, text })} />
      {choice(
        t('deployments.enforcement'),
        ENFORCEMENTS,
        filter.enforcements,
        (word) => t(`enforcement.${word}`),
        (enforcements) => ({ enforcements }),
      )}
      {choice(
        t('deployments.item'),
        items,
        filter.items,
        (word) => word,
        (chosen) => ({ items: chosen }),
      )}
      {choice(
        t('deploymentList.targetKind'),
        TARGET_KINDS,
        filter.targets,
        (word) => t(`targetKind.${word}`),
        (targets) => ({ targets }),
      )}
      {choice(
        t('deployments.origin'),
        ORIGINS,
        filter.origins,
        (word) => t(`origin.${word}`),
        (origins) => ({ origins }),
      )}
      {choice(
        t('deploymentList.enabled'),
        ENABLED,
        filter.enabled,
        (word) => t(`deploymentList.enabledKind.${word}`),
        (enabled) => ({ enabled }),
      )}
      {choice(
        t('deploymentList.problems'),
        PROBLEMS,
        filter.problems,
        (word) => t(`deploymentList.problemKind.${word}`),
        (problems) => ({ problems }),
      )}
    </>
  );
}
