import { Button } from '@mantine/core';
import { CircleCheck, CircleX, LoaderCircle, PlugZap, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTestView } from '../../shared/api/connection-test.ts';
import type { SetUpEditRequest } from '../../shared/api/edit.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Failure } from '../components/failure.tsx';
import { duration } from '../i18n/format.ts';
import { failureOf } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { ChangedKey } from './changed-key.tsx';
import classes from './connection-test.module.css';

/** Connects as the form says and shows each step, before anything is saved. */
export function ConnectionTest({ computer, edit, disabled }: { computer: string; edit: SetUpEditRequest; disabled: boolean }) {
  const { t } = useTranslation();
  const [id, setId] = useState<string | null>(null);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const start = async (): Promise<void> => {
    setFailed(null);
    try {
      setId((await call('connection-test.start', { edit, computer })).id);
    } catch (error) {
      setFailed(failureOf(error));
    }
  };
  return (
    <div className={classes.test}>
      <div className={classes.head}>
        <h2>{t('computerForm.test')}</h2>
        <p>{t('computerForm.testHint')}</p>
        <Button leftSection={<PlugZap size={14} />} disabled={disabled} onClick={() => void start()}>
          {t('computerForm.testNow')}
        </Button>
      </div>
      {failed && <Failure failed={failed} />}
      {id !== null && <Running key={id} id={id} onAgain={() => void start()} />}
    </div>
  );
}

function Running({ id, onAgain }: { id: string; onAgain: () => void }) {
  const { t } = useTranslation();
  const view = useTopic('connection-test', id);
  if (!view) return null;
  return (
    <>
      <ol className={classes.steps} aria-label={t('computerForm.steps')}>
        {view.steps.map(({ step, state, detail, ms }, at) => (
          <li key={`${step} ${at}`} data-state={state}>
            {state === 'started' && <LoaderCircle size={16} aria-label={t('testState.started')} className={classes.turning} />}
            {state === 'ok' && <CircleCheck size={16} aria-label={t('testState.ok')} />}
            {state === 'failed' && <CircleX size={16} aria-label={t('testState.failed')} />}
            <span>{t(`testStep.${step}`)}</span>
            <small>{detail ?? ''}</small>
            <span className="number">{ms === null ? '' : duration(ms)}</span>
          </li>
        ))}
      </ol>
      {view.over === null && (
        <p className={classes.after}>
          <Button leftSection={<Square size={12} />} onClick={() => void call('connection-test.cancel', { id })}>
            {t('action.cancel')}
          </Button>
        </p>
      )}
      {view.over && <Ended over={view.over} said={view.steps.at(-1)?.detail ?? null} />}
      {view.over && 'changedKey' in view.over && view.over.changedKey && <ChangedKey test={id} keys={view.over.changedKey} onForgotten={onAgain} />}
      {view.warnings.map((warning) => (
        <p key={warning} className={classes.after}>
          {warning}
        </p>
      ))}
    </>
  );
}

/** @param said what the last step said already */
function Ended({ over, said }: { over: NonNullable<ConnectionTestView['over']>; said: string | null }) {
  const { t } = useTranslation();
  if (over.ok) {
    return (
      <div className={classes.after} role="status">
        <p className={classes.good}>{t('computerForm.reached')}</p>
        <p>{over.description}</p>
        <dl className={classes.facts}>
          {Object.entries(over.facts).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    );
  }
  if ('cancelled' in over) return <p className={classes.after}>{t('computerForm.cancelled')}</p>;
  return (
    <div className={classes.after} role="alert">
      {over.message !== said && <p className={classes.bad}>{over.message}</p>}
      {over.sentence !== null && over.sentence !== over.message && <p className={classes.bad}>{over.sentence}</p>}
      {over.advice !== null && <p>{over.advice}</p>}
    </div>
  );
}
