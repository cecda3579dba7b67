import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ActionRecord } from '../../shared/record.ts';
import { Cut } from '../components/cut.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ResultMark } from '../components/marks.tsx';
import classes from '../editing/editing.module.css';

const SHOWN = 10;

interface RetrySessionProps {
  computer: string;
  /** What a retry takes up; what those that failed have blocked comes along. */
  actions: readonly ActionRecord[];
  onClose: () => void;
  onRetry: () => void;
}

/** What a key would retry, before it does: a key alone changes no computer. */
export function RetrySession({ computer, actions, onClose, onRetry }: RetrySessionProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('session.retryTitle', { name: computer })} onClose={onClose}>
      {actions.length === 0 && <p>{t('session.retryAll')}</p>}
      {actions.slice(0, SHOWN).map((action) => (
        <p key={action.n} className={classes.marked}>
          <ResultMark result={action.result} />
          <Cut text={action.instance === null ? action.itemName : `${action.itemName}: ${action.instance}`} strong />
        </p>
      ))}
      {actions.length > SHOWN && <p>{t('change.more', { count: actions.length - SHOWN })}</p>}
      <div className={classes.buttons}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          variant="filled"
          data-autofocus
          onClick={() => {
            onClose();
            onRetry();
          }}
        >
          {t('action.retry')}
        </Button>
      </div>
    </Dialog>
  );
}
