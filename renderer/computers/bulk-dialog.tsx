import { Button, Checkbox, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkChange } from '../../shared/api/computers.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Dialog } from '../components/dialog.tsx';
import { Failure } from '../components/failure.tsx';
import classes from '../editing/editing.module.css';
import { tellSaved } from '../editing/saved.tsx';
import { failureOf, useCall } from '../state/use-call.ts';

export type BulkKind = BulkChange['what'];

/** Tags, a group or a credential for all chosen computers, in one step that can be taken back. */
export function BulkDialog({ what, computers, onClose }: { what: BulkKind; computers: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [group, setGroup] = useState<string | null>(null);
  const [alone, setAlone] = useState(false);
  const [credential, setCredential] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const [refusals, setRefusals] = useState<string[]>([]);
  const choices = useCall('set-up.choices', {}).value;
  const tenants = new Set(computers.map((id) => id.slice(0, id.indexOf('/'))));
  const [only] = tenants.size === 1 ? tenants : [];
  const groups = (useCall('groups.fixed', {}).value?.groups ?? []).filter(({ tenant }) => tenant === null || tenant === only);
  const change: BulkChange | null =
    what === 'tags'
      ? add.length + remove.length > 0
        ? { what, add, remove }
        : null
      : what === 'credential'
        ? { what, credential }
        : group === null
          ? null
          : { what, group, alone };
  const save = async (): Promise<void> => {
    if (!change) return;
    setBusy(true);
    setFailed(null);
    try {
      const answer = await call('computers.change', { computers, change });
      const wrong = [...answer.refusals, ...answer.problems.map(({ message }) => message)];
      if (wrong.length > 0) return setRefusals([...new Set(wrong)].slice(0, 5));
      tellSaved(t('bulk.done', { count: computers.length }), answer.undo);
      onClose();
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t(`bulk.${what}Title`, { count: computers.length })} onClose={onClose}>
      <div className={classes.stack}>
        {what === 'tags' && (
          <>
            <TagsInput
              size="xs"
              data-autofocus
              openOnFocus={false}
              label={t('bulk.addTags')}
              data={choices?.tags ?? []}
              value={add}
              onChange={setAdd}
            />
            <TagsInput size="xs" label={t('bulk.removeTags')} data={choices?.tags ?? []} value={remove} onChange={setRemove} />
          </>
        )}
        {what === 'group' && groups.length === 0 && <p className={classes.muted}>{t('bulk.noGroups')}</p>}
        {what === 'group' && groups.length > 0 && (
          <>
            <Select
              data-autofocus
              openOnFocus={false}
              label={t('bulk.chooseGroup')}
              searchable
              data={groups.map(({ id }) => id)}
              value={group}
              onChange={setGroup}
            />
            <Checkbox label={t('bulk.moveGroup')} checked={alone} onChange={(event) => setAlone(event.currentTarget.checked)} />
          </>
        )}
        {what === 'credential' && (
          <Select
            data-autofocus
            openOnFocus={false}
            label={t('bulk.chooseCredential')}
            placeholder={t('bulk.inheritCredential')}
            clearable
            data={choices?.credentials ?? []}
            value={credential}
            onChange={setCredential}
          />
        )}
        {failed && <Failure failed={failed} />}
        {refusals.map((refusal) => (
          <p key={refusal} className={classes.problem} role="alert">
            {refusal}
          </p>
        ))}
      </div>
      <div className={classes.buttons}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button variant="filled" loading={busy} disabled={!change} onClick={() => void save()}>
          {t('bulk.save', { count: computers.length })}
        </Button>
      </div>
    </Dialog>
  );
}
