import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { LogHitRow } from '../../shared/api/sessions.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Empty } from '../components/screen.tsx';
import { plain } from '../components/visible.ts';
import { count, exact, when } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';
import classes from './history.module.css';
import type { LogSearchState } from './use-log-search.ts';

/** Where a text was found in logs, and how far the search is. */
export function LogHits({ search, of, now, stop }: { search: LogSearchState; of: number; now: number; stop: () => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { history: place, change } = usePlace();
  const idOf = ({ row, n }: LogHitRow): string => `${row.id}/${n}`;
  const columns: Column<LogHitRow>[] = [
    {
      id: 'computer',
      label: t('history.computer'),
      width: 'minmax(120px, 0.8fr)',
      cell: ({ row }) => (
        <>
          <StatusMark status={row.status} />
          <Cut text={row.computer} strong />
        </>
      ),
    },
    { id: 'item', label: t('search.item'), width: 'minmax(110px, 0.8fr)', cell: ({ item }) => <Cut text={item} muted /> },
    {
      id: 'when',
      label: t('history.when'),
      width: '130px',
      cell: ({ row }) => (
        <span className="number" style={{ color: 'var(--muted)' }} title={exact(row.createdAt)}>
          {when(row.createdAt, now)}
        </span>
      ),
    },
    { id: 'line', label: t('search.line'), width: 'minmax(200px, 3fr)', cell: ({ text }) => <code className={classes.found}>{plain(text)}</code> },
  ];
  return (
    <>
      <p className={classes.progress} role="status">
        {t('search.found', { count: search.hits.length })},{' '}
        {t('search.searched', { n: count(search.state === 'over' ? of : search.searched), of: count(of) })}
        {search.unreadable > 0 && ` ${t('search.unreadable', { count: search.unreadable })}`}
        {search.state === 'going' && <Button onClick={stop}>{t('search.stop')}</Button>}
        {search.state === 'stopped' && ` ${t('search.stopped')}`}
        {search.state === 'full' && ` ${t('search.tooMany', { count: search.hits.length })}`}
      </p>
      {search.failed && <Failure failed={search.failed} />}
      {search.state === 'over' && search.hits.length === 0 ? (
        <Empty title={t('search.nothing')} />
      ) : (
        <DataTable
          label={t('search.table')}
          columns={columns}
          total={search.hits.length}
          rowAt={(index) => search.hits[index]}
          idOf={idOf}
          focused={place.focused}
          onFocus={(hit) => change('history', { focused: idOf(hit) })}
          onOpen={({ row }) => go(`/sessions/${row.id}`)}
        />
      )}
    </>
  );
}
