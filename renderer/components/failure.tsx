import { Button } from '@mantine/core';
import { CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallFailed } from '../bridge.ts';
import classes from './failure.module.css';

/** What went wrong, in the engine's words, what to do, and the way to try again. */
export function Failure({ failed, again }: { failed: CallFailed; again?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.failure} role="alert">
      <CircleX size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <strong>{failed.message}</strong>
        {failed.error.details.advice !== undefined && <p>{failed.error.details.advice}</p>}
      </div>
      {again && <Button onClick={again}>{t('error.again')}</Button>}
    </div>
  );
}
