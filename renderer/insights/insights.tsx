import { Button } from '@mantine/core';
import { ChartNoAxesColumn, Play, Table2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { PERIODS, type InsightsFilter } from '../../shared/api/insights.ts';
import { COMMANDS } from '../../shared/commands.ts';
import type { Verdict } from '../../shared/insights.ts';
import { useHandler } from '../commands/use-handler.ts';
import { Failure } from '../components/failure.tsx';
import { FilterBox } from '../components/filter-box.tsx';
import { Pane, PaneBar, Panes } from '../components/panes.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { SmallSelect } from '../components/small-select.tsx';
import { count } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import { useCall } from '../state/use-call.ts';
import { useNow } from '../state/use-now.ts';
import { useTopic } from '../state/use-topic.ts';
import { BottomLists } from './bottom-lists.tsx';
import classes from './insights.module.css';
import { Pictures } from './pictures.tsx';

/** How often a newer picture is asked for while it is looked at, milliseconds. */
const LOOK_MS = 10_000;

/** What is wrong now, what comes back, and how it went over the days. */
export function Insights() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const now = useNow(LOOK_MS);
  const { insights: place, change } = usePlace();
  const version = useTopic('set-up', '') !== null;
  const facets = useCall('computers.facets', {}, version).value;
  const { days, tenant, group, asTable } = place;
  const filter = useMemo(
    (): InsightsFilter => ({ days, ...(tenant === '' ? {} : { tenant }), ...(group === '' ? {} : { group }) }),
    [days, tenant, group],
  );
  const { value: view, failed, busy } = useCall('insights.view', { filter }, now);
  const toggle = (): void => change('insights', { asTable: !asTable, list: asTable ? 'comebacks' : 'all' });
  useHandler('as-table', toggle);
  const narrow = (narrowed: { item?: string; of?: string; verdict: Verdict | null }): void =>
    change('insights', {
      list: asTable ? 'all' : 'wrong',
      item: narrowed.item ?? '',
      of: narrowed.of ?? '',
      verdicts: narrowed.verdict === null ? [] : [narrowed.verdict],
    });
  const groups = new Map((facets?.groups ?? []).map(({ id, name, tenant: of }) => [of === null ? name : `${name} (${of})`, id]));
  const filters = (
    <>
      <SmallSelect
        label={t('insights.period')}
        width={120}
        options={PERIODS.map((period) => ({ value: String(period), label: t('insights.days', { count: period }) }))}
        value={String(days)}
        onChange={(value) => change('insights', { days: PERIODS.find((period) => String(period) === value) ?? 30 })}
      />
      <FilterBox.Choice
        label={t('computers.byTenant')}
        options={facets?.tenants ?? []}
        chosen={tenant === '' ? [] : [tenant]}
        onChange={(chosen) => change('insights', { tenant: chosen.at(-1) ?? '' })}
      />
      <FilterBox.Choice
        label={t('computers.byGroup')}
        options={[...groups.keys()]}
        chosen={[...groups].filter(([, id]) => id === group).map(([name]) => name)}
        onChange={(chosen) => change('insights', { group: groups.get(chosen.at(-1) ?? '') ?? '' })}
      />
      <span className={classes.about} role="status">
        {view === null
          ? busy && t('insights.reading')
          : `${t('insights.computersCount', { count: view.computers })}${view.omitted > 0 ? `, ${t('insights.omitted', { n: count(view.omitted) })}` : ''}`}
      </span>
    </>
  );
  const nothing = view?.map.kind === 'nothing-judged';
  return (
    <Screen>
      <ScreenHead title={t('place.insights')} filters={filters}>
        <Button
          leftSection={asTable ? <ChartNoAxesColumn size={14} /> : <Table2 size={14} />}
          title={COMMANDS['as-table'].key}
          disabled={nothing}
          onClick={toggle}
        >
          {t(asTable ? 'insights.asPicture' : 'insights.asTable')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {nothing && (
        <Empty title={t('insights.empty', { count: days })} text={t('insights.emptyText')}>
          <Button leftSection={<Play size={14} />} onClick={() => go('/computers')}>
            {t('active.start')}
          </Button>
        </Empty>
      )}
      {view && !nothing && (
        <Panes busy={busy}>
          <Pane min={180} size="52%">
            <Pictures view={view} filter={filter} asTable={asTable} item={place.item} of={place.of} narrow={narrow} />
          </Pane>
          <PaneBar />
          <Pane min={100}>
            <BottomLists view={view} filter={filter} now={now} />
          </Pane>
        </Panes>
      )}
    </Screen>
  );
}
