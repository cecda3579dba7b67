import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { call } from '../bridge.ts';

/** Tells what was done while there was no window. */
export async function tellNotice(): Promise<void> {
  const { notice } = await call('app.notice', {});
  if (!notice) return;
  notifications.show({
    autoClose: false,
    withBorder: true,
    color: notice.ok ? 'green' : 'red',
    closeButtonProps: { 'aria-label': i18next.t('action.close') },
    message: notice.text,
  });
}
