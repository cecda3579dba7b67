/** `show`: one session with its actions, the sessions of a batch, or the log of an action. */
import type { Store } from '../../electron/store/store.ts';
import { formatElapsed } from '../../shared/duration.ts';
import { itemKey } from '../../shared/plan.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { ActionRecord, SessionRecord } from '../../shared/record.ts';
import { isBad, isGood } from '../../shared/words.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { commandText } from '../run/follow.ts';
import { reasonSentence } from '../run/reason-text.ts';
import { harmless, jsonLine } from '../terminal/harmless.ts';
import { countsText, resultMark, statusMark } from '../terminal/marks.ts';
import { fieldLines, tableLines } from '../terminal/table.ts';
import { dateTime } from '../when.ts';
import { findOne } from './selection.ts';
import { elapsed, listSessions } from './session-list.ts';
import { showLog } from './session-log.ts';

const keyOf = (action: Pick<ActionRecord, 'item' | 'instance'>) => itemKey(action.item, action.instance);
/** Retries of retries, at most so deep. */
const DEEPEST = 50;

/** What later retries made of the actions: the record stays as it was, the view shows both (P15). */
async function retriedState(store: Store, session: string): Promise<{ retries: SessionRecord[]; now: Map<string, ActionRecord> }> {
  const retries: SessionRecord[] = [];
  const now = new Map<string, ActionRecord>();
  let level = [session];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const children = (await Promise.all(level.map((parent) => store.sessions({ parent }))))
      .flat()
      .sort((left, right) => left.createdAt - right.createdAt);
    for (const child of children) {
      retries.push(child);
      for (const action of await store.actions(child.id)) now.set(keyOf(action), action);
    }
    level = children.map((child) => child.id);
  }
  return { retries, now };
}

async function showSession(context: Context, store: Store, session: SessionRecord): Promise<void> {
  const { io, screen, style, json } = context;
  const actions = await store.actions(session.id);
  const { retries, now } = await retriedState(store, session.id);
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
      ['What to do', session.status === 'passed' || !session.reason ? null : (reasonText(session.reason).advice ?? null)],
      ['Phase', session.endedAt === null ? session.phase : null],
      ['Started', dateTime(session.startedAt ?? session.createdAt)],
      ['Took', took === null ? null : formatElapsed(took)],
      ['Results', countsText(actions.map((action) => action.result))],
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
      resultMark(action.result, style),
      later && later.result !== action.result ? resultMark(later.result, style) : '',
      action.startedAt === null && action.ms === 0 ? '' : formatElapsed(action.ms),
      action.frozen.deployment ?? '',
      action.logLines === 0 ? '' : String(action.logLines + action.droppedLines),
      action.result === 'success' || action.result === 'already-compliant' ? '' : reasonSentence(action.reason, action.detail),
    ];
  });
  const columns = [
    { title: 'Action', cut: 'middle' as const },
    { title: 'Result' },
    { title: 'After retries' },
    { title: 'Took', align: 'right' as const },
    { title: 'Deployment', cut: 'middle' as const },
    { title: 'Log lines', align: 'right' as const },
    { title: 'Reason', cut: 'end' as const },
  ];
  const table = tableLines(columns, rows, style, io.stdout.columns());
  if (table.length > 0) screen.line('');
  for (const line of table) screen.line(line);
  const next: string[] = [];
  const command = commandText(context.args.text('data'));
  if (session.status === 'interrupted') next.push(`${command} resume ${session.id}`);
  else if (session.endedAt !== null && (session.status === 'not-reached' || actions.some(({ result }) => !isGood(result))))
    next.push(`${command} retry ${session.id}`);
  const logged = actions.find((action) => isBad(action.result) && action.logLines > 0);
  if (logged) next.push(`${command} show ${session.id} --log ${keyOf(logged)}`);
  if (next.length > 0)
    screen.line(
      `\nNext: ${harmless(next[0] ?? '')}${next
        .slice(1)
        .map((line) => `\n      ${harmless(line)}`)
        .join('')}`,
    );
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
  else await listSessions(context, store, present);
  return EXIT.ok;
}
