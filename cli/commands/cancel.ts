/**
 * `cancel`: asks the process that runs a session or a batch to end it, and waits until the record says so. What was
 * interrupted runs no more, so there is nothing to end; it stays Interrupted, which is what happened, and can be resumed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../electron/engine.ts';
import type { SessionRecord } from '../../shared/record.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { isLiveStatus } from '../../shared/words.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { commandText } from '../run/command-text.ts';
import { nextLines } from '../run/summary.ts';
import { jsonLine } from '../terminal/harmless.ts';
import { statusMark } from '../terminal/marks.ts';
import { tableLines } from '../terminal/table.ts';
import { findOne } from './selection.ts';

const WAIT_MS = 10_000;
const POLL_MS = 200;

async function sessionsOf(engine: Engine, { kind, id }: { kind: 'batch' | 'session'; id: string }): Promise<SessionRecord[]> {
  if (kind === 'batch') return engine.store.sessions({ batch: id, limit: 100_000 });
  const session = await engine.store.session(id);
  return session ? [session] : [];
}

export async function execute(context: Context): Promise<number> {
  const { io, screen, style, json } = context;
  const engine = await context.engine();
  const found = await findOne(engine, context.args.positionals[0] ?? '');
  const who = await engine.cancel(found.id);
  const deadline = io.now() + WAIT_MS;
  let sessions = await sessionsOf(engine, found);
  let running = sessions.filter((session) => isLiveStatus(session.status));
  while (who !== 'over' && running.length > 0 && io.now() < deadline) {
    await sleep(POLL_MS);
    sessions = await sessionsOf(engine, found);
    running = sessions.filter((session) => isLiveStatus(session.status));
  }
  const interrupted = sessions.filter(({ status }) => status === 'interrupted').length;
  if (json) {
    screen.line(
      jsonLine({
        type: 'cancel',
        id: found.id,
        by: who,
        over: running.length === 0 && interrupted === 0,
        sessions: sessions.map(({ id, computer, tenant, status }) => ({ id, computer, tenant, status })),
      }),
    );
    return running.length > 0 ? EXIT.cancelled : EXIT.ok;
  }
  if (who === 'over') {
    screen.line(interrupted > 0 ? 'There was nothing to cancel: none of it runs.' : 'There was nothing to cancel: it is over.');
  } else {
    const rows = sessions.map((session) => [session.id, session.computer, statusMark(session.status, style)]);
    for (const line of tableLines([{ title: 'Session' }, { title: 'Computer' }, { title: 'Status' }], rows, style, io.stdout.columns()))
      screen.line(line);
    if (running.length > 0)
      screen.note(`${running.length} still running after ${WAIT_MS / 1000} s: its process was asked, and ends it as soon as it can.`);
  }
  if (interrupted > 0) {
    const are =
      interrupted === 1 ? '1 session is Interrupted: the program that ran it' : `${interrupted} sessions are Interrupted: the program that ran them`;
    screen.line(`${are} ended in the middle. Nothing goes on with it unless it is resumed.`);
    for (const line of nextLines([`${commandText(context.env, context.args.text('data'))} resume ${shellWord(found.id)}`])) screen.line(line);
  }
  return running.length > 0 ? EXIT.cancelled : EXIT.ok;
}
