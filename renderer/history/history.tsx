import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button, TextInput } from '@mantine/core';
import { Columns2, RotateCcw } from 'lucide-react';
import type { HistoryFilter, HistoryRow } from '../../shared/api/sessions.ts';
import { SESSION_STATUSES, type SessionStatus } from '../../shared/words.ts';
import { call, type CallFailed } from '../bridge.ts';
import { useHandler } from '../commands/use-handler.ts';
import { useColumns } from '../components/column-choice.tsx';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { FilterBox } from '../components/filter-box.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { Segments } from '../components/segments.tsx';
import { SmallSelect } from '../components/small-select.tsx';
import { duration, exact, when } from '../i18n/format.ts';
import { NO_HISTORY_FILTER, usePlace } from '../state/place.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { useNow } from '../state/use-now.ts';
import { usePages } from '../state/use-pages.ts';
import { useTopic } from '../state/use-topic.ts';
import { Failures } from './failures.tsx';
import classes from './history.module.css';
import { LogHits } from './log-hits.tsx';
import { Nothing } from './nothing.tsx';
import { RANGES, rangeOf } from './range.ts';
import { useLogSearch } from './use-log-search.ts';

/** So many sessions are ticked at once; more are hardly meant to be retried in one go. */
const MOST_AT_ONCE = 500;

/** Every session that there was, newest first: why what did not pass did not, and each of them. */
export function History() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const now = useNow(30_000);
  const { history: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const box = useRef<HTMLInputElement>(null);
  useHandler('filter', () => box.current?.focus());
  const { statuses, computer, tenant, item, text, cause, range, from, until } = place;
  // To the minute: what is asked for would otherwise be another with every tick of the clock.
  const minute = Math.floor(now / 60_000) * 60_000;
  const filter = useMemo(
    (): HistoryFilter => ({
      statuses,
      ...(computer === '' ? {} : { computer }),
      ...(tenant === '' ? {} : { tenant }),
      ...(item === '' ? {} : { item }),
      ...(cause === null ? {} : { cause: { reason: cause.reason, ...(cause.item === null ? {} : { item: cause.item }) } }),
      ...rangeOf(range, from, until, minute),
    }),
    [statuses, computer, tenant, item, cause, range, from, until, minute],
  );
  const facets = useCall('sessions.facets', {}, version).value;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const { search, stop } = useLogSearch(filter, text);
  const pages = usePages<HistoryRow, { rows: HistoryRow[]; total: number }>(JSON.stringify(filter), version, (offset, limit) =>
    call('sessions.page', { filter, offset, limit }),
  );
  const answered = useRef(filter);
  if (pages.key === JSON.stringify(filter)) answered.current = filter;
  const retry = async (): Promise<void> => {
    setFailed(null);
    try {
      await call('runs.retrySessions', { sessions: [...ticked] });
      go('/active');
    } catch (error) {
      setFailed(failureOf(error));
    }
  };
  const toggleAll = async (): Promise<void> => {
    if (ticked.size > 0) return setTicked(new Set());
    const { rows } = await call('sessions.page', { filter, limit: MOST_AT_ONCE });
    setTicked(new Set(rows.map(({ id }) => id)));
  };
  const compare = (): void => go(`/compare/sessions/${[...ticked].map(encodeURIComponent).join('/')}`);
  useHandler('compare', () => ticked.size === 2 && compare());
  const columns = useMemo(
    (): Column<HistoryRow>[] => [
      {
        id: 'computer',
        label: t('history.computer'),
        width: 'minmax(130px, 1.1fr)',
        cell: (row) => (
          <>
            <StatusMark status={row.status} quiet={!row.results.includes('success')} />
            <Cut text={row.computer} strong />
          </>
        ),
      },
      { id: 'tenant', label: t('history.tenant'), width: 'minmax(90px, 0.9fr)', cell: (row) => <Cut text={row.tenant} muted /> },
      {
        id: 'status',
        label: t('history.outcome'),
        width: 'minmax(120px, 1.3fr)',
        cell: (row) => (
          <Cut text={row.reason !== null && row.status !== 'passed' ? row.reason : t(`status.${row.status}`)} muted={row.status === 'passed'} />
        ),
      },
      {
        id: 'by',
        label: t('history.startedBy'),
        width: 'minmax(90px, 0.9fr)',
        cell: (row) => <Cut text={row.startedBy === 'retry' ? t('history.retry') : row.startedBy} muted />,
      },
      {
        id: 'when',
        label: t('history.when'),
        width: '130px',
        cell: (row) => (
          <span className="number" style={{ color: 'var(--muted)' }} title={exact(row.createdAt)}>
            {when(row.createdAt, now)}
          </span>
        ),
      },
      { id: 'actions', label: t('history.actions'), width: 'minmax(130px, 1.5fr)', cell: (row) => <Segments results={row.results} /> },
      {
        id: 'took',
        label: t('history.took'),
        width: '96px',
        align: 'end',
        cell: (row) => (
          <span className="number" style={{ color: 'var(--muted)' }}>
            {row.ms === null ? '' : duration(row.ms)}
          </span>
        ),
      },
    ],
    [t, now],
  );
  const shown = useColumns('history', columns);
  const words = new Map(SESSION_STATUSES.map((status) => [t(`status.${status}`) as string, status]));
  const itemNames = new Map((facets?.items ?? []).map(({ id, name }) => [name === id ? name : `${name} (${id})`, id]));
  const narrowed = statuses.length > 0 || cause !== null || [computer, tenant, item, text].some((one) => one !== '');
  const ranged = range !== 'all';
  const filters = (
    <>
      <FilterBox ref={box} text={computer} hint={t('history.computer').toLowerCase()} onChange={(next) => change('history', { computer: next })} />
      <FilterBox text={text} hint={t('history.text')} onChange={(next) => change('history', { text: next })} />
      <SmallSelect
        label={t('history.range')}
        width={130}
        options={RANGES.map((value) => ({ value, label: t(`history.ranges.${value}`) }))}
        value={range}
        onChange={(value) => change('history', { range: value })}
      />
      {range === 'custom' && (
        <span className={classes.dates}>
          <TextInput
            type="date"
            aria-label={t('history.from')}
            value={from}
            onChange={(event) => change('history', { from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label={t('history.until')}
            value={until}
            onChange={(event) => change('history', { until: event.currentTarget.value })}
          />
        </span>
      )}
      <FilterBox.Choice
        label={t('history.status')}
        options={[...words.keys()]}
        chosen={statuses.map((status) => t(`status.${status}`))}
        onChange={(chosen) => change('history', { statuses: chosen.flatMap((word) => words.get(word) ?? []) satisfies SessionStatus[] })}
      />
      <FilterBox.Choice
        label={t('history.tenant').toLowerCase()}
        options={facets?.tenants ?? []}
        chosen={tenant === '' ? [] : [tenant]}
        onChange={(chosen) => change('history', { tenant: chosen.at(-1) ?? '' })}
      />
      <FilterBox.Choice
        label={t('history.item')}
        options={[...itemNames.keys()]}
        chosen={[...itemNames].filter(([, id]) => id === item).map(([name]) => name)}
        onChange={(chosen) => change('history', { item: itemNames.get(chosen.at(-1) ?? '') ?? '' })}
      />
      {cause !== null && (
        <FilterBox.Choice
          label={t('history.cause')}
          options={[cause.words]}
          chosen={[cause.words]}
          onChange={() => change('history', { cause: null })}
        />
      )}
      <span className={classes.showing} role="status">
        {ticked.size > 0 && `${t('computers.selected', { count: ticked.size })}, `}
        {t('history.sessions', { count: pages.total })}
      </span>
      {shown.choice}
    </>
  );
  const nothing = pages.extra !== null && pages.total === 0;
  return (
    <Screen>
      <ScreenHead title={t('place.history')} filters={filters}>
        {ticked.size === 2 && (
          <Button leftSection={<Columns2 size={14} />} onClick={compare}>
            {t('compare.button')}
          </Button>
        )}
        {ticked.size > 0 && (
          <Button leftSection={<RotateCcw size={14} />} onClick={() => void retry()}>
            {t('history.retrySelected', { count: ticked.size })}
          </Button>
        )}
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {pages.failed !== null && <Failure failed={failureOf(pages.failed)} />}
      {nothing && (
        <Nothing
          narrowed={narrowed}
          ranged={ranged}
          now={now}
          clear={() => change('history', { ...NO_HISTORY_FILTER, range: 'all' })}
          allTime={() => change('history', { range: 'all' })}
        />
      )}
      {!nothing && search && <LogHits search={search} of={pages.total} now={now} stop={stop} />}
      {!nothing && !search && (
        <>
          {/* What is seen first is asked for first. */}
          <Failures filter={answered.current} version={version} />
          <DataTable
            label={t('history.table')}
            columns={shown.shown}
            total={pages.total}
            rowAt={pages.rowAt}
            book={pages.book}
            onRange={pages.onRange}
            idOf={(row) => row.id}
            focused={place.focused}
            onFocus={(row) => change('history', { focused: row.id })}
            onOpen={(row) => go(`/sessions/${row.id}`)}
            ticked={ticked}
            onTick={(ids, on) => setTicked(new Set(on ? [...ticked, ...ids] : [...ticked].filter((id) => !ids.includes(id))))}
            tickLabel={(row) => t('history.select', { name: row.computer })}
            all={{
              label: t('computers.selectAll'),
              state: ticked.size === 0 ? 'none' : ticked.size >= pages.total ? 'all' : 'some',
              toggle: () => void toggleAll(),
            }}
          />
        </>
      )}
    </Screen>
  );
}
