import type { TFunction } from 'i18next';
import { ArrowRight, Equal, Minus, Pencil, Plus, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Consequences, ConsequenceRow, WinnerView } from '../../shared/api/deployments.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { stateWords } from '../computers/state-words.ts';
import { count } from '../i18n/format.ts';
import classes from '../editing/editing.module.css';
import { useState } from 'react';

const KINDS = ['gains', 'loses', 'changes', 'keeps', 'another'] as const;
const MARKS = { gains: Plus, loses: Minus, changes: Pencil, keeps: Equal, another: Equal } as const;

/** What changes if I save this: the counts, then each computer with who wins today, who would, and by which rule. */
export function ConsequencePane({ found }: { found: Consequences }) {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const idOf = (row: ConsequenceRow): string => `${row.computer} ${row.item}`;
  const total = KINDS.reduce((sum, kind) => sum + found.counts[kind], 0);
  const own = new Set(found.targets.length === 1 ? found.targets.map(({ deployment }) => deployment) : []);
  const items = new Set(found.rows.map(({ item }) => item));
  const columns: Column<ConsequenceRow>[] = [
    { id: 'mark', label: t('change.mark'), labelHidden: true, width: '34px', cell: ({ change }) => <Mark change={change} /> },
    {
      id: 'computer',
      label: t('change.computer'),
      width: 'minmax(120px, 1fr)',
      cell: ({ computer, item }) => (
        <Link href={`/computers/${encodeURIComponent(computer)}`} className={classes.link}>
          <Cut text={items.size > 1 ? `${computer}: ${item}` : computer} strong />
        </Link>
      ),
    },
    { id: 'today', label: t('change.today'), width: 'minmax(100px, 1fr)', cell: ({ before }) => <Cut text={winnerWords(before, own, t)} muted /> },
    {
      id: 'after',
      label: t('change.after'),
      width: 'minmax(100px, 1fr)',
      cell: ({ change, after }) => (
        <>
          <ArrowRight size={13} className={classes.arrow} aria-hidden />
          <Cut text={change === 'keeps' ? t('change.same') : winnerWords(after, own, t)} />
        </>
      ),
    },
    { id: 'because', label: t('change.because'), width: 'minmax(120px, 1.2fr)', cell: (row) => <Cut text={reason(row, t)} muted /> },
  ];
  return (
    <>
      <p className={classes.counts} role="status" aria-label={t('change.title')}>
        {KINDS.filter((kind) => found.counts[kind] > 0 || kind === 'gains' || kind === 'loses').map((kind) => (
          <span key={kind}>
            <strong>{count(found.counts[kind])}</strong> {t(`change.${kind}`)}
          </span>
        ))}
      </p>
      <Notices found={found} />
      {total === 0 ? (
        <p className={classes.quiet}>{t('change.nobody')}</p>
      ) : (
        <DataTable
          label={t('change.title')}
          columns={columns}
          total={found.rows.length}
          rowAt={(index) => found.rows[index]}
          idOf={idOf}
          focused={focused}
          onFocus={(row) => setFocused(idOf(row))}
        />
      )}
      {total > found.rows.length && <p className={classes.quiet}>{t('change.more', { count: total - found.rows.length })}</p>}
    </>
  );
}

function Notices({ found }: { found: Consequences }) {
  const { t } = useTranslation();
  const notices = [
    found.hidden > 0 ? t('change.hidden', { count: found.hidden }) : '',
    found.conflicts > 0 ? t('change.conflicts', { count: found.conflicts }) : '',
    found.unknownFacts > 0 ? t('change.unknown', { count: found.unknownFacts }) : '',
  ];
  return notices
    .filter((notice) => notice !== '')
    .map((notice) => (
      <p key={notice} className={classes.notice}>
        <TriangleAlert size={15} strokeWidth={1.75} aria-hidden /> {notice}
      </p>
    ));
}

function Mark({ change }: { change: ConsequenceRow['change'] }) {
  const { t } = useTranslation();
  const Sign = MARKS[change];
  return (
    <span className={classes.mark} data-change={change} role="img" aria-label={t(`change.${change}`)}>
      <Sign size={13} strokeWidth={2} aria-hidden />
    </span>
  );
}

type T = TFunction<'window'>;

/** Of what is edited itself, what it asks for says enough. */
function winnerWords(winner: WinnerView | null, own: ReadonlySet<string>, t: T): string {
  if (!winner) return t('change.nothing');
  return own.has(winner.deployment) ? stateWords(winner) : `${winner.deployment}: ${stateWords(winner)}`;
}

function reason({ change, because }: ConsequenceRow, t: T): string {
  if (because !== null) return because;
  if (change === 'gains') return t('change.nowHeld');
  if (change === 'loses') return t('change.notHeld');
  return change === 'changes' ? t('change.asksElse') : '';
}
