import { Button, Select } from '@mantine/core';
import { FlaskConical, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '../../shared/model.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Failure } from '../components/failure.tsx';
import { ParameterFields } from '../deployments/parameter-fields.tsx';
import { sortProblems } from '../deployments/sort-problems.ts';
import { SessionLog } from '../session/session-log.tsx';
import { failureOf, useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from './item-editor.module.css';
import { useTrial } from './trial-state.ts';

interface TrialProps {
  /** Null while the texts are no item. */
  item: Item | null;
  /** Saves what is not saved yet; null where nothing is to be saved, or where it cannot be. */
  save: (() => Promise<boolean>) | null;
  /** There is something to be tried. */
  ready: boolean;
}

/** The item at once on one computer: tested, or brought about; what it says beside the text. */
export function Trial({ item, save, ready }: TrialProps) {
  const { t } = useTranslation();
  const choices = useCall('set-up.choices', {}, useTopic('set-up', '')?.version ?? 0).value;
  const { computer, parameters, last, change } = useTrial();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const run = async (enforce: boolean): Promise<void> => {
    if (!item || computer === null) return;
    setBusy(true);
    setFailed(null);
    try {
      if (save && !(await save())) return;
      const known = Object.fromEntries(Object.entries(parameters).filter(([name]) => Object.hasOwn(item.parameters, name)));
      const { session } = await call('catalogue.try', { item: item.id, computer, enforce, parameters: known });
      change({ last: { item: item.id, session } });
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const off = !item || computer === null || busy || !ready;
  return (
    <section className={classes.trial} aria-label={t('item.try')}>
      <div className={classes.trialForm}>
        <h2>{t('item.try')}</h2>
        <p className={classes.muted}>{t('item.tryHint')}</p>
        <Select
          aria-label={t('item.tryOn')}
          placeholder={t('item.tryOn')}
          data={choices?.computers ?? []}
          value={computer}
          searchable
          limit={100}
          onChange={(chosen) => change({ computer: chosen })}
        />
        {item && Object.keys(item.parameters).length > 0 && (
          <ParameterFields
            item={item}
            values={parameters}
            secrets={choices?.secrets ?? []}
            problems={sortProblems({}, [])}
            onChange={(values) => change({ parameters: values })}
          />
        )}
        <div className={classes.trialButtons}>
          <Button leftSection={<FlaskConical size={14} />} disabled={off} loading={busy} onClick={() => void run(false)}>
            {computer === null ? t('item.check') : t(save ? 'item.saveAndCheck' : 'item.checkOn', { computer: computer.split('/').at(-1) ?? '' })}
          </Button>
          <Button leftSection={<Play size={14} />} disabled={off} onClick={() => void run(true)}>
            {t('item.enforce')}
          </Button>
        </div>
        {failed && <Failure failed={failed} />}
      </div>
      {last && last.item === item?.id && computer !== null && <SessionLog key={last.session} id={last.session} computer={computer} />}
    </section>
  );
}
