import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { call } from '../bridge.ts';
import { failureOf } from '../state/use-call.ts';
import classes from './editing.module.css';

/** Says that the set-up was changed, with the way back while nothing else was changed. */
export function tellSaved(message: string, undo: string | null): void {
  const id = notifications.show({
    autoClose: 12_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('action.close') },
    message: (
      <span className={classes.saved}>
        {message}
        {undo !== null && <Button onClick={() => void takeBack(id, undo)}>{i18next.t('editor.undo')}</Button>}
      </span>
    ),
  });
}

async function takeBack(id: string, undo: string): Promise<void> {
  const said = await call('set-up.undo', { undo }).then(
    () => i18next.t('editor.undone'),
    (error: unknown) => failureOf(error).message,
  );
  notifications.update({ id, message: said, autoClose: 6_000 });
}
