/** What went wrong in a batch, gathered from its events and told at its end: like causes together, each with what to do. */
import type { RunEvent } from '../../shared/events.ts';
import { itemKey } from '../../shared/plan.ts';
import type { ReasonCode } from '../../shared/reasons.ts';
import { isBad, type Result, type SessionStatus } from '../../shared/words.ts';
import { harmless } from '../terminal/harmless.ts';
import { resultMark, statusMark, type Toned } from '../terminal/marks.ts';
import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/width.ts';
import type { Labels } from './labels.ts';
import { reasonAdvice, reasonSentence } from './reason-text.ts';

interface Problem {
  session: string;
  /** Null for one of the whole session. */
  item: string | null;
  kind: { result: Result } | { status: SessionStatus };
  reason: ReasonCode | null;
  detail: string | null;
}

export interface Problems {
  event(event: RunEvent): void;
  /** The first action that went wrong and has a log to look at. */
  firstAction(): { session: string; item: string } | null;
  lines(labels: Labels, style: Style, width: number): string[];
}

/** A status that says more than the results of the actions do. */
const TELLING: ReadonlySet<SessionStatus> = new Set(['not-reached', 'interrupted', 'missed']);
const NAMES_SHOWN = 12;
const DETAILS_SHOWN = 5;

export function createProblems(): Problems {
  const problems: Problem[] = [];
  /** Session and reason of actions: a session that only repeats the reason of one of its actions says nothing new. */
  const told = new Set<string>();
  return {
    event(event) {
      if (event.type === 'action.finished' && (isBad(event.result) || event.result === 'unknown')) {
        const item = itemKey(event.item, event.instance);
        told.add(`${event.session} ${event.reason}`);
        problems.push({ session: event.session, item, kind: { result: event.result }, reason: event.reason, detail: event.detail });
      }
      // Who cancels knows it; that something may still run he does not.
      if (event.type === 'session.finished' && event.status !== 'passed' && event.reason !== 'cancelled-by-operator') {
        if (TELLING.has(event.status) || (event.reason !== null && !told.has(`${event.session} ${event.reason}`))) {
          problems.push({ session: event.session, item: null, kind: { status: event.status }, reason: event.reason, detail: event.detail });
        }
      }
    },
    firstAction() {
      const found =
        problems.find((problem) => problem.item !== null && problem.reason !== 'dependency-failed') ??
        problems.find((problem) => problem.item !== null);
      return found?.item ? { session: found.session, item: found.item } : null;
    },
    lines(labels, style, width) {
      const groups = new Map<string, Problem[]>();
      for (const problem of problems) {
        const key = JSON.stringify([isConsequence([problem]) ? null : problem.item, problem.kind, problem.reason]);
        const group = groups.get(key);
        if (group) group.push(problem);
        else groups.set(key, [problem]);
      }
      const ordered = [...groups.values()].sort((left, right) => Number(isConsequence(left)) - Number(isConsequence(right)));
      return ordered.flatMap((group) => groupLines(group, labels, style, width));
    },
  };
}

/** Of what failed before: all of them are mended by mending that. */
const isConsequence = ([first]: readonly Problem[]): boolean => first?.reason === 'dependency-failed';

/** `lab-banner, lab-motd on till-1; lab-site on web-2` */
function consequencesText(group: readonly Problem[], labels: Labels): string {
  const bySession = new Map<string, string[]>();
  for (const { session, item } of group.slice(0, NAMES_SHOWN)) bySession.set(session, [...(bySession.get(session) ?? []), harmless(item ?? '')]);
  const text = [...bySession].map(([session, items]) => `${items.join(', ')} on ${harmless(labels.of(session))}`).join('; ');
  return group.length > NAMES_SHOWN ? `${text} and ${group.length - NAMES_SHOWN} more` : text;
}

function names(list: string[]): string {
  const shown = list.slice(0, NAMES_SHOWN).map(harmless).join(', ');
  return list.length > NAMES_SHOWN ? `${shown} and ${list.length - NAMES_SHOWN} more` : shown;
}

function groupLines(group: Problem[], labels: Labels, style: Style, width: number): string[] {
  const [first] = group;
  if (!first) return [];
  const mark: Toned =
    'result' in first.kind ? resultMark({ result: first.kind.result, reason: first.reason }, style) : statusMark(first.kind.status, style);
  const room = Math.max(30, (Number.isFinite(width) ? width : 100) - 4);
  const computers = names(group.map((problem) => labels.of(problem.session)));
  const subject = isConsequence(group) ? consequencesText(group, labels) : `${first.item === null ? '' : `${harmless(first.item)} on `}${computers}`;
  const [headline = '', ...more] = wrap(`${mark.text}  ${subject}`, room + 4);
  const lines = [style.paint(mark.tone, mark.text) + headline.slice(mark.text.length), ...more.map((line) => `  ${line}`)];
  const indented = (text: string) => wrap(text, room).map((line) => `    ${line}`);
  const details = [...new Set(group.map((problem) => problem.detail ?? ''))];
  if (isConsequence(group)) {
    lines.push(...indented(reasonSentence(first.reason, null)));
  } else if (details.length === 1) {
    lines.push(...indented(reasonSentence(first.reason, first.detail)));
  } else {
    lines.push(...indented(reasonSentence(first.reason, null)));
    for (const problem of group.slice(0, DETAILS_SHOWN))
      lines.push(...indented(`${harmless(labels.of(problem.session))}: ${harmless(problem.detail ?? '')}`));
    if (group.length > DETAILS_SHOWN) lines.push(`    and ${group.length - DETAILS_SHOWN} more`);
  }
  const advice = reasonAdvice(first.reason, details.length === 1 ? first.detail : null);
  if (advice) lines.push(...indented(`${style.unicode ? '→' : '->'} ${advice}`));
  return lines.filter((line) => line.trim() !== '');
}
