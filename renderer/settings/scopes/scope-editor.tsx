import { Button } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { call, type CallFailed } from '../../bridge.ts';
import { Failure } from '../../components/failure.tsx';
import { Screen, ScreenHead } from '../../components/screen.tsx';
import editor from '../../editing/editing.module.css';
import { tellSaved } from '../../editing/saved.tsx';
import { useSettled } from '../../editing/use-settled.ts';
import { usePlace } from '../../state/place.ts';
import { failureOf, useCall } from '../../state/use-call.ts';
import { useTopic } from '../../state/use-topic.ts';
import { MemberPicker } from './member-picker.tsx';
import { ReachPane } from './reach-pane.tsx';
import {
  beginScope,
  isIncomplete,
  isScopeEdited,
  scopeEdit,
  scopeId,
  useScopeDrafts,
  wrongWith,
  type ScopeDraft,
  type ScopeKind,
} from './scope-drafts.ts';
import { ScopeFields } from './scope-fields.tsx';

/** A tenant or a group: form left, what it reaches right, live. */
export function ScopeEditor({ kind, id, tenant }: { kind: ScopeKind; id: string | null; tenant?: string }) {
  const { drafts, keep, drop } = useScopeDrafts();
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const key = `${kind} ${id ?? ''}`;
  const draft = drafts[key];
  useEffect(() => {
    if (draft !== undefined) return;
    let current = true;
    beginScope(kind, id, tenant).then(
      (begun) => current && keep(key, begun),
      (error: unknown) => current && setFailed(failureOf(error)),
    );
    return () => {
      current = false;
    };
  }, [key, draft === undefined]);
  return (
    <Screen>
      {failed && <Failure failed={failed} />}
      {draft && <Editor draft={draft} onChange={(form) => keep(key, { ...draft, form })} onDrop={() => drop(key)} />}
    </Screen>
  );
}

function Editor({ draft, onChange, onDrop }: { draft: ScopeDraft; onChange: (form: ScopeDraft['form']) => void; onDrop: () => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const change = usePlace((state) => state.change);
  const version = useTopic('set-up', '')?.version ?? 0;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const { kind, id, form, files } = draft;
  const settled = useSettled(draft);
  const asked = useCall('scopes.reach', { edit: scopeEdit(settled), of: { kind, id: scopeId(settled) } }, version);
  const answer = asked.value?.answer;
  const edited = isScopeEdited(draft);
  const wrong = wrongWith(answer) + (isIncomplete(draft) ? 1 : 0);
  const leave = (): void => {
    onDrop();
    go('/settings/scopes');
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      const saved = await call('set-up.edit', scopeEdit(draft));
      if (wrongWith(saved) > 0) {
        setFailed(failureOf(new Error([...saved.refusals, ...saved.problems.map(({ message }) => message)].join('. '))));
        return;
      }
      tellSaved(t('scopes.saved', { name: scopeId(draft) }), saved.undo);
      change('scopes', { focused: `${kind} ${scopeId(draft)}` });
      leave();
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const reason = wrong > 0 ? t('editor.cannotSave', { count: wrong }) : !edited ? t('editor.nothingToSave') : '';
  const about = [edited && id !== null ? t('editor.edited') : '', reason].filter((part) => part !== '').join(', ');
  const byChoice = kind === 'group' && form.members !== undefined;
  return (
    <>
      <ScreenHead
        title={
          <>
            <Link href="/settings/scopes" className={editor.crumb}>
              {t('settingsPart.scopes')}
            </Link>
            <ChevronRight size={14} color="var(--muted)" aria-hidden />
            {id ?? t(kind === 'tenant' ? 'scopes.newTenant' : 'scopes.newGroup')}
          </>
        }
        about={about}
      >
        {edited && <Button onClick={leave}>{t('editor.discard')}</Button>}
        <Button
          variant="filled"
          loading={busy}
          disabled={wrong > 0 || !edited || asked.busy || draft !== settled}
          title={reason || undefined}
          onClick={() => void save()}
        >
          {t('editor.save')}
        </Button>
      </ScreenHead>
      <div className={editor.halves}>
        <ScopeFields draft={draft} problems={answer?.problems ?? []} onChange={(part) => onChange(merged(form, part))} />
        <section className={editor.right} aria-label={t('scopes.reach')} aria-busy={asked.busy}>
          {failed && <Failure failed={failed} />}
          {asked.failed && <Failure failed={asked.failed} />}
          {answer?.refusals.map((refusal) => (
            <p key={refusal} className={editor.problem} role="alert">
              {refusal}
            </p>
          ))}
          {files.length > 0 && edited && <p className={editor.quiet}>{t('editor.files', { files: files.join(', ') })}</p>}
          {asked.value?.reach && <ReachPane reach={asked.value.reach} connection={form.connection ?? {}} names={!byChoice} />}
          {byChoice && (
            <MemberPicker chosen={form.members ?? []} tenant={form.tenant ?? null} onChange={(members) => onChange(merged(form, { members }))} />
          )}
        </section>
      </div>
    </>
  );
}

/** A field that is given as undefined is taken out. */
function merged(form: ScopeDraft['form'], part: { [Field in keyof ScopeDraft['form']]?: ScopeDraft['form'][Field] | undefined }): ScopeDraft['form'] {
  return Object.fromEntries(Object.entries({ ...form, ...part }).filter(([, value]) => value !== undefined));
}
