import { Button } from '@mantine/core';
import { ChevronRight, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { DeploymentForm } from '../../shared/setup-schema.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Failure } from '../components/failure.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { usePlace } from '../state/place.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { ConsequencePane } from './consequence-pane.tsx';
import { DeploymentFormFields } from './deployment-form.tsx';
import { editOf, isEdited, type DraftForm, type Start } from './drafts.ts';
import classes from '../editing/editing.module.css';
import { given } from '../editing/drafts.ts';
import { useDraft } from '../editing/use-draft.ts';
import { tellSaved } from '../editing/saved.tsx';
import { without } from '../editing/without.ts';
import { useSettled } from '../editing/use-settled.ts';

/** How an editor begins: a deployment that is there, nothing, or a copy of one, for a computer where one is named. */
export type Beginning = { edit: string } | { new: true } | { copy: string; computer?: string };

/** Form left, consequence right, live. */
export function DeploymentEditor({ beginning, address }: { beginning: Beginning; address: string }) {
  const { draft, failed, change, drop } = useDraft<Start, DraftForm>(address, async () => {
    const start = await begin(beginning);
    return { start, form: start.form };
  });
  if (!draft) return <Screen>{failed && <Failure failed={failed} />}</Screen>;
  return <Editor {...draft} onChange={change} onDrop={drop} />;
}

async function begin(beginning: Beginning): Promise<Start> {
  if ('new' in beginning) return { form: { enforcement: 'required' }, name: null, hash: null, files: [] };
  const of = 'edit' in beginning ? beginning.edit : beginning.copy;
  const found = await call('set-up.form', { kind: 'deployment', id: of });
  const form = found.form as DeploymentForm;
  if ('edit' in beginning) return { form, name: of, hash: found.hash, files: found.files };
  const rest = without(form, 'origin', 'enabled');
  const { computer } = beginning;
  const copy: DraftForm =
    computer === undefined
      ? { ...rest, name: `${of} copy` }
      : { ...rest, name: `${of} on ${computer.replace('/', ' ')}`, target: { computer }, enforcement: 'required' };
  return { form: copy, name: null, hash: null, files: [] };
}

function Editor({ start, form, onChange, onDrop }: { start: Start; form: DraftForm; onChange: (form: DraftForm) => void; onDrop: () => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const change = usePlace((state) => state.change);
  const version = useTopic('set-up', '')?.version ?? 0;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const choices = useCall('set-up.choices', {}, version).value;
  const settled = useSettled(form);
  const asked = useCall('deployments.consequences', editOf({ start, form: settled }), version);
  const answer = asked.value?.answer;
  const found = asked.value?.consequences ?? null;
  const edited = isEdited({ start, form });
  const wrong = (answer?.problems.length ?? 0) + (answer?.refusals.length ?? 0);
  const changing = found && wrong === 0 ? found.counts.gains + found.counts.loses + found.counts.changes : 0;
  const leave = (): void => {
    onDrop();
    go('/deployments');
  };
  const save = async (what: DraftForm): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      const saved = await call('set-up.edit', editOf({ start, form: what }));
      if (saved.problems.length + saved.refusals.length > 0) {
        const message = [...saved.refusals, ...saved.problems.map((problem) => problem.message)].join('. ');
        setFailed(failureOf(new Error(message)));
        return;
      }
      const name = what.name?.trim() ?? '';
      tellSaved(t('editor.saved', { name }), saved.undo);
      change('deployments', { focused: name });
      leave();
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const enabled = form.enabled !== false;
  const waiting = start.name !== null && start.hash === null;
  const reason = wrong > 0 ? t('editor.cannotSave', { count: wrong }) : !edited ? t('editor.nothingToSave') : '';
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Link href="/deployments" className={classes.crumb}>
              {t('place.deployments')}
            </Link>
            <ChevronRight size={14} color="var(--muted)" aria-hidden />
            {start.name ?? t('editor.new')}
          </>
        }
        about={[edited && start.name !== null ? t('editor.edited') : '', reason].filter((part) => part !== '').join(', ')}
      >
        {edited && <Button onClick={leave}>{t('editor.discard')}</Button>}
        {start.name !== null && (
          <Button leftSection={<Copy size={14} />} onClick={() => go(`/deployments/copy/${encodeURIComponent(start.name ?? '')}`)}>
            {t('editor.duplicate')}
          </Button>
        )}
        {start.name !== null && (
          <Button onClick={() => onChange({ ...form, enabled: !enabled })}>
            {t(enabled ? 'editor.disable' : waiting ? 'editor.adopt' : 'editor.enable')}
          </Button>
        )}
        <Button
          variant="filled"
          loading={busy}
          disabled={wrong > 0 || !edited || asked.busy || form !== settled}
          title={reason || undefined}
          onClick={() => void save(form)}
        >
          {changing > 0 ? t('editor.saveChanges', { count: changing }) : t('editor.save')}
        </Button>
      </ScreenHead>
      <div className={classes.halves}>
        <DeploymentFormFields
          form={form}
          isNew={start.name === null}
          choices={choices}
          problems={answer?.problems ?? []}
          found={found}
          onChange={(part) => onChange(given({ ...form, ...part }))}
        />
        <section className={classes.right} aria-label={t('change.title')} aria-busy={asked.busy}>
          {failed && <Failure failed={failed} />}
          {asked.failed && <Failure failed={asked.failed} />}
          {answer?.refusals.map((refusal) => (
            <p key={refusal} className={classes.problem} role="alert">
              {refusal}
            </p>
          ))}
          {start.files.length > 0 && edited && <p className={classes.quiet}>{t('editor.files', { files: start.files.join(', ') })}</p>}
          {found && <ConsequencePane found={found} />}
        </section>
      </div>
    </Screen>
  );
}
