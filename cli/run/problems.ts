/** What went wrong in a batch, gathered from its events and told at its end: like causes together, each with what to do. */
import type { RunEvent } from '../../shared/events.ts';
import { itemKey } from '../../shared/plan.ts';
import { reasonText, type ReasonCode } from '../../shared/reasons.ts';
import { isBad, type Result, type SessionStatus } from '../../shared/words.ts';
import { harmless } from '../terminal/harmless.ts';
import { resultMark, statusMark, type Toned } from '../terminal/marks.ts';
import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/width.ts';
import type { Labels } from './labels.ts';
import { reasonSentence } from './reason-text.ts';

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
const TELLING: ReadonlySet<SessionStatus> = new Set(['not-reached', 'interrupted', 'missed', 'cancelled']);
const NAMES_SHOWN = 12;
const DETAILS_SHOWN = 5;

export function createProblems(): Problems {
  const problems: Problem[] = [];
  return {
    event(event) {
      if (event.type === 'action.finished' && (isBad(event.result) || event.result === 'unknown')) {
        const item = itemKey(event.item, event.instance);
        problems.push({ session: event.session, item, kind: { result: event.result }, reason: event.reason, detail: event.detail });
      }
      if (event.type === 'session.finished' && event.status !== 'passed') {
        if (TELLING.has(event.status) || event.reason !== null) {
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
        const key = JSON.stringify([problem.item, problem.kind, problem.reason]);
        const group = groups.get(key);
        if (group) group.push(problem);
        else groups.set(key, [problem]);
      }
      return [...groups.values()].flatMap((group) => groupLines(group, labels, style, width));
    },
  };
}

function names(list: string[]): string {
  const shown = list.slice(0, NAMES_SHOWN).map(harmless).join(', ');
  return list.length > NAMES_SHOWN ? `${shown} and ${list.length - NAMES_SHOWN} more` : shown;
}

function groupLines(group: Problem[], labels: Labels, style: Style, width: number): string[] {
  const [first] = group;
  if (!first) return [];
  const mark: Toned = 'result' in first.kind ? resultMark(first.kind.result, style) : statusMark(first.kind.status, style);
  const room = Math.max(30, (Number.isFinite(width) ? width : 100) - 4);
  const computers = names(group.map((problem) => labels.of(problem.session)));
  const [headline = '', ...more] = wrap(`${mark.text}  ${first.item === null ? '' : `${harmless(first.item)} on `}${computers}`, room + 4);
  const lines = [style.paint(mark.tone, mark.text) + headline.slice(mark.text.length), ...more.map((line) => `  ${line}`)];
  const indented = (text: string) => wrap(text, room).map((line) => `    ${line}`);
  const details = [...new Set(group.map((problem) => problem.detail ?? ''))];
  if (details.length === 1) {
    lines.push(...indented(reasonSentence(first.reason, first.detail)));
  } else {
    lines.push(...indented(reasonSentence(first.reason, null)));
    for (const problem of group.slice(0, DETAILS_SHOWN))
      lines.push(...indented(`${harmless(labels.of(problem.session))}: ${harmless(problem.detail ?? '')}`));
    if (group.length > DETAILS_SHOWN) lines.push(`    and ${group.length - DETAILS_SHOWN} more`);
  }
  const advice = first.reason ? reasonText(first.reason).advice : undefined;
  if (advice) lines.push(...indented(`${style.unicode ? '→' : '->'} ${advice}`));
  return lines.filter((line) => line.trim() !== '');
}
