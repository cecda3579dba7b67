import i18next from 'i18next';
import type { TimelineAction, TimelineRow } from '../../shared/api/batches.ts';
import { Piece } from '../components/segments.tsx';
import { plain } from '../components/visible.ts';
import { duration } from '../i18n/format.ts';
import classes from './timeline.module.css';

/** One computer's actions, each where it lies between the beginning and the end of all. */
export function Stretches({ row, from, until }: { row: TimelineRow; from: number; until: number }) {
  const share = (ms: number): string => `${(Math.max(0, Math.min(until - from, ms)) / (until - from)) * 100}%`;
  const words = row.actions.map((action) => wordsOf(action, from));
  return (
    <span className={classes.row} role="img" aria-label={words.length === 0 ? i18next.t('timeline.none') : words.join('; ')}>
      {row.startedAt !== null && <span className={classes.session} style={{ left: share(row.startedAt - from), width: share(row.ms ?? 0) }} />}
      {row.actions.map((action, at) => (
        <Piece
          key={action.n}
          result={action.result}
          className={classes.action}
          title={words[at]}
          style={{ left: share(action.startedAt - from), width: share((action.endedAt ?? until) - action.startedAt) }}
        />
      ))}
    </span>
  );
}

function wordsOf({ name, result, startedAt, endedAt }: TimelineAction, from: number): string {
  const given = { name: plain(name), result: i18next.t(`result.${result}`), from: duration(startedAt - from) };
  return endedAt === null ? i18next.t('timeline.running', given) : i18next.t('timeline.action', { ...given, took: duration(endedAt - startedAt) });
}
