import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetUpEditRequest } from '../../shared/api/edit.ts';
import type { DeploymentForm } from '../../shared/setup-schema.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Dialog } from '../components/dialog.tsx';
import { Failure } from '../components/failure.tsx';
import { failureOf, useCall } from '../state/use-call.ts';
import { ConsequencePane } from './consequence-pane.tsx';
import classes from '../editing/editing.module.css';
import { tellSaved } from '../editing/saved.tsx';
import { without } from '../editing/without.ts';

export type BulkAction = 'enable' | 'disable' | 'remove';

/** Several at once, after one has seen what it changes. */
export function BulkDialog({ action, names, onClose }: { action: BulkAction; names: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [edit, setEdit] = useState<SetUpEditRequest | null>(null);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    editFor(action, names).then(setEdit, (error: unknown) => setFailed(failureOf(error)));
  }, [action, names]);
  const asked = useCall('deployments.consequences', edit);
  const refusals = [...(asked.value?.answer.refusals ?? []), ...(asked.value?.answer.problems ?? []).map(({ message }) => message)];
  const save = async (): Promise<void> => {
    if (!edit) return;
    setBusy(true);
    try {
      const { undo } = await call('set-up.edit', edit);
      tellSaved(t('editor.done'), undo);
      onClose();
    } catch (error) {
      setFailed(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t(`editor.${action}Title`, { count: names.length })} onClose={onClose} size={860}>
      <div className={classes.dialog}>
        {failed && <Failure failed={failed} />}
        {refusals.map((refusal) => (
          <p key={refusal} className={classes.problem} role="alert">
            {refusal}
          </p>
        ))}
        {asked.value && <ConsequencePane found={asked.value.consequences} />}
      </div>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          variant="filled"

          loading={busy}
          disabled={!asked.value || refusals.length > 0}
          onClick={() => void save()}
        >
          {t(`editor.${action}`)}
        </Button>
      </div>
    </Dialog>
  );
}

async function editFor(action: BulkAction, names: string[]): Promise<SetUpEditRequest> {
  const found = await Promise.all(names.map(async (id) => ({ id, ...(await call('set-up.form', { kind: 'deployment', id })) })));
  const seen = found.flatMap(({ id, hash }) => (hash === null ? [] : [{ kind: 'deployment' as const, id, hash }]));
  if (action === 'remove') return { remove: seen.map(({ kind, id }) => ({ kind, id })), seen };
  const deployments = found.map(({ form }) => {
    const rest = without(form as DeploymentForm, 'enabled');
    return action === 'enable' ? rest : { ...rest, enabled: false };
  });
  return { put: { deployments: deployments }, seen };
}
