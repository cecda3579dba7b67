import { Button, Checkbox } from '@mantine/core';
import { ArchiveRestore, FolderOpen, Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../shared/api.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { Failure } from '../../components/failure.tsx';
import { Screen, ScreenHead } from '../../components/screen.tsx';
import { bytes } from '../../i18n/format.ts';
import { failureOf, useCall } from '../../state/use-call.ts';
import { SettingsTabs } from '../settings-tabs.tsx';
import classes from './data-folder.module.css';
import { RestoreDialog } from './restore-dialog.tsx';

type Found = ResponseOf<'backup.choose'>;

/** Settings, Data folder: where everything is, and the store out into one file and back. */
export function DataFolder() {
  const { t } = useTranslation();
  const [again, setAgain] = useState(0);
  const { value, failed } = useCall('data-folder.view', {}, again);
  const [trouble, setTrouble] = useState<CallFailed | null>(null);
  const [busy, setBusy] = useState<'backup' | 'choose' | null>(null);
  const [withVault, setWithVault] = useState(false);
  const [made, setMade] = useState<{ file: string; bytes: number } | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const act = async (which: 'backup' | 'choose', work: () => Promise<void>): Promise<void> => {
    setBusy(which);
    setTrouble(null);
    try {
      await work();
    } catch (error) {
      setTrouble(failureOf(error));
    } finally {
      setBusy(null);
      setAgain((n) => n + 1);
    }
  };
  const backUp = (): Promise<void> =>
    act('backup', async () => {
      const { backup } = await call('backup.make', { vault: withVault });
      if (backup) setMade(backup);
    });
  const choose = (): Promise<void> =>
    act('choose', async () => {
      const answer = await call('backup.choose', {});
      if (answer.chosen !== null) setFound(answer);
    });
  const open = (): void => void call('data-folder.open', {}).catch((error: unknown) => setTrouble(failureOf(error)));
  return (
    <Screen>
      <ScreenHead title={t('place.settings')} filters={<SettingsTabs />}>
        <Button leftSection={<FolderOpen size={14} />} onClick={open}>
          {t('dataFolder.open')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} again={() => setAgain((n) => n + 1)} />}
      {trouble && <Failure failed={trouble} />}
      {value && (
        <div className={classes.page}>
          <section className={classes.part} aria-labelledby="data-where">
            <h2 id="data-where">{t('dataFolder.where')}</h2>
            <p className={classes.path}>
              <code>{value.path}</code>
              <span className="number">
                {value.free === null
                  ? t('dataFolder.sizeOnly', { size: bytes(value.bytes) })
                  : t('dataFolder.size', { size: bytes(value.bytes), free: bytes(value.free) })}
              </span>
            </p>
            <table className={classes.parts} aria-label={t('dataFolder.table')}>
              <thead>
                <tr>
                  <th scope="col">{t('dataFolder.name')}</th>
                  <th scope="col">{t('dataFolder.what')}</th>
                  <th scope="col" className={classes.number}>
                    {t('dataFolder.bytes')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {value.parts.map((one) => (
                  <tr key={one.name}>
                    <td>
                      <code>{one.name}</code>
                    </td>
                    <td>{t(`dataFolder.part.${one.part}`)}</td>
                    <td className={`number ${classes.number}`}>{bytes(one.bytes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <section className={classes.part} aria-labelledby="data-backup">
            <h2 id="data-backup">{t('dataFolder.backup')}</h2>
            <p>{t('dataFolder.backupText')}</p>
            {value.hasVault && (
              <Checkbox
                label={t('dataFolder.withVault')}
                description={t(withVault ? 'dataFolder.withVaultText' : 'dataFolder.withoutVaultText')}
                classNames={{ description: classes.hint, root: classes.choice }}
                checked={withVault}
                onChange={(event) => setWithVault(event.currentTarget.checked)}
              />
            )}
            <div className={classes.act}>
              <Button leftSection={<Save size={14} />} loading={busy === 'backup'} onClick={() => void backUp()}>
                {t('dataFolder.backUp')}
              </Button>
              {made && <span role="status">{t('dataFolder.made', { file: made.file, size: bytes(made.bytes) })}</span>}
            </div>
          </section>
          <section className={classes.part} aria-labelledby="data-restore">
            <h2 id="data-restore">{t('dataFolder.restore')}</h2>
            <p>{t('dataFolder.restoreText')}</p>
            <div className={classes.act}>
              <Button leftSection={<ArchiveRestore size={14} />} loading={busy === 'choose'} onClick={() => void choose()}>
                {t('dataFolder.choose')}
              </Button>
            </div>
          </section>
        </div>
      )}
      {found && <RestoreDialog found={found} onClose={() => setFound(null)} />}
    </Screen>
  );
}
