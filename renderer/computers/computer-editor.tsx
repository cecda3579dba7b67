import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call, type CallFailed } from '../bridge.ts';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import classes from '../editing/editing.module.css';
import { tellSaved } from '../editing/saved.tsx';
import { useDraft } from '../editing/use-draft.ts';
import { useSettled } from '../editing/use-settled.ts';
import { usePlace } from '../state/place.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { beginComputer, computerEdit, idOf, isChanged, type ComputerDraft, type ComputerStart } from './computer-draft.ts';
import { ComputerFormFields } from './computer-form.tsx';
import { ConnectionTest } from './connection-test.tsx';

/** Form left; right the test of its connection, before anything is saved. */
export function ComputerEditor({ id, address }: { id: string | null; address: string }) {
  const { draft, failed, change, drop } = useDraft<ComputerStart, ComputerDraft>(address, async () => {
    const start = await beginComputer(id);
    return { start, form: start.form };
  });
  if (!draft) return <Screen>{failed && <Failure failed={failed} />}</Screen>;
  return <Editor {...draft} onChange={change} onDrop={drop} />;
}

interface EditorProps {
  start: ComputerStart;
  form: ComputerDraft;
  onChange: (form: ComputerDraft) => void;
  onDrop: () => void;
}

function Editor({ start, form, onChange, onDrop }: EditorProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const place = usePlace((state) => state.change);
  const version = useTopic('set-up', '')?.version ?? 0;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const choices = useCall('set-up.choices', {}, version).value;
  const settled = useSettled(form);
  const ready = settled.name.trim() !== '' && choices !== null;
  const edit = computerEdit(start, settled, choices);
  const plan = useCall('computers.plan', ready ? { edit, computer: idOf(settled) } : null, version);
  const answer = ready ? plan.value?.answer : undefined;
  const problems = answer?.problems ?? [];
  const wrong = problems.length + (answer?.refusals.length ?? 0);
  const changed = isChanged(start, form);
  const leave = (): void => {
    onDrop();
    go('/computers');
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      const saved = await call('set-up.edit', computerEdit(start, form, choices));
      if (saved.problems.length + saved.refusals.length > 0) {
        setFailed(failureOf(new Error([...saved.refusals, ...saved.problems.map(({ message }) => message)].join('. '))));
        return;
      }
      tellSaved(t('editor.saved', { name: form.name.trim() }), saved.undo);
      place('computers', { focused: idOf(form) });
      leave();
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const reason = !ready
    ? t('computerForm.nameFirst')
    : wrong > 0
      ? t('editor.cannotSave', { count: wrong })
      : changed
        ? ''
        : t('editor.nothingToSave');
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href="/computers" place={t('place.computers')} />
            {start.id ?? t('computerForm.new')}
          </>
        }
        about={[changed && start.id !== null ? t('editor.edited') : '', reason].filter((part) => part !== '').join(', ')}
      >
        {changed && <Button onClick={leave}>{t('editor.discard')}</Button>}
        <Button
          variant="filled"
          loading={busy}
          disabled={!ready || wrong > 0 || !changed || form !== settled}
          title={reason || undefined}
          onClick={() => void save()}
        >
          {t('editor.save')}
        </Button>
      </ScreenHead>
      <div className={classes.halves}>
        <ComputerFormFields
          form={form}
          isNew={start.id === null}
          groups={start.groups.filter(({ tenant }) => tenant === null || tenant === form.tenant.trim()).map((group) => group.id)}
          choices={choices}
          problems={problems}
          inherited={plan.value?.inherited ?? []}
          onChange={(part) => onChange({ ...form, ...part })}
        />
        <section className={classes.right} aria-label={t('computerForm.test')}>
          {failed && <Failure failed={failed} />}
          {plan.failed && <Failure failed={plan.failed} />}
          {answer?.refusals.map((refusal) => (
            <p key={refusal} className={classes.problem} role="alert">
              {refusal}
            </p>
          ))}
          {start.files.length > 0 && changed && <p className={classes.quiet}>{t('editor.files', { files: start.files.join(', ') })}</p>}
          <ConnectionTest computer={idOf(settled)} edit={edit} disabled={!ready || wrong > 0 || form !== settled} />
        </section>
      </div>
    </Screen>
  );
}
