import type { TFunction } from 'i18next';
import type { ComputerColumn, ComputerRow } from '../../shared/api/computers.ts';
import { Cut } from '../components/cut.tsx';
import type { Column } from '../components/data-table.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Compliance } from '../components/segments.tsx';
import { ago, exact } from '../i18n/format.ts';

/** What the last session came to, in a few words. */
function lastWords({ last }: ComputerRow, t: TFunction<'window'>): string {
  if (!last) return t('computers.notRunYet');
  if (last.bad > 0 && last.status !== 'failed') return t('computers.failedOf', { bad: last.bad, total: last.total });
  if (last.status === 'passed' && last.changed > 0) return t('computers.passedChanged', { count: last.changed });
  const word = t(`status.${last.status}`);
  return last.status === 'not-reached' && last.reason !== null ? `${word}: ${last.reason}` : word;
}

export function computerColumns(t: TFunction<'window'>, now: number): (Column<ComputerRow> & { id: ComputerColumn })[] {
  return [
    { id: 'name', label: t('computers.name'), width: 'minmax(120px, 1.1fr)', sortable: true, cell: (row) => <Cut text={row.name} strong /> },
    { id: 'tenant', label: t('computers.tenant'), width: 'minmax(90px, 0.9fr)', sortable: true, cell: (row) => <Cut text={row.tenant} muted /> },
    {
      id: 'platform',
      label: t('computers.platform'),
      width: 'minmax(90px, 1fr)',
      sortable: true,
      cell: (row) => <Cut text={row.platform ?? ''} muted />,
    },
    { id: 'connection', label: t('computers.connection'), width: '64px', sortable: true, cell: (row) => <Cut text={row.connection ?? ''} muted /> },
    { id: 'tags', label: t('computers.tags'), width: 'minmax(60px, 0.7fr)', sortable: true, cell: (row) => <Cut text={row.tags.join(', ')} muted /> },
    {
      id: 'lastSeen',
      label: t('computers.lastSeen'),
      width: '86px',
      align: 'end',
      sortable: true,
      cell: (row) => (
        <span className="number" style={{ color: 'var(--muted)' }} title={row.lastSeen === null ? undefined : exact(row.lastSeen)}>
          {row.lastSeen === null ? t('computers.never') : ago(row.lastSeen, now)}
        </span>
      ),
    },
    {
      id: 'lastResult',
      label: t('computers.lastResult'),
      width: 'minmax(150px, 1.5fr)',
      sortable: true,
      cell: (row) => (
        <>
          {row.last && <StatusMark status={row.last.status} quiet={row.last.changed === 0} />}
          <Cut text={lastWords(row, t)} muted={row.last === null} />
        </>
      ),
    },
    {
      id: 'compliance',
      label: t('computers.compliance'),
      width: '156px',
      sortable: true,
      cell: ({ last }) => last !== null && last.status !== 'not-reached' && <Compliance good={last.good} bad={last.bad} total={last.total} />,
    },
  ];
}
