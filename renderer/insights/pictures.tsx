import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { InsightsFilter, InsightsView } from '../../shared/api/insights.ts';
import type { Verdict } from '../../shared/insights.ts';
import { localDate } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import { DaysChart } from './days-chart.tsx';
import { daysTitle, mapTitle, tenantsTitle } from './findings.ts';
import { HeatMap } from './heat-map.tsx';
import classes from './insights.module.css';
import { DaysTable, ItemsTable, TenantsTable } from './twins.tsx';
import { VerdictBar } from './verdicts.tsx';

interface PicturesProps {
  view: InsightsView;
  filter: InsightsFilter;
  asTable: boolean;
  /** What the list below is narrowed to. */
  item: string;
  of: string;
  narrow: (to: { item?: string; of?: string; verdict: Verdict | null }) => void;
}

/** Items over computers, results over time, compliance by tenant; or the same as tables. */
export function Pictures({ view, filter, asTable, item, of, narrow }: PicturesProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const change = usePlace((state) => state.change);
  const [map, time, tenants] = [mapTitle(view.map, t), daysTitle(view.time, t), tenantsTitle(view.tenants, t)];
  const openDay = (at: number): void => {
    change('history', { range: 'custom', from: localDate(at), until: localDate(at) });
    go('/history');
  };
  return (
    <div className={classes.pictures} data-tables={asTable || undefined}>
      <section className={classes.map} aria-labelledby="insights-map">
        <h2 id="insights-map" className={classes.title} title={map}>
          {map}
        </h2>
        {asTable ? (
          <ItemsTable label={t('insights.byItem')} rows={view.items} onOpen={({ key }) => narrow({ item: key, verdict: null })} />
        ) : (
          <HeatMap view={view} filter={filter} label={map} chosen={item} onChoose={(key, verdict) => narrow({ item: key, verdict })} />
        )}
      </section>
      <div className={classes.side}>
        <section aria-labelledby="insights-time" className={classes.time}>
          <h2 id="insights-time" className={classes.title} title={time}>
            {time}
          </h2>
          {asTable ? (
            <DaysTable label={t('insights.byDay')} rows={view.days} onOpen={({ at }) => openDay(at)} />
          ) : (
            <DaysChart days={view.days} label={time} onOpen={openDay} />
          )}
        </section>
        <section aria-labelledby="insights-tenants" className={classes.tenants}>
          <h2 id="insights-tenants" className={classes.title} title={tenants}>
            {tenants}
          </h2>
          {asTable ? (
            <TenantsTable label={t('insights.byTenant')} rows={view.tenants} onOpen={({ name }) => narrow({ of: name, verdict: null })} />
          ) : (
            <ul className={classes.bars}>
              {view.tenants.map(({ name, counts }) => (
                <li key={name}>
                  <VerdictBar name={name} counts={counts} chosen={of === name} onChoose={(verdict) => narrow({ of: name, verdict })} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </div>
  );
}
