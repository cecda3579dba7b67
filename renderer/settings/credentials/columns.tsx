import { CircleCheck, CircleX } from 'lucide-react';
import type { TFunction } from 'i18next';
import type { CredentialRow, Occasion } from '../../../shared/api/vault.ts';
import { Cut } from '../../components/cut.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ago, count, exact } from '../../i18n/format.ts';
import classes from './credentials.module.css';

function Last({ occasion, now, ok }: { occasion: Occasion | null; now: number; ok: boolean }) {
  if (!occasion) return null;
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <span className={classes.last} data-ok={ok || undefined} title={`${exact(occasion.at)}${occasion.reason === null ? '' : `: ${occasion.reason}`}`}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <Cut text={occasion.computer} />
      <small className="number">{ago(occasion.at, now)}</small>
    </span>
  );
}

/** How each credential is shown in the list. */
export function credentialColumns(t: TFunction<'window'>, now: number): Column<CredentialRow>[] {
  const number = (n: number) => <span className={`number ${classes.muted}`}>{n === 0 ? '' : count(n)}</span>;
  return [
    { id: 'name', label: t('credentials.name'), width: 'minmax(130px, 1.3fr)', cell: ({ name }) => <Cut text={name} strong /> },
    { id: 'kind', label: t('credentials.kind'), width: '118px', cell: ({ kind }) => <Cut text={t(`credentialKind.${kind}`)} muted /> },
    {
      id: 'kept',
      label: t('credentials.kept'),
      width: '104px',
      cell: ({ since }) => (
        <span title={since === null ? undefined : exact(since)} className={since === null ? classes.muted : undefined}>
          {since === null ? t('credentials.no') : since > now - 60_000 ? t('credentials.justNow') : t('credentials.since', { time: ago(since, now) })}
        </span>
      ),
    },
    { id: 'computers', label: t('credentials.computers'), width: '88px', align: 'end', cell: ({ computers }) => number(computers) },
    { id: 'deployments', label: t('credentials.deployments'), width: '104px', align: 'end', cell: ({ deployments }) => number(deployments.length) },
    { id: 'worked', label: t('credentials.worked'), width: 'minmax(120px, 1.1fr)', cell: ({ worked }) => <Last occasion={worked} now={now} ok /> },
    {
      id: 'failed',
      label: t('credentials.failed'),
      width: 'minmax(120px, 1.1fr)',
      cell: ({ failed }) => <Last occasion={failed} now={now} ok={false} />,
    },
  ];
}
