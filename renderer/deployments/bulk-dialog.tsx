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
import { useTopic } from '../state/use-topic.ts';
import { ConsequencePane } from './consequence-pane.tsx';

export type BulkAction = 'enable' | 'disable' | 'remove';
const TITLES = { enable: 'deploymentEdit.enableN', disable: 'deploymentEdit.disableN', remove: 'deploymentEdit.removeN' } as const;
const DONE = { enable: 'deploymentEdit.doneEnable', disable: 'deploymentEdit.doneDisable', remove: 'deploymentEdit.doneRemove' } as const;

interface BulkDialogProps {
  action: BulkAction;
  names: string[];
  onClose: () => void;
  onDone?: () => void;
}

/** Several at once, after one has seen what it changes. */
export function BulkDialog({ action, names, onClose, onDone }: BulkDialogProps) {
  const { t } = useTranslation();
  const version = useTopic('set-up', '')?.version ?? 0;
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const [busy, setBusy] = useState(false);
  const bulk = useCall('deployments.bulk', { action, names }, version);
  const chosen = bulk.value?.names ?? [];
  const asked = useCall('deployments.consequences', bulk.value && chosen.length > 0 ? bulk.value.edit : null, version);
  const answer = asked.value?.answer;
  const refusals = [...(answer?.refusals ?? []), ...(answer?.problems ?? []).map(({ message }) => message)];
  const save = async (): Promise<void> => {
    if (!bulk.value) return;
    setBusy(true);
    setFailed(null);
    try {
      const saved = await call('set-up.edit', bulk.value.edit);
      const refused = [...saved.refusals, ...saved.problems.map(({ message }) => message)];
      if (refused.length > 0) throw new Error(refused.join('. '));
      tellSaved(t(DONE[action], { count: chosen.length }), saved.undo);
      onDone?.();
      onClose();
    } catch (error) {
      setFailed(failureOf(error));
      setBusy(false);
    }
  };
  const title = t(TITLES[action], { count: chosen.length || names.length });
  const files = answer?.files ?? [];
  return (
    <Dialog title={title} onClose={onClose} size={860}>
      <div className={classes.dialog}>
        {[bulk.failed, asked.failed, failed].map((one, at) => one && <Failure key={at} failed={one} />)}
        {refusals.map((refusal) => (
          <p key={refusal} className={classes.problem} role="alert">
            {refusal}
          </p>
        ))}
        {bulk.value && chosen.length === 0 && <p className={classes.quiet}>{t('deploymentEdit.nothingToDo')}</p>}
        {chosen.length > 0 && <p className={classes.quiet}>{<Cut text={chosen.join(', ')} />}</p>}
        {chosen.length > 0 && chosen.length < names.length && (
          <p className={classes.quiet}>{t('deploymentList.ofThem', { count: names.length - chosen.length })}</p>
        )}
        {files.length > 0 && <p className={classes.quiet}>{t('deploymentEdit.bulkFiles', { count: files.length, files: files.join(', ') })}</p>}
        {asked.value && <ConsequencePane found={asked.value.consequences} id={asked.value.id} warnings={asked.value.answer.warnings} />}
      </div>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          variant="filled"
          {...(action === 'remove' ? { color: 'red' } : {})}
          loading={busy}
          disabled={chosen.length === 0 || !asked.value || refusals.length > 0}
          onClick={() => void save()}
        >
          {title}
        </Button>
      </div>
    </Dialog>
  );
}
