import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../shared/api.ts';
import type { StoreContent } from '../../../shared/api/files.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { bytes, count, exact } from '../../i18n/format.ts';
import { failureOf } from '../../state/use-call.ts';
import classes from './data-folder.module.css';

const COUNTS = ['tenants', 'computers', 'deployments', 'sessions'] as const;

/** What a backup would replace, side by side, before it does. */
export function RestoreDialog({ found, onClose }: { found: ResponseOf<'backup.choose'>; onClose: () => void }) {
  const { t } = useTranslation();
  const [vault, setVault] = useState(false);
  const [state, setState] = useState<'asked' | 'busy' | 'done'>('asked');
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const { chosen, backup, present } = found;
  if (chosen === null || backup === null) return null;
  const restore = async (): Promise<void> => {
    setState('busy');
    setFailed(null);
    try {
      await call('backup.restore', { chosen, vault });
      setState('done');
    } catch (error) {
      setFailed(failureOf(error));
      setState('asked');
    }
  };
  const cell = (of: StoreContent | null, show: (of: StoreContent) => string) => <td className="number">{of === null ? '' : show(of)}</td>;
  return (
    <Dialog title={t('dataFolder.restoreTitle')} onClose={onClose} size={600} firm>
      <p className={classes.file}>
        <code>{backup.file}</code>
        <span>
          {exact(backup.madeAt)}, {t('dataFolder.by', { version: backup.program })}
        </span>
      </p>
      <table className={classes.compare} aria-label={t('dataFolder.restoreTitle')}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('dataFolder.inBackup')}</th>
            <th scope="col">{present === null ? t('dataFolder.noStore') : t('dataFolder.hereNow')}</th>
          </tr>
        </thead>
        <tbody>
          {COUNTS.map((what) => (
            <tr key={what}>
              <th scope="row">{t(`dataFolder.${what}`)}</th>
              {cell(backup, (of) => count(of[what]))}
              {cell(present, (of) => count(of[what]))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('dataFolder.newest')}</th>
            {cell(backup, ({ newest }) => (newest === null ? t('dataFolder.never') : exact(newest)))}
            {cell(present, ({ newest }) => (newest === null ? t('dataFolder.never') : exact(newest)))}
          </tr>
          <tr>
            <th scope="row">{t('dataFolder.bytes')}</th>
            {cell(backup, (of) => bytes(of.bytes))}
            {cell(present, (of) => bytes(of.bytes))}
          </tr>
        </tbody>
      </table>
      {backup.vault ? (
        <Checkbox
          label={t('dataFolder.vaultToo')}
          description={t('dataFolder.vaultTooText')}
          classNames={{ description: classes.hint, root: classes.choice }}
          checked={vault}
          onChange={(event) => setVault(event.currentTarget.checked)}
        />
      ) : (
        found.presentVault && <p className={classes.hint}>{t('dataFolder.vaultLeft')}</p>
      )}
      {failed && <Failure failed={failed} />}
      {state === 'done' && <p role="status">{t('dataFolder.restoring')}</p>}
      <div className={classes.buttons}>
        <Button data-autofocus disabled={state !== 'asked'} onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button variant="filled" color="red.9" loading={state !== 'asked'} onClick={() => void restore()}>
          {t('dataFolder.restoreNow')}
        </Button>
      </div>
    </Dialog>
  );
}
