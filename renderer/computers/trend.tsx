import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ComputerView } from '../../shared/api/computers.ts';
import { isBad, isGood } from '../../shared/words.ts';
import { day, exact } from '../i18n/format.ts';
import classes from './trend.module.css';

/** The last sessions as bars, oldest left: how much of each was good, how much was not. The list below is its table. */
export function Trend({ view }: { view: ComputerView }) {
  const { t } = useTranslation();
  const judged = view.sessions
    .filter(({ kind, endedAt }) => kind !== 'exec' && endedAt !== null)
    .map((session) => {
      const results = view.results[session.id] ?? [];
      return { session, total: results.length, good: results.filter(isGood).length, bad: results.filter(isBad).length };
    })
    .reverse();
  if (judged.length < 2) return null;
  const clean = judged.filter(({ total, bad }) => total > 0 && bad === 0);
  const last = judged.at(-1);
  const finding =
    clean.length === judged.length
      ? t('trend.always', { count: judged.length })
      : last && last.total > 0 && last.bad === 0
        ? t('trend.again', { good: clean.length, all: judged.length })
        : clean.length === 0
          ? t('trend.never', { count: judged.length })
          : t('trend.notSince', { day: day(clean.at(-1)?.session.createdAt ?? 0) });
  return (
    <section className={classes.trend} aria-label={t('trend.title')}>
      <h3>{finding}</h3>
      <div className={classes.bars}>
        {judged.map(({ session, total, good, bad }) => {
          const words = t('trend.bar', { when: exact(session.createdAt), status: t(`status.${session.status}`), good, total });
          return (
            <Link key={session.id} href={`/sessions/${session.id}`} className={classes.bar} aria-label={words} title={words}>
              <span className={classes.bad} style={{ flexGrow: bad }} />
              <span className={classes.rest} style={{ flexGrow: total === 0 ? 1 : total - good - bad }} />
              <span className={classes.good} style={{ flexGrow: good }} />
            </Link>
          );
        })}
      </div>
    </section>
  );
}
