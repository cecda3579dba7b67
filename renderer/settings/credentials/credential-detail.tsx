import { Button } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { CredentialRow, Occasion } from '../../../shared/api/vault.ts';
import { exact } from '../../i18n/format.ts';
import classes from './credentials.module.css';

export type CredentialAct = 'set' | 'edit' | 'remove' | 'forget';

interface CredentialDetailProps {
  row: CredentialRow;
  /** Why its value cannot be set just now; null when it can. */
  noVault: string | null;
  onAct: (act: CredentialAct) => void;
  onClose: () => void;
}

function Occurred({ occasion }: { occasion: Occasion | null }) {
  const { t } = useTranslation();
  if (!occasion) return <span className={classes.muted}>{t('credentials.notKnown')}</span>;
  return (
    <>
      <Link href={`/sessions/${encodeURIComponent(occasion.session)}`}>{occasion.computer}</Link>
      <span className={classes.muted}> {exact(occasion.at)}</span>
      {occasion.reason !== null && <div>{occasion.reason}</div>}
    </>
  );
}

/** One credential: what it is, who uses it, where it worked, and what can be done with it. Its value is never shown. */
export function CredentialDetail({ row, noVault, onAct, onClose }: CredentialDetailProps) {
  const { t } = useTranslation();
  const agent = row.kind === 'ssh-agent';
  const facts: [string, ReactNode][] = [
    [t('credentials.kind'), t(`credentialKind.${row.kind}`)],
    ...(row.keyFile === null ? [] : [[t('credentials.keyFile'), <code key="file">{row.keyFile}</code>] as [string, ReactNode]]),
    [
      t('credentials.kept'),
      agent
        ? t('credentials.agent')
        : row.since === null
          ? t(row.kind === 'ssh-key' ? 'credentials.noneKey' : 'credentials.noneKept')
          : exact(row.since),
    ],
    [t('credentials.usedBy'), [...row.usedBy, ...row.deployments.map((name) => `deployment ${name}`)].join(', ') || t('credentials.nobody')],
    [t('credentials.worked'), <Occurred key="worked" occasion={row.worked} />],
    [t('credentials.failed'), <Occurred key="failed" occasion={row.failed} />],
  ];
  return (
    <section className={classes.detail} aria-label={row.name}>
      <header className={classes.detailHead}>
        <strong title={row.name}>{row.name}</strong>
        {!agent && (
          <Button variant="filled" disabled={noVault !== null} title={noVault ?? undefined} onClick={() => onAct('set')}>
            {t(row.since === null ? 'credentials.set' : 'credentials.rotate')}
          </Button>
        )}
        {row.kind !== 'parameter' && <Button onClick={() => onAct('edit')}>{t('credentials.edit')}</Button>}
        {row.since !== null && (
          <Button disabled={noVault !== null} title={noVault ?? undefined} onClick={() => onAct('forget')}>
            {t('credentials.forget')}
          </Button>
        )}
        {row.kind !== 'parameter' && (
          <Button disabled={row.usedBy.length > 0} title={row.usedBy.length > 0 ? t('credentials.inUse') : undefined} onClick={() => onAct('remove')}>
            {t('credentials.remove')}
          </Button>
        )}
        <button type="button" className={classes.close} aria-label={t('action.close')} onClick={onClose}>
          <X size={16} strokeWidth={1.75} />
        </button>
      </header>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
