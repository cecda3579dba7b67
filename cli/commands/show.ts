/** `show`: one session with its actions, the sessions of a batch, or the log of an action. */
import { isShort } from '../../electron/sessions/session-status.ts';
import type { Store } from '../../electron/store/store.ts';
import { formatElapsed } from '../../shared/duration.ts';
import type { SessionSummary } from '../../shared/events.ts';
import type { ActionRecord, SessionRecord } from '../../shared/record.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { isBad, isGood } from '../../shared/words.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { commandText } from '../run/command-text.ts';
import { labelsOf } from '../run/labels.ts';
import { createProblems } from '../run/problems.ts';
import { isPlainlyGood, reasonAdvice, reasonSentence } from '../run/reason-text.ts';
import { nextLines, outcomeLines } from '../run/summary.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { countsText, resultMark, statusMark } from '../terminal/marks.ts';
import { fieldLines, tableLines } from '../terminal/table.ts';
import { wrap } from '../terminal/width.ts';
import { dateTime } from '../when.ts';
import { isMended, keyOf, retriedState } from './retried.ts';
import { findOne } from './selection.ts';
import { elapsed, listSessions } from './session-list.ts';
import { showLog } from './session-log.ts';

async function showSession(context: Context, store: Store, session: SessionRecord): Promise<void> {
  const { io, screen, style, json } = context;
  const actions = await store.actions(session.id);
  const retried = await retriedState(store, session.id);
  const { retries, now } = retried;
  if (json) {
    screen.line(jsonLine({ type: 'session', ...session, retries: retries.map((retry) => retry.id) }));
    for (const action of actions) screen.line(jsonLine({ type: 'action', ...action }));
    return;
  }
  const took = elapsed(session, io.now());
  const fields = fieldLines(
    [
      ['Session', session.id],
      ['Batch', session.batch],
      ['Computer', `${session.tenant}/${session.computer}`],
      ['Kind', session.kind],
      ['Status', statusMark(session.status, style)],
      ['Reason', session.status === 'passed' ? null : reasonSentence(session.reason, session.detail)],
      ['What to do', session.status === 'passed' || !session.reason ? null : reasonAdvice(session.reason, session.detail)],
      ['Phase', session.endedAt === null ? session.phase : null],
      ['Started', dateTime(session.startedAt ?? session.createdAt)],
      ['Took', took === null ? null : formatElapsed(took)],
      ['Results', countsText(actions)],
      ['Retry of', session.parent],
      ['Retried by', retries.map((retry) => retry.id).join(', ')],
      ['Resumed', session.resumed === 0 ? null : `${session.resumed} times`],
      ['System', session.facts?.['os-name'] ?? null],
    ],
    style,
  );
  for (const line of fields) screen.line(line);
  const rows = actions.map((action) => {
    const later = now.get(keyOf(action));
    return [
      keyOf(action),
      resultMark(action, style),
      later && later.result !== action.result ? resultMark(later, style) : '',
      action.startedAt === null && action.ms === 0 ? '' : formatElapsed(action.ms),
      action.frozen.deployment ?? '',
      action.logLines === 0 ? '' : String(action.logLines + action.droppedLines),
    ];
  });
  const columns = [
    { title: 'Action' },
    { title: 'Result' },
    { title: 'After retries' },
    { title: 'Took', align: 'right' as const, drop: 1 },
    { title: 'Deployment' },
    { title: 'Log lines', align: 'right' as const, drop: 2 },
  ];
  const [header, ...lines] = tableLines(columns, rows, style, io.stdout.columns());
  if (header !== undefined) for (const line of ['', header]) screen.line(line);
  for (const [index, action] of actions.entries()) {
    screen.line(lines[index] ?? '');
    for (const line of reasonLines(context, action)) screen.line(line);
  }
  const next: string[] = [];
  const command = commandText(context.env, context.args.text('data'));
  const failed = session.endedAt !== null && (session.status === 'not-reached' || actions.some(isShort));
  const mended = failed && isMended(actions, retried);
  if (session.status === 'interrupted') next.push(`${command} resume ${shellWord(session.id)}`);
  else if (failed && !mended) next.push(`${command} retry ${shellWord(session.id)}`);
  const logged = actions.find((action) => isBad(action.result) && action.logLines > 0);
  if (logged) next.push(`${command} show ${shellWord(session.id)} --log ${shellWord(harmless(keyOf(logged)))}`);
  if (mended) for (const line of ['', 'All that failed is good after retries.']) screen.line(line);
  for (const line of nextLines(next)) screen.line(line);
}

/** Under the row of an action that is not plainly good: why, and what to do. */
function reasonLines({ io, style }: Context, { result, reason, detail }: ActionRecord): string[] {
  if (isPlainlyGood(result)) return [];
  const columns = io.stdout.columns();
  const room = Math.max(30, (Number.isFinite(columns) ? columns : 100) - 4);
  const advice = isGood(result) ? null : reasonAdvice(reason, detail);
  const texts = [reasonSentence(reason, detail), advice === null ? '' : `${style.unicode ? '→' : '->'} ${advice}`];
  return texts.flatMap((text) => (text === '' ? [] : wrap(text, room).map((line) => `    ${line}`)));
}

/** What the run printed at its end, from the record. */
async function showBatch(context: Context, store: Store, batch: string, sessions: readonly SessionRecord[]): Promise<void> {
  await listSessions(context, store, sessions);
  if (context.json) return;
  const { io, screen, style } = context;
  const problems = createProblems();
  const summaries: SessionSummary[] = [];
  const mended = new Set<string>();
  for (const session of sessions) {
    const actions = await store.actions(session.id);
    const { id, computer, tenant, status, reason, detail } = session;
    const of = { at: session.createdAt, session: id, computer, tenant };
    for (const action of actions) problems.event({ ...action, type: 'action.finished', ...of });
    if (session.endedAt !== null || status === 'interrupted') problems.event({ type: 'session.finished', ...of, status, reason, detail });
    // What is still under way needs no retry.
    if (session.endedAt !== null || status === 'interrupted') summaries.push({ id, computer, tenant, status, reason, actions });
    if (status === 'not-reached' || actions.some(isShort)) {
      const retried = await retriedState(store, id);
      if (retried.retries.length > 0 && isMended(actions, retried)) mended.add(id);
    }
  }
  const labels = labelsOf(sessions);
  const command = commandText(context.env, context.args.text('data'));
  const options = { batch, sessions: summaries, labels, problems, style, width: io.stdout.columns(), command, final: false, mended };
  for (const line of outcomeLines(options)) screen.line(line);
}

export async function execute(context: Context): Promise<number> {
  const engine = await context.engine();
  const { store } = engine;
  const found = await findOne(engine, context.args.positionals[0] ?? '');
  const sessions = found.kind === 'session' ? [await store.session(found.id)] : await store.sessions({ batch: found.id, limit: 1_000_000 });
  const wanted = context.args.text('log');
  const present = sessions.filter((session) => session !== null);
  const [only] = present;
  if (wanted !== undefined) await showLog(context, store, present, wanted);
  else if (present.length === 1 && only) await showSession(context, store, only);
  else await showBatch(context, store, found.id, present);
  return EXIT.ok;
}
