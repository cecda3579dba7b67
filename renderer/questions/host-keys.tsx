import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../shared/api/questions.ts';
import { call } from '../bridge.ts';
import classes from './host-keys.module.css';

export type HostKeyAsked = Extract<Question, { kind: 'host-key' }>;

function decide(asked: readonly HostKeyAsked[], trusted: boolean): void {
  for (const { id } of asked) void call('questions.answer', { id, answer: { kind: 'host-key', trusted } }).catch(() => undefined);
}

/** Host keys that nobody knows yet, each with its fingerprint: nothing secret was sent to these computers so far. */
export function HostKeys({ asked }: { asked: readonly HostKeyAsked[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.keys}>
      <p className={classes.about}>{t('question.hostKeyText')}</p>
      <ul className={classes.list}>
        {asked.map((one) => (
          <li key={one.id} className={classes.key}>
            <div className={classes.what}>
              <strong>{one.host}</strong>
              <code>
                {one.keyType} {one.fingerprint}
              </code>
            </div>
            <Button aria-label={t('question.refuseHost', { host: one.host })} onClick={() => decide([one], false)}>
              {t('question.refuse')}
            </Button>
            <Button
              aria-label={t('question.trustHost', { host: one.host })}
              variant={asked.length === 1 ? 'filled' : 'default'}
              onClick={() => decide([one], true)}
            >
              {t('question.trust')}
            </Button>
          </li>
        ))}
      </ul>
      {asked.length > 1 && (
        <div className={classes.all}>
          <Button onClick={() => decide(asked, false)}>{t('question.refuseAll', { count: asked.length })}</Button>
          <Button onClick={() => decide(asked, true)}>{t('question.trustAll', { count: asked.length })}</Button>
        </div>
      )}
    </div>
  );
}
