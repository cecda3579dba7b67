import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type CallFailed } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Failure } from '../components/failure.tsx';
import classes from '../editing/editing.module.css';
import { tellSaved } from '../editing/saved.tsx';
import { failureOf, useCall } from '../state/use-call.ts';

const SHOWN = 10;

/** Takes computers out of the set-up, once one has read which; refused while something names one of them. */
export function RemoveComputers({ ids, onClose, onRemoved }: { ids: string[]; onClose: () => void; onRemoved: () => void }) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const [busy, setBusy] = useState(false);
  const edit = { remove: ids.map((id) => ({ kind: 'computer' as const, id })) };
  const plan = useCall('set-up.plan', edit);
  const refusals = plan.value?.refusals ?? [];
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      const { undo, removed } = await call('set-up.edit', edit);
      tellSaved(t('computerForm.removed', { count: removed }), undo);
      onRemoved();
      onClose();
    } catch (error) {
      setFailed(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('computerForm.removeTitle', { count: ids.length })} onClose={onClose}>
      {ids.slice(0, SHOWN).map((id) => (
        <p key={id}>
          <Cut text={id} strong />
        </p>
      ))}
      {ids.length > SHOWN && <p>{t('change.more', { count: ids.length - SHOWN })}</p>}
      <p className={classes.about}>{t('computerForm.removeText')}</p>
      {failed && <Failure failed={failed} />}
      {refusals.map((refusal) => (
        <p key={refusal} className={classes.problem} role="alert">
          {refusal}
        </p>
      ))}
      <div className={classes.buttons}>
        <Button data-autofocus onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button variant="filled" loading={busy} disabled={!plan.value || refusals.length > 0} onClick={() => void remove()}>
          {t('computerForm.remove')}
        </Button>
      </div>
    </Dialog>
  );
}
