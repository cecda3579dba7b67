import i18next from 'i18next';
import type { CSSProperties } from 'react';
import type { Result } from '../../shared/words.ts';
import { RESULTS } from '../../shared/words.ts';
import { toneOf } from './marks.tsx';
import classes from './segments.module.css';

/** Above this many, neighbours of one result are drawn as one: a segment must stay wide enough to be seen. */
const SINGLE = 24;

/** One piece of a bar, in its result's tone. */
export function Piece({
  result,
  className,
  style,
  title,
}: {
  result: Result;
  className?: string | undefined;
  style: CSSProperties;
  title?: string | undefined;
}) {
  return (
    <span
      className={className === undefined ? classes.piece : `${classes.piece} ${className}`}
      data-tone={toneOf(result)}
      data-result={result}
      style={style}
      title={title}
    />
  );
}

/** A bar of as many segments as actions, each in its result's tone. */
export function Segments({ results }: { results: readonly Result[] }) {
  const counts = RESULTS.map((result) => [result, results.filter((one) => one === result).length] as const).filter(([, n]) => n > 0);
  const word = counts.map(([result, n]) => `${n} ${i18next.t(`result.${result}`)}`).join(', ');
  const pieces: { result: Result; weight: number }[] = [];
  for (const result of results) {
    const last = pieces.at(-1);
    if (results.length > SINGLE && last?.result === result) last.weight += 1;
    else pieces.push({ result, weight: 1 });
  }
  return (
    <span className={classes.bar} role="img" aria-label={word} title={word}>
      {pieces.map(({ result, weight }, at) => (
        <Piece key={at} result={result} style={{ flexGrow: weight }} />
      ))}
    </span>
  );
}

/** How much of all is compliant: good in green, bad in red, the rest empty. */
export function Compliance({ good, bad, total }: { good: number; bad: number; total: number }) {
  const percent = total === 0 ? 0 : Math.round((good / total) * 100);
  return (
    <span className={classes.compliance}>
      <span className={classes.track} aria-hidden>
        <span className={classes.good} style={{ width: `${total === 0 ? 0 : (good / total) * 100}%` }} />
        <span className={classes.bad} style={{ width: `${total === 0 ? 0 : (bad / total) * 100}%` }} />
      </span>
      <span className="number">{total === 0 ? '' : `${percent} %`}</span>
    </span>
  );
}
