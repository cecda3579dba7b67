import { Button, Menu, Select } from '@mantine/core';
import { CircleAlert, Ellipsis, LockKeyhole, LockKeyholeOpen, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultView } from '../../../shared/api/vault.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { usePreferences } from '../../state/preferences.ts';
import { failureOf } from '../../state/use-call.ts';
import classes from './credentials.module.css';
import { PassphraseDialog, UnlockDialog } from './dialogs.tsx';

const MINUTES = [5, 15, 60, 240] as const;
type Open = 'unlock' | 'make' | 'change' | 'aside' | null;

/** The vault in one line: what keeps it, whether it can be used, and what can be done with it. */
export function VaultStrip({ vault }: { vault: VaultView }) {
  const { t } = useTranslation();
  const { change } = usePreferences();
  const [open, setOpen] = useState<Open>(null);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const close = (): void => setOpen(null);
  const act = (what: Promise<unknown>): void => {
    setFailed(null);
    void what.catch((error: unknown) => setFailed(failureOf(error)));
  };
  const { kind, locked, problem } = vault;
  const none = kind === 'none' && problem === null;
  const Icon = problem ? CircleAlert : none ? ShieldOff : locked ? LockKeyhole : LockKeyholeOpen;
  const title = problem ? t('vault.unreadable') : none ? t('vault.none') : locked ? t('vault.locked') : t('vault.unlocked');
  const text = problem
    ? `${problem.message}. ${problem.advice ?? ''}`
    : none
      ? `${t('vault.noneText')} ${vault.keychainRefused ?? ''}`
      : `${t(kind === 'keychain' ? 'vault.byKeychain' : 'vault.byPassphrase')}, ${t('vault.keeps', { count: vault.kept })}`;
  return (
    <section className={classes.vault} aria-label={t('vault.title')} data-tone={problem ? 'red' : locked ? 'amber' : undefined}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <div className={classes.state}>
        <strong>{title}</strong>
        <span>{text}</span>
      </div>
      {!none && !problem && (
        <Select
          aria-label={t('vault.lockAfter')}
          w={210}
          value={String(vault.lockMinutes)}
          allowDeselect={false}
          data={[
            ...MINUTES.map((minutes) => ({ value: String(minutes), label: t('vault.lockMinutes', { count: minutes }) })),
            { value: 'null', label: t('vault.lockNever') },
          ]}
          onChange={(value) => change({ vaultLockMinutes: MINUTES.find((one) => String(one) === value) ?? null })}
        />
      )}
      {none && vault.keychainRefused === null && (
        <Button onClick={() => act(call('vault.create', { protection: 'keychain' }))}>{t('vault.useKeychain')}</Button>
      )}
      {none && <Button onClick={() => setOpen('make')}>{t('vault.usePassphrase')}</Button>}
      {!none && !problem && !locked && <Button onClick={() => act(call('vault.lock', {}))}>{t('vault.lock')}</Button>}
      {!none && !problem && locked && (
        <Button onClick={() => (kind === 'keychain' ? act(call('vault.unlock', {})) : setOpen('unlock'))}>
          {kind === 'keychain' ? t('vault.unlock') : t('vault.unlockDots')}
        </Button>
      )}
      {!none && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button aria-label={t('vault.more')} px={8}>
              <Ellipsis size={15} strokeWidth={1.75} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kind === 'passphrase' && <Menu.Item onClick={() => setOpen('change')}>{t('vault.changeDots')}</Menu.Item>}
            <Menu.Item onClick={() => setOpen('aside')}>{t('vault.asideDots')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {failed && <Failure failed={failed} />}
      {open === 'unlock' && <UnlockDialog onClose={close} />}
      {(open === 'make' || open === 'change') && <PassphraseDialog change={open === 'change'} onClose={close} />}
      {open === 'aside' && (
        <Dialog title={t('vault.asideTitle')} onClose={close}>
          <p>{t('vault.asideText', { count: vault.kept })}</p>
          <div className={classes.buttons}>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button
              color="red"
              variant="filled"
              onClick={() => {
                act(call('vault.setAside', {}));
                close();
              }}
            >
              {t('vault.aside')}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
