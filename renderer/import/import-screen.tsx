import { Button } from '@mantine/core';
import { Import } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ImportPreview, ImportSource } from '../../shared/api/imports.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { Empty, Screen, ScreenHead } from '../components/screen.tsx';
import classes from '../editing/editing.module.css';
import { tellSaved } from '../editing/saved.tsx';
import { useSettled } from '../editing/use-settled.ts';
import { count } from '../i18n/format.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { ImportForm } from './import-form.tsx';
import { ImportNotes } from './import-notes.tsx';
import { ImportRows } from './import-rows.tsx';
import { ImportSourceChoice } from './import-source.tsx';
import { useImport } from './import-state.ts';

/** Computers out of files of other programs: how it is read on the left, what becomes of it on the right. */
export function ImportScreen() {
  const { source, begin } = useImport();
  if (source) return <Looked key={source.id} source={source} />;
  return (
    <Screen>
      <ScreenHead title={<Title />} />
      <ImportSourceChoice onChosen={begin} />
    </Screen>
  );
}

function Title() {
  const { t } = useTranslation();
  return (
    <>
      <Crumb href="/computers" place={t('place.computers')} />
      {t('import.title')}
    </>
  );
}

function Looked({ source }: { source: ImportSource }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { options, begin, change } = useImport();
  const version = useTopic('set-up', '')?.version ?? 0;
  const choices = useCall('set-up.choices', {}, version).value;
  const settled = useSettled(options);
  const { value, failed, busy } = useCall('import.preview', { ...settled, source: source.id }, version);
  const [saving, setSaving] = useState(false);
  const [wrong, setWrong] = useState<CallFailed | null>(null);
  // Where there is one tenant only, nobody needs to say so.
  const [only] = choices?.tenants.length === 1 ? choices.tenants : [];
  useEffect(() => {
    if (only !== undefined && options.tenant === '') change({ tenant: only });
  }, [only]);
  const preview = value?.kind === options.kind ? value : null;
  const isSetUp = options.kind === 'set-up';
  const n = preview ? preview.counts.add + preview.counts.change + preview.counts.remove : 0;
  const brings = preview ? preview.tenants.length + preview.groups.length : 0;
  const reason = reasonOf(preview, n + brings);
  const save = async (): Promise<void> => {
    setSaving(true);
    setWrong(null);
    try {
      const { undo } = await call('import.apply', { source: source.id });
      tellSaved(t(isSetUp ? 'import.doneEntries' : 'import.done', { count: n }), undo);
      begin(null);
      go('/computers');
    } catch (error) {
      setWrong(failureOf(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Screen>
      <ScreenHead title={<Title />} about={reason === null ? '' : t(`import.${reason}`)}>
        <Button onClick={() => begin(null)}>{t('editor.discard')}</Button>
        <Button
          variant="filled"
          leftSection={<Import size={14} />}
          loading={saving}
          disabled={reason !== null || busy || options !== settled}
          onClick={() => void save()}
        >
          {n === 0 ? t('import.action') : t(isSetUp ? 'import.goEntries' : 'import.go', { count: n })}
        </Button>
      </ScreenHead>
      <div className={classes.halves}>
        <ImportForm
          source={source}
          encoding={preview?.encoding ?? ''}
          csv={preview?.csv ?? null}
          tenants={choices?.tenants ?? []}
          tags={choices?.tags ?? []}
        />
        <section className={classes.right} aria-label={t('import.preview')}>
          {wrong && <Failure failed={wrong} />}
          {failed && <Failure failed={failed} />}
          {preview && !failed && (
            <>
              <div className={classes.counts} role="status">
                {(['add', 'change', 'remove', 'same', 'left', 'refused'] as const)
                  .filter((action) => preview.counts[action] > 0)
                  .map((action) => (
                    <span key={action}>
                      <strong>{count(preview.counts[action])}</strong> {t(`import.counts.${action}`)}
                    </span>
                  ))}
              </div>
              <ImportNotes preview={preview} />
              {preview.total > 0 && <ImportRows source={source.id} preview={preview} />}
              {preview.total === 0 && preview.refusals.length === 0 && <Empty title={t('import.none')} text={t('import.noneText')} />}
            </>
          )}
        </section>
      </div>
    </Screen>
  );
}

/** Why it cannot be imported; null where it can. */
function reasonOf(preview: ImportPreview | null, changes: number): 'reading' | 'wrong' | 'tenantFirst' | 'nothing' | null {
  if (!preview) return 'reading';
  if (preview.refusals.length > 0) return 'wrong';
  if (changes > 0) return null;
  return preview.counts.refused > 0 ? 'tenantFirst' : 'nothing';
}
