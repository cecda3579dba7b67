import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type CallFailed } from '../bridge.ts';
import { Dialog } from '../components/dialog.tsx';
import { Failure } from '../components/failure.tsx';
import editing from '../editing/editing.module.css';
import { failureOf } from '../state/use-call.ts';
import classes from './connection-test.module.css';

interface ChangedKeyProps {
  /** The test that met it. */
  test: string;
  keys: { known: string; shown: string; file: string };
  onForgotten: () => void;
}

/** A host that shows another key than the one that is known: both, and the way to forget the old one. */
export function ChangedKey({ test, keys, onForgotten }: ChangedKeyProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const forget = async (): Promise<void> => {
    try {
      await call('connection-test.forget-key', { id: test });
      setOpen(false);
      onForgotten();
    } catch (error) {
      setFailed(failureOf(error));
    }
  };
  return (
    <div className={classes.after}>
      <Button onClick={() => setOpen(true)}>{t('changedKey.trust')}</Button>
      {open && (
        <Dialog title={t('changedKey.title')} onClose={() => setOpen(false)} size={560} firm>
          <p>{t('changedKey.text')}</p>
          <dl className={classes.keys}>
            <dt>{t('changedKey.known')}</dt>
            <dd>
              <code>{keys.known}</code>
            </dd>
            <dt>{t('changedKey.shown')}</dt>
            <dd>
              <code>{keys.shown}</code>
            </dd>
          </dl>
          <p className={editing.about}>{t('changedKey.file', { file: keys.file })}</p>
          {failed && <Failure failed={failed} />}
          <div className={editing.buttons}>
            <Button data-autofocus onClick={() => setOpen(false)}>
              {t('changedKey.refuse')}
            </Button>
            <Button onClick={() => void forget()}>{t('changedKey.forget')}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
