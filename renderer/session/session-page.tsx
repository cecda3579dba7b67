import { Button } from '@mantine/core';
import { RotateCcw, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useState } from 'react';
import { itemKey } from '../../shared/plan.ts';
import { isLiveStatus } from '../../shared/words.ts';
import { call, type CallFailed } from '../bridge.ts';
import { CompareWith } from '../compare/compare-with.tsx';
import { useHandler } from '../commands/use-handler.ts';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { StatusMark } from '../components/marks.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { plain } from '../components/visible.ts';
import { duration, exact, when } from '../i18n/format.ts';
import { failureOf } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import { endedShort } from './ended-short.ts';
import { RetrySession } from './retry-session.tsx';
import { SessionBody } from './session-body.tsx';
import classes from './session.module.css';

/** A session as it is or was: its actions in order, the log of the chosen one (first `action`, by its number), what can be done now. */
export function SessionPage({ id, action }: { id: string; action?: number }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const view = useTopic('session', id);
  const session = view?.session;
  const actions = view?.actions ?? [];
  const toRetry = actions.filter(endedShort).length;
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const items = actions.filter(({ n }) => ticked.has(n)).map(({ item, instance }) => itemKey(item, instance));
  const isLive = session !== undefined && isLiveStatus(session.status);
  const act = async (name: 'runs.retry' | 'runs.resume' | 'runs.cancel'): Promise<void> => {
    setFailed(null);
    try {
      if (name === 'runs.cancel') await call('runs.cancel', { id });
      else {
        await (name === 'runs.retry' ? call('runs.retry', { of: id, ...(items.length > 0 ? { items } : {}) }) : call('runs.resume', { id }));
        go('/active');
      }
    } catch (error) {
      setFailed(failureOf(error));
    }
  };
  const canRetry = session !== undefined && !isLive && session.status !== 'passed' && session.status !== 'interrupted';
  const [asking, setAsking] = useState(false);
  useHandler('retry-failed', () => canRetry && setAsking(true));
  useHandler('timeline', () => session && go(`/timeline/${session.batch}`));
  if (!session) return <Screen>{null}</Screen>;
  const took = session.startedAt !== null && session.endedAt !== null ? duration(session.endedAt - session.startedAt) : '';
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href={isLive ? '/active' : '/history'} place={t(isLive ? 'place.active' : 'place.history')} />
            <Link href={`/computers/${encodeURIComponent(session.computerId)}`} className={classes.title}>
              {session.computer}
            </Link>
            <span className={classes.status} data-status={session.status}>
              <StatusMark status={session.status} />
              {t(`status.${session.status}`)}
            </span>
          </>
        }
        about={
          <span title={exact(session.createdAt)}>
            {[view.batch?.parent ? t('history.retry') : view.batch?.targetText, when(session.createdAt, Date.now()), took].filter(Boolean).join(', ')}
          </span>
        }
      >
        {session.kind !== 'exec' && !isLive && <CompareWith session={session} />}
        <Button onClick={() => go(`/timeline/${session.batch}`)}>{t('timeline.show')}</Button>
        {session.kind === 'exec' && <Button onClick={() => go(`/outputs/${session.batch}`)}>{t('outputs.show')}</Button>}
        {isLive && (
          <Button leftSection={<Square size={13} />} onClick={() => void act('runs.cancel')}>
            {t('action.cancel')}
          </Button>
        )}
        {session.status === 'interrupted' && (
          <Button variant="filled" onClick={() => void act('runs.resume')}>
            {t('action.resume')}
          </Button>
        )}
        {canRetry && (
          <Button variant="filled" leftSection={<RotateCcw size={14} />} onClick={() => void act('runs.retry')}>
            {items.length > 0
              ? t('action.retryChosen', { count: items.length })
              : toRetry === 0
                ? t('action.retry')
                : t('action.retryFailed', { count: toRetry })}
          </Button>
        )}
      </ScreenHead>
      {failed && <Failure failed={failed} />}
      {asking && (
        <RetrySession
          computer={session.computer}
          actions={items.length > 0 ? actions.filter(({ n }) => ticked.has(n)) : actions.filter(endedShort)}
          onClose={() => setAsking(false)}
          onRetry={() => void act('runs.retry')}
        />
      )}
      {session.status === 'not-reached' && view.reasonText !== null && (
        <p className={classes.unreached} role="status">
          {[view.reasonText.sentence, plain(session.detail ?? '').replace(/[^.]$/, '$&.'), view.reasonText.advice].filter(Boolean).join(' ')}
        </p>
      )}
      {view.lineage.length > 0 && (
        <nav className={classes.lineage} aria-label={t('session.lineage')}>
          <span>{t('session.lineage')}</span>
          {view.lineage.map((one) => (
            <Link key={one.id} href={`/sessions/${one.id}`} aria-current={one.id === id ? 'page' : undefined}>
              <StatusMark status={one.status} />
              {when(one.createdAt, Date.now())}
            </Link>
          ))}
        </nav>
      )}
      <SessionBody
        view={view}
        first={action ?? null}
        ticked={ticked}
        onTick={
          canRetry && toRetry > 1
            ? (numbers, on) =>
                setTicked(
                  new Set(
                    on
                      ? [...ticked, ...numbers.filter((n) => actions.some((one) => one.n === n && endedShort(one)))]
                      : [...ticked].filter((n) => !numbers.includes(n)),
                  ),
                )
            : undefined
        }
      />
    </Screen>
  );
}
