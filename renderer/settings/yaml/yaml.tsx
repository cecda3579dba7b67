import { Button, Checkbox } from '@mantine/core';
import { FileInput, FolderOutput } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplyAnswer } from '../../../shared/api/files.ts';
import { call, type CallFailed } from '../../bridge.ts';
import { Failure } from '../../components/failure.tsx';
import { Screen, ScreenHead } from '../../components/screen.tsx';
import { tellSaved } from '../../editing/saved.tsx';
import { failureOf } from '../../state/use-call.ts';
import { Problems, problemsOf } from '../problems.tsx';
import { SettingsTabs } from '../settings-tabs.tsx';
import { ApplyPreview } from './apply-preview.tsx';
import classes from './yaml.module.css';

interface Chosen {
  id: string;
  files: string[];
  prune: boolean;
  answer: ApplyAnswer | null;
}

/** Settings, Set-up as YAML: out into a folder, in from files after one has seen what they change. */
export function Yaml() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<'out' | 'in' | null>(null);
  const [wrote, setWrote] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const act = async (which: 'out' | 'in', work: () => Promise<void>): Promise<void> => {
    setBusy(which);
    setFailed(null);
    try {
      await work();
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(null);
    }
  };
  const out = (): Promise<void> =>
    act('out', async () => {
      const { file } = await call('set-up.dump', {});
      if (file !== null) setWrote(file);
    });
  const look = async (of: Omit<Chosen, 'answer'>): Promise<void> => {
    setChosen({ ...of, answer: null });
    setChosen({ ...of, answer: await call('set-up.apply', { chosen: of.id, prune: of.prune, dryRun: true }) });
  };
  const choose = (): Promise<void> =>
    act('in', async () => {
      const found = await call('set-up.choose', {});
      if (found.chosen !== null) await look({ id: found.chosen, files: found.files, prune: false });
    });
  const apply = (of: Chosen): Promise<void> =>
    act('in', async () => {
      const answer = await call('set-up.apply', { chosen: of.id, prune: of.prune, dryRun: false });
      if (answer.problems.length > 0) return setChosen({ ...of, answer });
      const number = (what: string): number => answer.rows.filter((row) => row.what === what).length;
      tellSaved(t('yaml.applied', { added: number('added'), changed: number('changed'), removed: number('removed') }), null);
      setChosen(null);
    });
  const placed = failed === null ? [] : problemsOf(failed);
  const changes = chosen?.answer?.problems.length === 0 ? chosen.answer.rows.length : 0;
  return (
    <Screen>
      <ScreenHead title={t('place.settings')} filters={<SettingsTabs />} />
      <section className={classes.part} aria-labelledby="yaml-out">
        <div>
          <h2 id="yaml-out">{t('yaml.out')}</h2>
          <p>{t('yaml.outText')}</p>
          {wrote !== null && (
            <p role="status">
              {t('yaml.wrote')} <code>{wrote}</code>
            </p>
          )}
        </div>
        <Button leftSection={<FolderOutput size={14} />} loading={busy === 'out'} onClick={() => void out()}>
          {t('yaml.outButton')}
        </Button>
      </section>
      <section className={classes.part} aria-labelledby="yaml-in">
        <div>
          <h2 id="yaml-in">{t('yaml.in')}</h2>
          <p>{t('yaml.inText')}</p>
        </div>
        <Button leftSection={<FileInput size={14} />} loading={busy === 'in'} onClick={() => void choose()}>
          {t('yaml.choose')}
        </Button>
      </section>
      {failed && placed.length === 0 && <Failure failed={failed} />}
      {placed.length > 0 && <Problems problems={placed} title={failed?.error.message.split('\n')[0] ?? ''} />}
      {chosen && (
        <div className={classes.chosen}>
          <div className={classes.files}>
            <code>{chosen.files.join(', ')}</code>
            <Checkbox
              label={t('yaml.prune')}
              description={t('yaml.pruneText')}
              classNames={{ description: classes.hint }}
              checked={chosen.prune}
              disabled={busy !== null}
              onChange={(event) => {
                const prune = event.currentTarget.checked;
                void act('in', () => look({ ...chosen, prune }));
              }}
            />
            <Button disabled={busy !== null} onClick={() => void act('in', () => look(chosen))}>
              {t('yaml.again')}
            </Button>
            <Button onClick={() => setChosen(null)}>{t('editor.discard')}</Button>
            <Button
              variant="filled"
              {...(chosen.prune ? { color: 'red.9' } : {})}
              loading={busy === 'in'}
              disabled={changes === 0}
              onClick={() => void apply(chosen)}
            >
              {changes === 0 ? t('yaml.applyNothing') : t('yaml.apply', { count: changes })}
            </Button>
          </div>
          {chosen.answer && <ApplyPreview answer={chosen.answer} />}
        </div>
      )}
    </Screen>
  );
}
