import { useTranslation } from 'react-i18next';
import type { ComparedSide, Difference } from '../../shared/api/compare.ts';
import type { ParameterValue } from '../../shared/model.ts';
import { ResultMark } from '../components/marks.tsx';
import { plain } from '../components/visible.ts';
import { stateWords } from '../computers/state-words.ts';
import { duration } from '../i18n/format.ts';
import classes from './compare.module.css';

/** An item on one of the two. What is different about it stands out; what is not is said only where nothing else is. */
export function Side({ side, differs }: { side: ComparedSide | null; differs: readonly Difference[] }) {
  const { t } = useTranslation();
  if (!side) return <p className={classes.absent}>{t('compare.notThere')}</p>;
  const is = (difference: Difference): boolean => differs.includes(difference);
  const value = (one: ParameterValue): string =>
    typeof one === 'object' && !Array.isArray(one) ? t('compare.secret', { name: one.secret }) : Array.isArray(one) ? one.join(', ') : String(one);
  return (
    <div className={classes.side}>
      <p className={classes.result} data-differs={is('result') || undefined}>
        {side.result && <ResultMark result={side.result} />}
        <span>{side.result ? t(`result.${side.result}`) : t('compare.noResult')}</span>
        {side.ms !== null && side.ms > 0 && <small>{t('compare.took', { time: duration(side.ms) })}</small>}
      </p>
      {side.sentence !== null && (
        <p data-differs={is('reason') || undefined}>{[side.sentence, plain(side.detail ?? '')].filter(Boolean).join(' ')}</p>
      )}
      {(is('deployment') || is('wish')) && (
        <p data-differs>
          {stateWords(side)}
          {side.deployment !== null && `, ${t('compare.by', { deployment: plain(side.deployment) })}`}
        </p>
      )}
      {is('parameters') &&
        Object.entries(side.parameters).map(([name, one]) => (
          <p key={name} data-differs>
            {t('compare.parameter', { name, value: plain(value(one)) })}
          </p>
        ))}
      {is('properties') &&
        side.properties.map(({ key, current, desired }) => (
          <p key={key} data-differs>
            {desired === null
              ? t('compare.property', { key: plain(key), current: plain(current) })
              : t('compare.propertyTo', { key: plain(key), current: plain(current), desired: plain(desired) })}
          </p>
        ))}
    </div>
  );
}
