import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { TIMELINE_ORDERS, type TimelinePage, type TimelineRow } from '../../shared/api/batches.ts';
import { call } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { plain } from '../components/visible.ts';
import { duration, exact, when } from '../i18n/format.ts';
import { failureOf } from '../state/use-call.ts';
import { useNow } from '../state/use-now.ts';
import { usePages } from '../state/use-pages.ts';
import { useTopic } from '../state/use-topic.ts';
import { Stretches } from './stretches.tsx';
import { ticksOf } from './ticks.ts';
import classes from './timeline.module.css';

/** Slower than half of them by this much is worth a sentence. */
const SLOW = 1.5;

/** A batch over time: one sees the slow one, and the stagger. */
export function Timeline({ batch }: { batch: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const now = useNow(2000);
  const [sort, setSort] = useState<{ by: (typeof TIMELINE_ORDERS)[number]; descending: boolean }>({ by: 'start', descending: false });
  const [focused, setFocused] = useState<string | null>(null);
  const line = useTopic('live', '')?.batches.find(({ id }) => id === batch);
  const isLive = line !== undefined && line.over < line.total;
  const pages = usePages<TimelineRow, TimelinePage>(JSON.stringify({ batch, sort }), isLive ? now : (line?.over ?? -1), (offset, limit) =>
    call('batches.timeline', { batch, sort: sort.by, descending: sort.descending, offset, limit }),
  );
  const { extra } = pages;
  const [from, until] = [extra?.from ?? 0, Math.max((extra?.from ?? 0) + 1, extra?.until ?? 0)];
  const columns = useMemo(
    (): Column<TimelineRow>[] => [
      {
        id: 'computer',
        label: t('timeline.computer'),
        width: '220px',
        sortable: true,
        cell: (row) => (
          <>
            <StatusMark status={row.status} quiet />
            <Cut text={row.computer} strong />
            <Cut text={row.tenant} muted />
          </>
        ),
      },
      {
        id: 'start',
        label: t('timeline.start'),
        width: '104px',
        align: 'end',
        sortable: true,
        cell: (row) => <span className={`number ${classes.muted}`}>{row.startedAt === null ? '' : duration(row.startedAt - from)}</span>,
      },
      {
        id: 'took',
        label: t('timeline.took'),
        width: '92px',
        align: 'end',
        sortable: true,
        cell: (row) => <span className={`number ${classes.muted}`}>{row.ms === null ? '' : duration(row.ms)}</span>,
      },
      { id: 'actions', label: t('timeline.actions'), width: 'minmax(0, 1fr)', cell: (row) => <Stretches row={row} from={from} until={until} /> },
    ],
    [t, from, until],
  );
  const slowest = extra?.slowest ?? null;
  const finding =
    slowest === null
      ? null
      : slowest.ms > slowest.median * SLOW
        ? t('timeline.slowest', { computer: plain(slowest.computer), took: duration(slowest.ms), median: duration(slowest.median) })
        : t('timeline.even', { count: extra?.total ?? 0 });
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href={isLive ? '/active' : '/history'} place={t(isLive ? 'place.active' : 'place.history')} />
            {t('timeline.title')}
          </>
        }
        about={
          extra && <span title={exact(extra.createdAt)}>{t('timeline.about', { target: extra.targetText, when: when(extra.createdAt, now) })}</span>
        }
      />
      {pages.failed !== null && <Failure failed={failureOf(pages.failed)} />}
      {finding !== null && <h2 className={classes.finding}>{finding}</h2>}
      {extra && (
        <>
          <div className={classes.axis} aria-hidden>
            {ticksOf(until - from).map((at) => (
              <span key={at} style={{ left: `${(at / (until - from)) * 100}%` }}>
                {duration(at)}
              </span>
            ))}
          </div>
          <DataTable
            label={t('timeline.table')}
            columns={columns}
            total={pages.total}
            rowAt={pages.rowAt}
            book={pages.book}
            onRange={pages.onRange}
            idOf={(row) => row.session}
            focused={focused}
            onFocus={(row) => setFocused(row.session)}
            onOpen={(row) => go(`/sessions/${row.session}`)}
            sort={sort}
            onSort={(by) => {
              const order = TIMELINE_ORDERS.find((one) => one === by);
              if (order) setSort({ by: order, descending: sort.by === order && !sort.descending });
            }}
          />
        </>
      )}
    </Screen>
  );
}
