/** How results and statuses look everywhere: a shape, a tone and a word, never colour alone. */
import {
  Ban,
  CalendarX2,
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CircleX,
  Circle,
  Clock,
  Minus,
  Plug,
  Square,
  Unlink,
  Unplug,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import i18next from 'i18next';
import type { Result, SessionStatus } from '../../shared/words.ts';
import classes from './marks.module.css';

interface Mark {
  icon: LucideIcon | null;
  tone: 'green' | 'green-quiet' | 'grey' | 'grey-quiet' | 'accent' | 'red' | 'orange' | 'amber' | 'violet';
}

const RESULT_MARKS: Record<Result, Mark> = {
  success: { icon: CircleCheck, tone: 'green' },
  'already-compliant': { icon: Check, tone: 'green-quiet' },
  skipped: { icon: Minus, tone: 'grey' },
  'not-applicable': { icon: Circle, tone: 'grey-quiet' },
  error: { icon: CircleX, tone: 'red' },
  timeout: { icon: Clock, tone: 'red' },
  'dependency-failure': { icon: Unlink, tone: 'orange' },
  incompatible: { icon: Ban, tone: 'orange' },
  unknown: { icon: CircleHelp, tone: 'violet' },
  cancelled: { icon: Square, tone: 'grey' },
  pending: { icon: CircleDashed, tone: 'grey' },
  running: { icon: null, tone: 'accent' },
};

const STATUS_MARKS: Record<SessionStatus, Mark> = {
  queued: { icon: CircleDashed, tone: 'grey' },
  'pending-connectivity': { icon: Plug, tone: 'grey' },
  running: { icon: null, tone: 'accent' },
  passed: { icon: CircleCheck, tone: 'green' },
  'partly-failed': { icon: CircleAlert, tone: 'orange' },
  failed: { icon: CircleX, tone: 'red' },
  'not-reached': { icon: Unplug, tone: 'grey' },
  cancelled: { icon: Square, tone: 'grey' },
  interrupted: { icon: Zap, tone: 'violet' },
  missed: { icon: CalendarX2, tone: 'amber' },
};

export const toneOf = (result: Result): Mark['tone'] => RESULT_MARKS[result].tone;

function Drawn({ mark, word }: { mark: Mark; word: string }) {
  const Icon = mark.icon;
  return (
    <span className={classes.mark} data-tone={mark.tone} role="img" aria-label={word} title={word}>
      {Icon ? <Icon size={15} strokeWidth={1.75} aria-hidden /> : <span className={classes.arc} aria-hidden />}
    </span>
  );
}

export function ResultMark({ result }: { result: Result }) {
  return <Drawn mark={RESULT_MARKS[result]} word={i18next.t(`result.${result}`)} />;
}

/** A check found it not compliant, and changed nothing. */
export function WouldChangeMark() {
  return <Drawn mark={{ icon: CircleDot, tone: 'amber' }} word={i18next.t('insights.wouldChange')} />;
}

/** `quiet`: passed and nothing was changed. */
export function StatusMark({ status, quiet = false }: { status: SessionStatus; quiet?: boolean }) {
  return (
    <Drawn mark={status === 'passed' && quiet ? RESULT_MARKS['already-compliant'] : STATUS_MARKS[status]} word={i18next.t(`status.${status}`)} />
  );
}
