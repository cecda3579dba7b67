import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetUpEditRequest } from '../../../shared/api/edit.ts';
import { parseDuration } from '../../../shared/duration.ts';
import { DEFAULT_LIMITS, LIMIT_KEYS, type Limits } from '../../../shared/limits.ts';
import type { LimitsForm } from '../../../shared/setup-schema.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { Failure } from '../../components/failure.tsx';
import { Screen, ScreenHead } from '../../components/screen.tsx';
import { tellSaved } from '../../editing/saved.tsx';
import { useSettled } from '../../editing/use-settled.ts';
import { failureOf, useCall } from '../../state/use-call.ts';
import { useTopic } from '../../state/use-topic.ts';
import { SettingsTabs } from '../settings-tabs.tsx';
import { LimitFields, limitText } from './limit-fields.tsx';
import classes from './limits.module.css';

const NONE: LimitsForm = {};

/** Settings, Limits and timeouts: only what differs from the defaults is kept. */
export function LimitsPart() {
  const { t } = useTranslation();
  const version = useTopic('set-up', '')?.version ?? 0;
  const found = useCall('limits.get', {}, version);
  /** What was typed, and of which limits. */
  const [draft, setDraft] = useState<{ form: LimitsForm; hash: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const kept = found.value;
  const shown = draft?.form ?? kept?.form ?? NONE;
  const hash = draft ? draft.hash : (kept?.hash ?? null);
  const settled = useSettled(shown);
  const edit: SetUpEditRequest | null = kept
    ? { put: { limits: [differing(settled)] }, seen: hash === null ? [] : [{ kind: 'limits', id: 'limits', hash }] }
    : null;
  const plan = useCall('set-up.plan', edit, version).value;
  const edited = kept !== null && JSON.stringify(inOrder(differing(shown))) !== JSON.stringify(inOrder(differing(kept.form)));
  const wrong = plan ? plan.problems.length + plan.refusals.length : 0;
  const save = async (): Promise<void> => {
    if (!edit) return;
    setBusy(true);
    setFailed(null);
    try {
      const { problems, refusals, undo } = await call('set-up.edit', edit);
      const told = [...refusals, ...problems.map(({ message }) => message)];
      if (told.length > 0) setFailed(failureOf(new Error(told.join('. '))));
      else {
        tellSaved(t('limits.saved'), undo);
        setDraft(null);
      }
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const reason = wrong > 0 ? t('editor.cannotSave', { count: wrong }) : !edited ? t('editor.nothingToSave') : '';
  return (
    <Screen>
      <ScreenHead title={t('place.settings')} about={edited ? reason : ''} filters={<SettingsTabs />}>
        {edited && <Button onClick={() => setDraft(null)}>{t('editor.discard')}</Button>}
        <Button
          variant="filled"
          loading={busy}
          disabled={!edited || wrong > 0 || settled !== shown}
          title={reason || undefined}
          onClick={() => void save()}
        >
          {t('limits.save')}
        </Button>
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {found.failed && <Failure failed={found.failed} />}
      {plan?.refusals.map((refusal) => (
        <Failure key={refusal} failed={failureOf(new Error(refusal))} />
      ))}
      {kept && (
        <div className={classes.page}>
          <p className={classes.intro}>
            {t('limits.intro')} {t('limits.hint')}
          </p>
          {kept.files.length > 0 && edited && <p className={classes.intro}>{t('editor.files', { files: kept.files.join(', ') })}</p>}
          <LimitFields
            value={shown}
            otherwise={(key) => limitText(key, DEFAULT_LIMITS[key])}
            problems={(key) => (plan?.problems ?? []).filter(({ where }) => where[0] === key).map(({ message }) => message)}
            onChange={(form) => setDraft({ form, hash })}
          />
        </div>
      )}
    </Screen>
  );
}

/** Only the limits that are not the default. */
function differing(form: LimitsForm): LimitsForm {
  return Object.fromEntries(Object.entries(form).filter(([key, value]) => milliseconds(value) !== DEFAULT_LIMITS[key as keyof Limits]));
}

function milliseconds(value: string | number): number | null {
  if (typeof value === 'number') return value;
  try {
    return parseDuration(value);
  } catch {
    return null;
  }
}

const inOrder = (form: LimitsForm): unknown[] => LIMIT_KEYS.map((key) => form[key] ?? null);
