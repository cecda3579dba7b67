import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { CellRow, ComebackRow, InsightsFilter, InsightsView } from '../../shared/api/insights.ts';
import { isWrong, VERDICTS, type Verdict } from '../../shared/insights.ts';
import { call } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { plain } from '../components/visible.ts';
import { count, day, exact, when } from '../i18n/format.ts';
import { failureOf } from '../state/use-call.ts';
import { usePages } from '../state/use-pages.ts';
import classes from './insights.module.css';
import { openCell } from './open-cell.ts';
import { VerdictMark, verdictWord } from './verdicts.tsx';

interface ComebacksProps {
  view: InsightsView;
  now: number;
  focused: string | null;
  onFocus: (id: string) => void;
}

/** What failed in the period, one line for an item and a reason, what still fails first. */
export function Comebacks({ view, now, focused, onFocus }: ComebacksProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const columns = useMemo(
    (): Column<ComebackRow>[] => [
      {
        id: 'what',
        label: t('insights.what'),
        width: 'minmax(260px, 3.2fr)',
        cell: (row) => (
          <>
            <VerdictMark verdict={row.result} />
            <span className={classes.sentence}>
              <Cut text={row.sentence} />
            </span>
            {row.detail !== null && <code className={classes.detail}>{plain(row.detail)}</code>}
          </>
        ),
      },
      { id: 'item', label: t('insights.item'), width: 'minmax(110px, 1fr)', cell: ({ item }) => <Cut text={item} strong /> },
      {
        id: 'now',
        label: t('insights.failsNow'),
        width: '76px',
        align: 'end',
        cell: (row) => <span className="number">{row.now === 0 ? '' : count(row.now)}</span>,
      },
      {
        id: 'computers',
        label: t('insights.computers'),
        width: '84px',
        align: 'end',
        cell: (row) => <span className="number">{count(row.computers)}</span>,
      },
      { id: 'days', label: t('insights.onDays'), width: '60px', align: 'end', cell: (row) => <span className="number">{count(row.days)}</span> },
      { id: 'first', label: t('insights.first'), width: '84px', cell: (row) => <Time at={row.first} text={day(row.first)} /> },
      { id: 'last', label: t('insights.last'), width: '128px', cell: (row) => <Time at={row.last} text={when(row.last, now)} /> },
    ],
    [t, now],
  );
  return (
    <DataTable
      label={t('insights.comebacks')}
      columns={columns}
      total={view.comebacks.length}
      rowAt={(index) => view.comebacks[index]}
      idOf={({ id }) => id}
      focused={focused}
      onFocus={({ id }) => onFocus(id)}
      onOpen={({ session, n }) => go(`/sessions/${session}/${n}`)}
    />
  );
}

function Time({ at, text }: { at: number; text: string }) {
  return (
    <span className={`${classes.muted} number`} title={exact(at)}>
      {text}
    </span>
  );
}

/** What the list of cells is narrowed to. */
export interface Narrowed {
  item: string;
  of: string;
  verdicts: readonly Verdict[];
}

interface CellsProps {
  filter: InsightsFilter;
  view: InsightsView;
  narrowed: Narrowed;
  /** Those that are well too. */
  all: boolean;
  focused: string | null;
  onFocus: (id: string) => void;
}

/** Each item on each computer: what is wrong, or all of them with what is wrong first. */
export function Cells({ filter, view, narrowed: { item, of, verdicts }, all, focused, onFocus }: CellsProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const wanted = verdicts.length > 0 || all ? [...verdicts] : VERDICTS.filter(isWrong);
  const request = { filter, ...(item === '' ? {} : { item }), ...(of === '' ? {} : { of }), verdicts: wanted };
  const pages = usePages<CellRow, { rows: CellRow[]; total: number }>(JSON.stringify(request), view.made, (offset, limit) =>
    call('insights.cells', { ...request, offset, limit }),
  );
  const columns = useMemo(
    (): Column<CellRow>[] => [
      {
        id: 'item',
        label: t('insights.item'),
        width: 'minmax(140px, 1.4fr)',
        cell: (row) => (
          <>
            <VerdictMark verdict={row.verdict} />
            <Cut text={row.item} strong />
          </>
        ),
      },
      { id: 'computer', label: t('insights.computer'), width: 'minmax(110px, 1fr)', cell: (row) => <Cut text={row.computer} /> },
      { id: 'tenant', label: t('insights.tenant'), width: 'minmax(90px, 1fr)', cell: (row) => <Cut text={row.tenant} muted /> },
      { id: 'verdict', label: t('insights.result'), width: 'minmax(110px, 1fr)', cell: (row) => <Cut text={verdictWord(row.verdict, t)} muted /> },
      {
        id: 'since',
        label: t('insights.failsSince'),
        width: '110px',
        cell: (row) => (row.since === null ? null : <Time at={row.since} text={day(row.since)} />),
      },
    ],
    [t],
  );
  if (pages.failed !== null) return <Failure failed={failureOf(pages.failed)} />;
  if (pages.extra !== null && pages.total === 0) return <p className={classes.none}>{t('insights.nothingWrong')}</p>;
  return (
    <DataTable
      label={t(all ? 'insights.all' : 'insights.wrong')}
      columns={columns}
      total={pages.total}
      rowAt={pages.rowAt}
      book={pages.book}
      onRange={pages.onRange}
      idOf={({ key, computerId }) => `${key} ${computerId}`}
      focused={focused}
      onFocus={({ key, computerId }) => onFocus(`${key} ${computerId}`)}
      onOpen={({ key, computerId }) => void openCell(computerId, key, go)}
    />
  );
}
