import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Crumb } from '../components/crumb.tsx';
import { Failure } from '../components/failure.tsx';
import { Screen, ScreenHead } from '../components/screen.tsx';
import { visible } from '../components/visible.ts';
import { exact, when } from '../i18n/format.ts';
import { useCall } from '../state/use-call.ts';
import { useNow } from '../state/use-now.ts';
import { useTopic } from '../state/use-topic.ts';
import { OutputColumn } from './output-column.tsx';
import classes from './outputs.module.css';

/** What a script said on the computers of a batch: equal outputs folded together, different ones side by side. */
export function Outputs({ batch }: { batch: string }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const [ignore, setIgnore] = useState({ blanks: true, names: false });
  const line = useTopic('live', '')?.batches.find(({ id }) => id === batch);
  const { value: view, failed } = useCall('outputs.view', { batch, ignore }, line?.over ?? -1);
  return (
    <Screen>
      <ScreenHead
        title={
          <>
            <Crumb href={view?.waiting === 0 ? '/history' : '/active'} place={t(view?.waiting === 0 ? 'place.history' : 'place.active')} />
            {t('outputs.title')}
          </>
        }
        about={
          view && (
            <span title={exact(view.createdAt)}>
              {t('outputs.about', { target: view.targetText, when: when(view.createdAt, now) })}
              {view.waiting > 0 && `, ${t('outputs.waiting', { count: view.waiting })}`}
            </span>
          )
        }
        filters={
          <>
            <Checkbox
              label={t('outputs.ignoreBlanks')}
              checked={ignore.blanks}
              onChange={(event) => setIgnore({ ...ignore, blanks: event.currentTarget.checked })}
            />
            <Checkbox
              label={t('outputs.ignoreNames')}
              checked={ignore.names}
              onChange={(event) => setIgnore({ ...ignore, names: event.currentTarget.checked })}
            />
          </>
        }
      />
      {failed && <Failure failed={failed} />}
      {view && (
        <>
          <details className={classes.script}>
            <summary>
              {t('outputs.script')} <code>{visible(view.script.trim().split('\n')[0] ?? '')}</code>
            </summary>
            <pre>{visible(view.script)}</pre>
          </details>
          <div className={classes.columns} tabIndex={0} role="group" aria-label={t('outputs.title')}>
            {view.groups.map((group, at) => (
              <OutputColumn key={group.id} group={group} largest={at === 0} />
            ))}
          </div>
        </>
      )}
    </Screen>
  );
}
