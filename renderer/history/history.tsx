import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '@mantine/core';
import type { HistoryRow } from '../../shared/api/sessions.ts';
import { SESSION_STATUSES, type SessionStatus } from '../../shared/words.ts';
import { call } from '../bridge.ts';
import { useHandler } from '../commands/use-handler.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { FilterBox } from '../components/filter-box.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import { Segments } from '../components/segments.tsx';
import { duration, exact, when } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import { failureOf } from '../state/use-call.ts';
import { useNow } from '../state/use-now.ts';
import { usePages } from '../state/use-pages.ts';
import { useTopic } from '../state/use-topic.ts';

/** Every session that there was, newest first. */
export function History() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const now = useNow(30_000);
  const { history: place, change } = usePlace();
  const version = useTopic('set-up', '')?.version ?? 0;
  const box = useRef<HTMLInputElement>(null);
  useHandler('filter', () => box.current?.focus());
  const { statuses, computer } = place;
  const pages = usePages<HistoryRow, { rows: HistoryRow[]; total: number }>(
    JSON.stringify({ statuses, computer }),
    version,
    async (offset, limit) => {
      const filter = { statuses, ...(computer === '' ? {} : { computer }) };
      const { rows, more } = await call('sessions.page', { filter, offset, limit });
      return { rows, total: offset + rows.length + (more ? limit : 0) };
    },
  );
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
  const words = new Map(SESSION_STATUSES.map((status) => [t(`status.${status}`) as string, status]));
  const filters = (
    <>
      <FilterBox ref={box} text={computer} hint={t('history.computer').toLowerCase()} onChange={(text) => change('history', { computer: text })} />
      <FilterBox.Choice
        label={t('history.status')}
        options={[...words.keys()]}
        chosen={statuses.map((status) => t(`status.${status}`))}
        onChange={(chosen) => change('history', { statuses: chosen.flatMap((word) => words.get(word) ?? []) satisfies SessionStatus[] })}
      />
    </>
  );
  const nothing = pages.extra !== null && pages.total === 0;
  return (
    <Screen>
      <ScreenHead title={t('place.history')} filters={filters} />
      {pages.failed !== null && <Failure failed={failureOf(pages.failed)} />}
      {nothing ? (
        <Empty title={statuses.length > 0 || computer !== '' ? t('computers.noMatch') : t('history.none')} text={t('history.noneText')}>
          {(statuses.length > 0 || computer !== '') && (
            <Button onClick={() => change('history', { statuses: [], computer: '' })}>{t('computers.clear')}</Button>
          )}
        </Empty>
      ) : (
        <DataTable
          label={t('history.table')}
          columns={columns}
          total={pages.total}
          rowAt={pages.rowAt}
          onRange={pages.onRange}
          idOf={(row) => row.id}
          focused={place.focused}
          onFocus={(row) => change('history', { focused: row.id })}
          onOpen={(row) => go(`/sessions/${row.id}`)}
        />
      )}
    </Screen>
  );
}
