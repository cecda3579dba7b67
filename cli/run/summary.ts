/** The end of a batch for people: a table of its computers, what went wrong, and what to type next. */
import type { SessionSummary } from '../../shared/events.ts';
import { isShort } from '../../electron/sessions/session-status.ts';
import { reasonText, type ReasonCode } from '../../shared/reasons.ts';
import { harmless } from '../terminal/harmless.ts';
import { countsText, isWouldChange, statusMark } from '../terminal/marks.ts';
import type { Style } from '../terminal/style.ts';
import { tableLines, type Column } from '../terminal/table.ts';
import { shellWord } from '../../shared/shell-word.ts';
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

/** Frozen into the record as it is: a retry would end the same way. */
const endsAgain = (reason: ReasonCode | null): boolean => reason !== null && reasonText(reason).frozen === true;

/** Whether a retry would have anything to do. */
function isRetryable({ status, actions }: SessionSummary): boolean {
  return status === 'not-reached' || status === 'cancelled' || actions.some((action) => isShort(action) && !endsAgain(action.reason));
}

/** `Next:` and the commands, one a line. */
export const nextLines = (commands: readonly string[]): string[] =>
  commands.length === 0 ? [] : ['', ...commands.map((command, index) => `${index === 0 ? 'Next: ' : '      '}${command}`)];

/** What follows the table: what would change, what went wrong, and what to type next. `mended` are sessions that retries made good. */
export function outcomeLines(options: SummaryOptions & { mended?: ReadonlySet<string> }): string[] {
  const { batch, sessions, labels, problems, style, width, command, final, mended } = options;
  const changing = sessions.map(({ actions }) => actions.filter(isWouldChange).length).filter((count) => count > 0);
  const total = changing.reduce((sum, count) => sum + count, 0);
  const where = `on ${changing.length} ${changing.length === 1 ? 'computer' : 'computers'}`;
  const changes = total === 0 ? [] : ['', `${total} ${total === 1 ? 'action' : 'actions'} would change ${where}.`];
  const trouble = problems.lines(labels, style, width);
  const open = sessions.filter((session) => isRetryable(session) && !mended?.has(session.id));
  const next: string[] = [];
  if (!final && sessions.some(({ status }) => status === 'interrupted')) next.push(`${command} resume ${shellWord(batch)}`);
  else if (!final && open.length > 0) next.push(`${command} retry ${shellWord(batch)}`);
  const action = problems.firstAction();
  if (action) next.push(`${command} show ${shellWord(action.session)} --log ${shellWord(harmless(action.item))}`);
  const better = mended && mended.size > 0 && open.length === 0 ? ['', 'All that failed is good after retries.'] : [];
  return [...changes, ...(trouble.length > 0 ? ['', ...trouble] : []), ...better, ...nextLines(next)];
}

export function summaryLines(options: SummaryOptions): string[] {
  const { sessions, labels, style, width } = options;
  const rows = sessions.map((session) => [
    labels.of(session.id),
    labels.manyTenants ? session.tenant : '',
    statusMark(session.status, style),
    countsText(session.actions),
    session.status === 'passed' ? '' : reasonSentence(session.reason, null),
  ]);
  const columns: Column[] = [
    { title: 'Computer' },
    { title: 'Tenant', cut: 'middle' },
    { title: 'Status' },
    { title: 'Results', cut: 'end', least: 16 },
    { title: 'Reason', cut: 'end', least: 16, drop: 1 },
  ];
  return ['', ...tableLines(columns, rows, style, width), ...outcomeLines(options)];
}
