/** How verdicts look in pictures: the tones of the marks, and with them a word. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { complianceOf, VERDICTS, type Verdict, type VerdictCounts } from '../../shared/insights.ts';
import { WouldChangeMark, ResultMark } from '../components/marks.tsx';
import { count } from '../i18n/format.ts';
import classes from './verdicts.module.css';

/** The token of tokens.css that each is drawn in. */
export const VERDICT_TOKENS: Record<Verdict, string> = {
  error: '--red',
  timeout: '--red',
  'dependency-failure': '--orange',
  incompatible: '--orange',
  unknown: '--violet',
  'would-change': '--amber',
  cancelled: '--empty',
  skipped: '--empty',
  'not-applicable': '--empty',
  success: '--green',
  'already-compliant': '--green-pale',
};

/** From what is well to what is wrong, as bars are stacked. */
const STACKED = [...VERDICTS].reverse();

export function verdictWord(verdict: Verdict, t: TFunction<'window'>): string {
  return verdict === 'would-change' ? t('insights.wouldChange') : t(`result.${verdict}`);
}

/** `12 Error, 3 Success`. */
export function countsWords(counts: VerdictCounts, t: TFunction<'window'>): string {
  return VERDICTS.flatMap((verdict) => (counts[verdict] ? [`${count(counts[verdict])} ${verdictWord(verdict, t)}`] : [])).join(', ');
}

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return verdict === 'would-change' ? <WouldChangeMark /> : <ResultMark result={verdict} />;
}

/** `94 %`; cut, not rounded, so that what is not whole never reads 100 %. */
export const percent = (share: number | null): string => (share === null ? '' : `${Math.floor(share * 100)} %`);

interface BarProps {
  name: string;
  counts: VerdictCounts;
  /** One that is chosen stays plain when others fade. */
  chosen: boolean;
  /** With the verdict of the segment that was clicked, where it was one. */
  onChoose: (verdict: Verdict | null) => void;
}

/** A name, a stacked bar and its share that is compliant; the whole of it is a button. */
export function VerdictBar({ name, counts, chosen, onChoose }: BarProps) {
  const { t } = useTranslation();
  const words = countsWords(counts, t);
  const share = percent(complianceOf(counts));
  return (
    <button
      type="button"
      className={classes.row}
      aria-pressed={chosen}
      aria-label={[`${name} ${share}`.trim(), words].filter(Boolean).join(', ')}
      title={`${name}\n${words}`}
      onClick={(event) => onChoose(verdictOfTarget(event.target))}
    >
      <span className={classes.name}>{name}</span>{' '}
      <span className={classes.bar} aria-hidden>
        {STACKED.map((verdict) =>
          counts[verdict] ? (
            <span key={verdict} data-verdict={verdict} style={{ flexGrow: counts[verdict], background: `var(${VERDICT_TOKENS[verdict]})` }} />
          ) : null,
        )}
      </span>
      <span className={`${classes.share} number`}>{share}</span>
    </button>
  );
}

function verdictOfTarget(target: EventTarget): Verdict | null {
  const said = target instanceof HTMLElement ? target.dataset['verdict'] : undefined;
  return VERDICTS.find((verdict) => verdict === said) ?? null;
}
