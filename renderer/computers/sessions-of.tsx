import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ComputerView } from '../../shared/api/computers.ts';
import { StatusMark } from '../components/marks.tsx';
import { Segments } from '../components/segments.tsx';
import { duration, exact, when } from '../i18n/format.ts';
import classes from './sessions-of.module.css';
import { Trend } from './trend.tsx';

export function SessionsOf({ view }: { view: ComputerView }) {
  const { t } = useTranslation();
  const now = Date.now();
  if (view.sessions.length === 0) return <p className={classes.muted}>{t('computer.noSessions')}</p>;
  return (
    <>
      <Trend view={view} />
      <ul className={classes.list}>
        {view.sessions.map((session) => (
          <li key={session.id}>
            <Link href={`/sessions/${session.id}`}>
              <StatusMark status={session.status} />
              <span>{t(`status.${session.status}`)}</span>
              <span className={classes.muted}>{t(`kind.${session.kind}`)}</span>
              <span className={classes.muted} title={exact(session.createdAt)}>
                {when(session.createdAt, now)}
              </span>
              <Segments results={view.results[session.id] ?? []} />
              <span className={`${classes.muted} number`}>
                {session.startedAt !== null && session.endedAt !== null ? duration(session.endedAt - session.startedAt) : ''}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
