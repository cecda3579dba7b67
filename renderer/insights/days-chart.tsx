import { useTranslation } from 'react-i18next';
import type { InsightsView } from '../../shared/api/insights.ts';
import { isCompliant, isFailure, sumOf, VERDICTS, type Verdict } from '../../shared/insights.ts';
import { count, day } from '../i18n/format.ts';
import classes from './days-chart.module.css';
import { countsWords, VERDICT_TOKENS } from './verdicts.tsx';

/** What is drawn of a day, from below: what was changed, then what went wrong. What was well already would hide both. */
const DRAWN: readonly Verdict[] = ['success', ...VERDICTS.filter((verdict) => isFailure(verdict) || verdict === 'unknown').reverse()];
const isDrawn = (verdict: Verdict): boolean => DRAWN.includes(verdict);

interface DaysChartProps {
  days: InsightsView['days'];
  label: string;
  onOpen: (at: number) => void;
}

/** Results over time, a column a day. */
export function DaysChart({ days, label, onOpen }: DaysChartProps) {
  const { t } = useTranslation();
  const most = Math.max(1, ...days.map(({ counts }) => sumOf(counts, isDrawn)));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <div className={classes.chart}>
      <div className={classes.columns} role="img" aria-label={label}>
        <span className={`${classes.most} number`} aria-hidden>
          {count(most)}
        </span>
        {days.map(({ at, counts }) => {
          const well = sumOf(counts, isCompliant);
          return (
            <span
              key={at}
              className={classes.day}
              title={`${day(at)}: ${countsWords(counts, t) || t('insights.nothingDone')}`}
              data-quiet={(well > 0 && sumOf(counts, isDrawn) === 0) || undefined}
              onClick={() => onOpen(at)}
            >
              {DRAWN.map((verdict) =>
                counts[verdict] ? (
                  <span key={verdict} style={{ height: `${(counts[verdict] / most) * 100}%`, background: `var(${VERDICT_TOKENS[verdict]})` }} />
                ) : null,
              )}
            </span>
          );
        })}
      </div>
      <div className={classes.axis}>
        <span>{first && day(first.at)}</span>
        <span className={classes.legend}>
          <i data-tone="red" aria-hidden /> {t('insights.failedADay')} <i data-tone="green" aria-hidden /> {t('insights.changedADay')}
        </span>
        <span>{last && day(last.at)}</span>
      </div>
    </div>
  );
}
