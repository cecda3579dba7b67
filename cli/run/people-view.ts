/** A batch for people: a line an action as it ends, a bar, and the summary. */
import { missedByConnection } from '../../electron/sessions/session-status.ts';
import { formatElapsed } from '../../shared/duration.ts';
import type { RunEvent } from '../../shared/events.ts';
import { itemKey } from '../../shared/plan.ts';
import type { ActionFlag } from '../../shared/record.ts';
import type { Screen } from '../screen.ts';
import { harmless } from '../terminal/harmless.ts';
import { isWouldChange, RESULT_WIDTH, resultMark, statusMark } from '../terminal/marks.ts';
import type { Style } from '../terminal/style.ts';
import { cutEnd, cutMiddle, pad, textWidth } from '../terminal/width.ts';
import { labelsOf, type Labels } from './labels.ts';
import { createProblems } from './problems.ts';
import { isPlainlyGood, reasonSentence } from './reason-text.ts';
import { summaryLines } from './summary.ts';
import type { RunView } from './view.ts';

type ActionFinished = Extract<RunEvent, { type: 'action.finished' }>;

const WIDEST_NAME = 24;
const WIDEST_ITEM = 30;
const TIME_WIDTH = 9;
const PROPERTIES_SHOWN = 20;

/** Flags that a person acts on. */
const FLAG_TEXTS: Record<ActionFlag, string> = {
  'restart-pending': 'a restart is pending',
  'shadows-required': 'it hides a Required deployment',
  conflict: 'deployments tie for it',
  reconnected: 'the connection broke meanwhile',
  'log-cut': 'the log was cut at its limit',
  'still-running': 'it may still run on the computer',
};

export interface PeopleViewOptions {
  screen: Screen;
  style: Style;
  width: () => number;
  /** How this program is called, for what to type next. */
  command: string;
  /** The computers are gone once the call ends (the lab). */
  final: boolean;
  /** Where the lines go: stdout, or stderr where stdout belongs to the output of scripts. */
  say: (line: string) => void;
}

/** An empty value would look like a mistake of ours. */
const valueText = (value: string): string => (value === '' ? '(nothing)' : harmless(value));

/** The widest of what came so far, so that columns settle instead of jumping. */
function column(most: number) {
  let width = 0;
  return {
    widen: (text: string) => void (width = Math.min(most, Math.max(width, textWidth(text)))),
    fit: (text: string, style: Style) => pad(cutMiddle(text, width, style.ellipsis), width),
  };
}

export function createPeopleView({ screen, style, width, command, final, say }: PeopleViewOptions): RunView & { labels(): Labels } {
  let labels = labelsOf([]);
  const problems = createProblems();
  const names = column(WIDEST_NAME);
  const items = column(WIDEST_ITEM);
  const arrow = style.unicode ? '→' : '->';

  const line = (session: string, item: string, mark: { tone: Parameters<Style['paint']>[0]; text: string }, time: string, text: string) => {
    const front = `${names.fit(harmless(labels.of(session)), style)}  ${items.fit(item, style)}  `;
    const middle = pad(mark.text, RESULT_WIDTH);
    const back = `  ${pad(time, TIME_WIDTH, 'right')}`;
    const room = width() - textWidth(front + middle + back) - 2;
    const sentence = text === '' || room < 10 ? '' : `  ${cutEnd(text, room, style.ellipsis)}`;
    say(`${front}${style.paint(mark.tone, middle)}${style.paint('dim', back)}${sentence}`.trimEnd());
  };
  const action = (event: ActionFinished) => {
    // The session's own line says it once; a line for each of its actions would bury the others.
    if (missedByConnection(event)) return;
    // What was not asked for is counted at the end.
    if (event.reason === 'not-selected') return;
    const item = harmless(itemKey(event.item, event.instance));
    items.widen(item);
    const flags = event.flags.map((flag) => FLAG_TEXTS[flag]).join(', ');
    const sentence = isPlainlyGood(event.result) ? '' : reasonSentence(isWouldChange(event) ? null : event.reason, event.detail);
    const text = [sentence, flags === '' ? '' : `(${flags})`].filter((part) => part !== '').join(' ');
    line(event.session, item, resultMark(event, style), formatElapsed(event.ms), text);
    if (event.result === 'already-compliant') return;
    for (const { key, current, desired } of event.properties.slice(0, PROPERTIES_SHOWN)) {
      const change = desired === null ? valueText(current) : `${valueText(current)} ${arrow} ${valueText(desired)}`;
      say(`    ${cutEnd(`${harmless(key)}: ${change}`, width() - 4, style.ellipsis)}`);
    }
    if (event.properties.length > PROPERTIES_SHOWN) say(`    and ${event.properties.length - PROPERTIES_SHOWN} more`);
  };
  return {
    labels: () => labels,
    event(event) {
      problems.event(event);
      switch (event.type) {
        case 'batch.started':
          labels = labelsOf(event.sessions);
          for (const { id } of event.sessions) names.widen(harmless(labels.of(id)));
          say(style.paint('dim', `Batch ${event.batch}: ${event.sessions.length} ${event.sessions.length === 1 ? 'computer' : 'computers'}`));
          break;
        case 'session.planned':
          for (const { item, instance } of event.actions) items.widen(harmless(itemKey(item, instance)));
          for (const warning of event.warnings)
            screen.note(`${style.paint('orange', 'warning:')} ${harmless(labels.of(event.session))}: ${harmless(warning)}`);
          break;
        case 'action.finished':
          action(event);
          break;
        case 'session.status':
          if (event.status === 'pending-connectivity')
            line(event.session, '', statusMark(event.status, style), '', reasonSentence(event.reason, event.detail));
          break;
        case 'session.finished':
          if (event.status === 'not-reached' || event.status === 'interrupted' || event.status === 'missed') {
            line(event.session, '', statusMark(event.status, style), '', reasonSentence(event.reason, event.detail));
          }
          break;
        case 'warning':
          screen.note(`${style.paint('orange', 'warning:')} ${event.computer ? `${harmless(event.computer)}: ` : ''}${harmless(event.message)}`);
          break;
        case 'action.started':
        case 'action.output':
        case 'batch.finished':
          break;
      }
    },
    cancelling: () => screen.note('Cancelling: running scripts are being ended. Ctrl-C again leaves at once.'),
    end(batch, sessions) {
      for (const text of summaryLines({ batch, sessions, labels, problems, style, width: width(), command, final })) say(text);
    },
  };
}
