import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BatchLine } from '../../shared/api/sessions.ts';
import { call } from '../bridge.ts';
import { Dialog } from '../components/dialog.tsx';
import classes from '../editing/editing.module.css';

/** Several sessions at once are cancelled only after one has read how many. */
export function CancelDialog({ batches, onClose }: { batches: readonly BatchLine[]; onClose: () => void }) {
  const { t } = useTranslation();
  const left = batches.reduce((sum, { total, over }) => sum + total - over, 0);
  const cancel = (): void => {
    for (const { id } of batches) void call('runs.cancel', { id }).catch(() => undefined);
    onClose();
  };
  return (
    <Dialog title={t('active.cancelTitle', { count: left })} onClose={onClose}>
      <p>{batches.map(({ title }) => title).join(', ')}</p>
      <p className={classes.about}>{t('active.cancelText')}</p>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={onClose}>
          {t('active.cancelNot')}
        </Button>
        <Button variant="filled" onClick={cancel}>
          {t('active.cancelYes', { count: left })}
        </Button>
      </div>
    </Dialog>
  );
}
