import { Button } from '@mantine/core';
import { Copy, FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call, type CallFailed } from '../bridge.ts';
import { useHandler } from '../commands/use-handler.ts';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { given, type Draft } from '../editing/drafts.ts';
import classes from '../editing/editing.module.css';
import { tellSaved } from '../editing/saved.tsx';
import { useDraft } from '../editing/use-draft.ts';
import { useSettled } from '../editing/use-settled.ts';
import { usePlace } from '../state/place.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { begin, takeWay, type Beginning } from './begin.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { ConsequencePane } from './consequence-pane.tsx';
import { DeploymentFormFields } from './deployment-form.tsx';
import { editOf, isEdited, type DraftForm, type Start } from './drafts.ts';
import { sortProblems } from './sort-problems.ts';
import { useSaveReason } from './use-save-reason.ts';
import { WinBanner } from './win-banner.tsx';

type Begun = Draft<Start, DraftForm>;

/** Form left, consequence right, live. */
export function DeploymentEditor({ beginning, address }: { beginning: Beginning; address: string }) {
  const { draft, failed, change, begin: again, drop } = useDraft<Start, DraftForm>(address, () => begin(beginning));
  if (!draft) return <Screen>{failed && <Failure failed={failed} />}</Screen>;
  return <Editor draft={draft} onChange={change} onBegin={again} onDrop={drop} />;
}

interface EditorProps {
  draft: Begun;
  onChange: (form: DraftForm) => void;
  onBegin: (draft: Begun) => void;
  onDrop: () => void;
}

function Editor({ draft, onChange, onBegin, onDrop }: EditorProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { start, form } = draft;
  const { name, toWin } = start;
  const change = usePlace((state) => state.change);
  const version = useTopic('set-up', '')?.version ?? 0;
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const choices = useCall('set-up.choices', {}, version).value;
  const settled = useSettled(draft);
  const asked = useCall('deployments.consequences', editOf(settled), version);
  const answer = asked.value?.answer;
  const found = asked.value?.consequences ?? null;
  const edited = isEdited(draft);
  const problems = sortProblems(form, answer?.problems ?? []);
  const wrong = (answer?.problems.length ?? 0) + (answer?.refusals.length ?? 0);
  const reason = useSaveReason(problems, wrong, edited);
  const mayBeSaved = wrong === 0 && edited && !asked.busy && asked.value !== null && draft === settled && !busy;
  const leave = (): void => {
    onDrop();
    go('/deployments');
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      const saved = await call('set-up.edit', editOf(draft));
      const refused = [...saved.refusals, ...saved.problems.map(({ message }) => message)];
      if (refused.length > 0) throw new Error(refused.join('. '));
      const as = form.name?.trim() ?? '';
      tellSaved(t('editor.saved', { name: as }), saved.undo);
      change('deployments', { focused: as });
      leave();
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  useHandler('save', () => mayBeSaved && void save());
  const enabled = form.enabled !== false;
  const waiting = name !== null && start.hash === null;
  const changed = found && wrong === 0 ? found.changed : 0;
  const about = [
    waiting ? t('deploymentEdit.waiting') : enabled ? '' : t('deploymentEdit.off'),
    edited && name !== null ? t('editor.edited') : '',
    reason,
  ];
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href="/deployments" place={t('place.deployments')} />
            <span className={classes.name}>{name ?? t('editor.new')}</span>
          </>
        }
        about={about.filter((part) => part !== '').join(', ')}
      >
        {edited && <Button onClick={leave}>{t('editor.discard')}</Button>}
        {name !== null && (
          <>
            <Button leftSection={<Copy size={14} />} onClick={() => go(`/deployments/copy/${encodeURIComponent(name)}`)}>
              {t('editor.duplicate')}
            </Button>
            {!waiting && <Button onClick={() => setRemoving(true)}>{t('deploymentEdit.removeDots')}</Button>}
            <Button onClick={() => onChange({ ...form, enabled: !enabled })}>
              {t(enabled ? 'editor.disable' : waiting ? 'editor.adopt' : 'editor.enable')}
            </Button>
          </>
        )}
        <Button variant="filled" loading={busy} disabled={!mayBeSaved} title={reason || undefined} onClick={() => void save()}>
          {changed > 0 ? t('editor.saveChanges', { count: changed }) : t('editor.save')}
        </Button>
      </ScreenHead>
      {toWin && <WinBanner toWin={toWin} onWay={(way) => void takeWay(toWin, way).then(onBegin, (error: unknown) => setFailed(failureOf(error)))} />}
      <div className={classes.halves}>
        <DeploymentFormFields
          form={form}
          isNew={name === null}
          recommended={start.form.origin === 'recommended'}
          choices={choices}
          problems={problems}
          found={found}
          onChange={(part) => onChange(given({ ...form, ...part }))}
        />
        <section className={classes.right} aria-label={t('change.title')} aria-busy={asked.busy}>
          {[failed, asked.failed].map((one, at) => one && <Failure key={at} failed={one} />)}
          {answer?.refusals.map((refusal) => (
            <p key={refusal} className={classes.problem} role="alert">
              {refusal}
            </p>
          ))}
          {start.files.length > 0 && edited && (
            <p className={classes.files}>
              <FileText size={14} strokeWidth={1.75} aria-hidden />
              {t('deploymentEdit.files', { count: start.files.length, files: start.files.join(', ') })}
            </p>
          )}
          {found && asked.value && <ConsequencePane found={found} id={asked.value.id} warnings={asked.value.answer.warnings} />}
        </section>
      </div>
      {removing && name !== null && <BulkDialog action="remove" names={[name]} onClose={() => setRemoving(false)} onDone={leave} />}
    </Screen>
  );
}
