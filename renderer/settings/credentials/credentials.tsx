import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialRow } from '../../../shared/api/vault.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { Empty, Screen, ScreenHead } from '../../components/screen.tsx';
import { usePlace } from '../../state/place.ts';
import { failureOf, useCall } from '../../state/use-call.ts';
import { useNow } from '../../state/use-now.ts';
import { useTopic } from '../../state/use-topic.ts';
import { SettingsTabs } from '../settings-tabs.tsx';
import { credentialColumns } from './columns.tsx';
import { CredentialDetail, type CredentialAct } from './credential-detail.tsx';
import { CredentialDialog } from './credential-dialog.tsx';
import classes from './credentials.module.css';
import { SecretDialog } from './dialogs.tsx';
import { VaultStrip } from './vault-strip.tsx';

type Open = { act: CredentialAct | 'add'; row: CredentialRow | null } | null;

/** Settings, Credentials: one object for many computers, its value in the vault, rotated by one edit. */
export function Credentials() {
  const { t } = useTranslation();
  const { credentials: place, change } = usePlace();
  const now = useNow(30_000);
  const vault = useTopic('vault', '');
  const version = useTopic('set-up', '')?.version ?? 0;
  const [again, setAgain] = useState(0);
  const [open, setOpen] = useState<Open>(null);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const list = useCall('credentials.list', {}, `${version} ${again} ${JSON.stringify(vault)}`);
  const rows = list.value?.rows ?? [];
  const row = rows.find(({ name }) => name === place.focused) ?? null;
  const columns = useMemo(() => credentialColumns(t, now), [t, now]);
  const done = (): void => {
    setOpen(null);
    setAgain((n) => n + 1);
  };
  const noVault = vault === null || vault.kind === 'none' ? t('credentials.noVault') : vault.locked ? t('credentials.lockedVault') : null;
  const remove = (name: string, whole: boolean): void => {
    setFailed(null);
    void call(whole ? 'credentials.remove' : 'secrets.remove', { name }).catch((error: unknown) => setFailed(failureOf(error)));
    done();
  };
  return (
    <Screen>
      <ScreenHead title={t('place.settings')} filters={<SettingsTabs />}>
        <Button variant="filled" leftSection={<Plus size={14} />} onClick={() => setOpen({ act: 'add', row: null })}>
          {t('credentials.addDots')}
        </Button>
      </ScreenHead>
      {vault && <VaultStrip vault={vault} />}
      {list.failed && <Failure failed={list.failed} again={() => setAgain((n) => n + 1)} />}
      {failed && <Failure failed={failed} />}
      {list.value !== null && rows.length === 0 ? (
        <Empty title={t('credentials.none')} text={t('credentials.noneText')} />
      ) : (
        <DataTable
          label={t('settings.credentials')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index]}
          idOf={({ name }) => name}
          focused={place.focused}
          onFocus={({ name }) => change('credentials', { focused: name })}
        />
      )}
      {row && (
        <CredentialDetail
          row={row}
          noVault={noVault}
          onAct={(act) => setOpen({ act, row })}
          onClose={() => change('credentials', { focused: null })}
        />
      )}
      {(open?.act === 'add' || open?.act === 'edit') && (
        <CredentialDialog
          row={open.row}
          onClose={() => setOpen(null)}
          onSaved={(name) => {
            change('credentials', { focused: name });
            done();
          }}
        />
      )}
      {open?.act === 'set' && open.row && <SecretDialog name={open.row.name} kind={open.row.kind} kept={open.row.since !== null} onClose={done} />}
      {(open?.act === 'remove' || open?.act === 'forget') && open.row && (
        <Dialog
          title={t(open.act === 'remove' ? 'credentials.removeTitle' : 'credentials.forgetTitle', { name: open.row.name })}
          onClose={() => setOpen(null)}
        >
          <p>{t(open.act === 'remove' ? 'credentials.removeText' : 'credentials.forgetText')}</p>
          <div className={classes.buttons}>
            <Button onClick={() => setOpen(null)}>{t('action.cancel')}</Button>
            <Button color="red.9" variant="filled" onClick={() => remove(open.row?.name ?? '', open.act === 'remove')}>
              {t(open.act === 'remove' ? 'credentials.removeNow' : 'credentials.forgetNow')}
            </Button>
          </div>
        </Dialog>
      )}
    </Screen>
  );
}
