import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InsightsFilter, InsightsView } from '../../shared/api/insights.ts';
import { VERDICTS } from '../../shared/insights.ts';
import { FilterBox } from '../components/filter-box.tsx';
import { usePlace } from '../state/place.ts';
import classes from './insights.module.css';
import { Cells, Comebacks } from './lists.tsx';
import { verdictWord } from './verdicts.tsx';

/** Which list stands below the pictures. */
export const LISTS = ['comebacks', 'wrong', 'all'] as const;
export type ListName = (typeof LISTS)[number];

/** Below the pictures: what comes back, what is wrong now, or each item on each computer. */
export function BottomLists({ view, filter, now }: { view: InsightsView; filter: InsightsFilter; now: number }) {
  const { t } = useTranslation();
  const { insights: place, change } = usePlace();
  const { list, item, of, verdicts } = place;
  const onFocus = (id: string): void => change('insights', { focused: id });
  const names = new Map(view.items.map(({ key, name }) => [name, key]));
  const words = new Map(VERDICTS.map((verdict) => [verdictWord(verdict, t), verdict]));
  return (
    <section className={classes.lists} aria-label={t(`insights.${list}`)}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          data={LISTS.map((value) => ({ value, label: t(`insights.${value}`) }))}
          value={list}
          transitionDuration={0}
          aria-label={t('insights.list')}
          onChange={(value) => change('insights', { list: LISTS.find((one) => one === value) ?? 'comebacks' })}
        />
        {list !== 'comebacks' && (
          <>
            <FilterBox.Choice
              label={t('history.item')}
              options={[...names.keys()]}
              chosen={[...names].filter(([, key]) => key === item).map(([name]) => name)}
              onChange={(chosen) => change('insights', { item: names.get(chosen.at(-1) ?? '') ?? '' })}
            />
            <FilterBox.Choice
              label={t('computers.byTenant')}
              options={view.tenants.map(({ name }) => name)}
              chosen={of === '' ? [] : [of]}
              onChange={(chosen) => change('insights', { of: chosen.at(-1) ?? '' })}
            />
            <FilterBox.Choice
              label={t('insights.resultFilter')}
              options={[...words.keys()]}
              chosen={verdicts.map((verdict) => verdictWord(verdict, t))}
              onChange={(chosen) => change('insights', { verdicts: chosen.flatMap((word) => words.get(word) ?? []) })}
            />
          </>
        )}
      </div>
      {list === 'comebacks' ? (
        <Comebacks view={view} now={now} focused={place.focused} onFocus={onFocus} />
      ) : (
        <Cells filter={filter} view={view} narrowed={place} all={list === 'all'} focused={place.focused} onFocus={onFocus} />
      )}
    </section>
  );
}
