import type { TFunction } from 'i18next';
import { ArrowRight, Equal, Minus, Pencil, Plus, Shuffle } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { CHANGES, type Change, type ConsequencePage, type Consequences, type ConsequenceRow, type WinnerView } from '../../shared/api/deployments.ts';
import { call } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { stateWords } from '../computers/state-words.ts';
import classes from '../editing/editing.module.css';
import { count } from '../i18n/format.ts';
import { useRows } from '../state/row-book.ts';
import { usePages } from '../state/use-pages.ts';
import own from './consequence-pane.module.css';
import { Notices } from './notices.tsx';

const MARKS = { gains: Plus, loses: Minus, changes: Pencil, shifts: Shuffle, keeps: Equal, another: Equal } as const;

/** What changes if I save this: the counts, then each computer with who wins today, who would, and by which rule. */
export function ConsequencePane({ found, id, warnings }: { found: Consequences; id: string; warnings: readonly string[] }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [focused, setFocused] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Change | null>(null);
  // What nobody is concerned by any more is not what one wants to see alone.
  const only = chosen !== null && found.counts[chosen] > 0 ? chosen : null;
  const total = CHANGES.reduce((sum, kind) => sum + found.counts[kind], 0);
  const pages = usePages<ConsequenceRow, ConsequencePage>(`${only}`, id, (offset, limit) =>
    call('deployments.consequenceRows', { id, changes: only === null ? [] : [only], offset, limit }),
  );
  const { rowAt } = pages;
  useRows(pages.book);
  const first = rowAt(0);
  const severalItems = found.targets.length > 1 || (first !== undefined && rowAt(1)?.computer === first.computer);
  const mine = useCallback((name: string) => found.targets.length === 1 && found.targets[0]?.deployment === name, [found]);
  const shown = CHANGES.filter((kind) => found.counts[kind] > 0 || kind === 'gains' || kind === 'loses');
  return (
    <>
      <div className={classes.counts} role="status" aria-label={t('change.title')}>
        {shown.map((kind) => (
          <button
            key={kind}
            type="button"
            className={own.count}
            aria-pressed={only === kind}
            disabled={found.counts[kind] === 0}
            onClick={() => setChosen(only === kind ? null : kind)}
          >
            <strong>{count(found.counts[kind])}</strong> {t(`change.${kind}`)}
          </button>
        ))}
      </div>
      <Notices found={found} warnings={warnings} />
      {total === 0 ? (
        <p className={classes.quiet}>{t('change.nobody')}</p>
      ) : (
        <DataTable
          label={t('change.title')}
          columns={columns(t, mine, severalItems)}
          total={pages.total}
          rowAt={rowAt}
          book={pages.book}
          onRange={pages.onRange}
          idOf={(row) => `${row.computer} ${row.item}`}
          focused={focused}
          onFocus={(row) => setFocused(`${row.computer} ${row.item}`)}
          onOpen={(row) => go(`/computers/${encodeURIComponent(row.computer)}`)}
        />
      )}
    </>
  );
}

type T = TFunction<'window'>;

function columns(t: T, mine: (name: string) => boolean, severalItems: boolean): Column<ConsequenceRow>[] {
  return [
    { id: 'mark', label: t('change.mark'), labelHidden: true, width: '34px', cell: ({ change }) => <Mark change={change} /> },
    {
      id: 'computer',
      label: t('change.computer'),
      width: 'minmax(110px, 1fr)',
      cell: ({ computer, item }) => (
        <Link href={`/computers/${encodeURIComponent(computer)}`} className={classes.link} tabIndex={-1}>
          <Cut text={severalItems ? `${computer}: ${item}` : computer} strong />
        </Link>
      ),
    },
    { id: 'today', label: t('change.today'), width: 'minmax(100px, 1fr)', cell: ({ before }) => <Cut text={winnerWords(before, mine, t)} muted /> },
    {
      id: 'after',
      label: t('change.after'),
      width: 'minmax(100px, 1fr)',
      cell: ({ change, after }) => (
        <>
          <ArrowRight size={13} className={classes.arrow} aria-hidden />
          <Cut text={change === 'keeps' || change === 'another' ? t('change.same') : winnerWords(after, mine, t)} />
        </>
      ),
    },
    { id: 'because', label: t('change.because'), width: 'minmax(120px, 1.2fr)', cell: (row) => <Cut text={reason(row, t)} muted /> },
  ];
}

function Mark({ change }: { change: Change }) {
  const { t } = useTranslation();
  const Sign = MARKS[change];
  return (
    <span className={classes.mark} data-change={change} role="img" aria-label={t(`change.${change}`)}>
      <Sign size={13} strokeWidth={2} aria-hidden />
    </span>
  );
}

/** Of what is edited itself, what it asks for says enough. */
function winnerWords(winner: WinnerView | null, mine: (name: string) => boolean, t: T): string {
  if (!winner) return t('change.nothing');
  return mine(winner.deployment) ? stateWords(winner) : `${winner.deployment}: ${stateWords(winner)}`;
}

function reason({ change, because, notApplicable, conflict }: ConsequenceRow, t: T): string {
  if (notApplicable !== null) return t('change.notHere', { why: notApplicable });
  if (conflict === 'arises' || conflict === 'stays') return t('change.tie');
  if (because !== null) return because;
  if (change === 'gains') return t('change.nowHeld');
  if (change === 'loses') return t('change.notHeld');
  return change === 'changes' ? t('change.asksElse') : '';
}
