import { Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { COMMANDS, type Command, type CommandName } from '../../shared/commands.ts';
import { usePreferences } from '../state/preferences.ts';
import { useSheet } from '../state/sheet.ts';
import classes from './commands.module.css';
import { commandOfKey } from './keys.ts';
import { Palette } from './palette.tsx';
import { runCommand } from './use-command.ts';
import { useHandler } from './use-handler.ts';

/** What answers commands on every screen: keys, the native menu, the sheet of shortcuts, the palette, the places. */
export function Commands() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { open, show, close } = useSheet();
  const change = usePreferences((state) => state.change);
  useHandler('go-computers', () => go('/computers'));
  useHandler('go-deployments', () => go('/deployments'));
  useHandler('go-catalogue', () => go('/catalogue'));
  useHandler('go-active', () => go('/active'));
  useHandler('go-history', () => go('/history'));
  useHandler('go-insights', () => go('/insights'));
  useHandler('go-settings', () => go('/settings'));
  useHandler('add-computer', () => go('/computers/new'));
  useHandler('new-deployment', () => go('/deployments/new'));
  useHandler('new-item', () => go('/catalogue/new'));
  useHandler('import', () => go('/import'));
  useHandler('back', () => history.back());
  useHandler('forward', () => history.forward());
  useHandler('theme-system', () => change({ theme: 'system' }));
  useHandler('theme-light', () => change({ theme: 'light' }));
  useHandler('theme-dark', () => change({ theme: 'dark' }));
  useHandler('shortcuts', () => show({ kind: 'shortcuts' }));
  useEffect(() => window.rounds.onCommand((name) => runCommand(name as CommandName)), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const name = event.defaultPrevented ? null : commandOfKey(event);
      if (name === null) return;
      event.preventDefault();
      runCommand(name);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const shown = Object.entries<Command>(COMMANDS).filter(([, command]) => command.key !== undefined);
  return (
    <>
      <Palette />
      <Modal
        opened={open?.kind === 'shortcuts'}
        onClose={close}
        title={t('shortcuts.title')}
        size="md"
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <dl className={classes.keys}>
          {shown.map(([name, command]) => (
            <div key={name}>
              <dt>{t(`command.${name as CommandName}`)}</dt>
              <dd>
                <kbd>{command.key?.replace('Mod', 'Ctrl')}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  );
}
