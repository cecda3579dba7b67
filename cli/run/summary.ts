/** The end of a batch for people: a table of its computers, what went wrong, and what to type next. */
import type { SessionSummary } from '../../shared/events.ts';
import { isBad } from '../../shared/words.ts';
import { countsText, statusMark } from '../terminal/marks.ts';
import type { Style } from '../terminal/style.ts';
import { tableLines } from '../terminal/table.ts';
import type { Labels } from './labels.ts';
import type { Problems } from './problems.ts';
import { reasonSentence } from './reason-text.ts';

export interface SummaryOptions {
  batch: string;
  sessions: readonly SessionSummary[];
  labels: Labels;
  problems: Problems;
  style: Style;
  width: number;
  /** How this program is called, with the data folder where one was named: `rounds --data lab`. */
  command: string;
  /** Nothing is left to retry on once the call ends (the lab). */
  final: boolean;
}

/** Whether a retry would have anything to do. */
function isRetryable({ status, actions }: SessionSummary): boolean {
  if (['not-reached', 'interrupted', 'cancelled'].includes(status)) return true;
  return actions.some(({ result }) => isBad(result) || result === 'unknown' || result === 'cancelled');
}

export function summaryLines({ batch, sessions, labels, problems, style, width, command, final }: SummaryOptions): string[] {
  const rows = sessions.map((session) => [
    labels.of(session.id),
    labels.manyTenants ? session.tenant : '',
    statusMark(session.status, style),
    countsText(session.actions.map((action) => action.result)),
    session.status === 'passed' ? '' : reasonSentence(session.reason, null),
  ]);
  const table = tableLines(
    [
      { title: 'Computer', cut: 'middle' },
      { title: 'Tenant', cut: 'middle' },
      { title: 'Status' },
      { title: 'Results', cut: 'end' },
      { title: 'Reason', cut: 'end' },
    ],
    rows,
    style,
    width,
  );
  const trouble = problems.lines(labels, style, width);
  const next: string[] = [];
  if (!final && sessions.some(isRetryable)) next.push(`${command} retry ${batch}`);
  const action = problems.firstAction();
  if (action) next.push(`${command} show ${action.session} --log ${action.item}`);
  return ['', ...table, ...(trouble.length > 0 ? ['', ...trouble] : []), ...(next.length > 0 ? ['', `Next: ${next.join(`\n      `)}`] : [])];
}
