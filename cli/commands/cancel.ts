/** `cancel`: asks the process that runs a session or a batch to end it, and waits until the record says so. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../electron/engine.ts';
import type { SessionRecord } from '../../shared/record.ts';
import { SESSION_LIVE_STATUSES } from '../../shared/words.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { jsonLine } from '../terminal/harmless.ts';
import { statusMark } from '../terminal/marks.ts';
import { tableLines } from '../terminal/table.ts';
import { findOne } from './selection.ts';

const WAIT_MS = 10_000;
const POLL_MS = 200;
const live: ReadonlySet<string> = new Set(SESSION_LIVE_STATUSES);

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
  let running = sessions.filter((session) => live.has(session.status));
  while (who !== 'over' && running.length > 0 && io.now() < deadline) {
    await sleep(POLL_MS);
    sessions = await sessionsOf(engine, found);
    running = sessions.filter((session) => live.has(session.status));
  }
  if (json) {
    screen.line(
      jsonLine({
        type: 'cancel',
        id: found.id,
        by: who,
        over: running.length === 0,
        sessions: sessions.map(({ id, computer, tenant, status }) => ({ id, computer, tenant, status })),
      }),
    );
  } else if (who === 'over') {
    screen.line('There was nothing to cancel: it is over.');
  } else {
    const rows = sessions.map((session) => [session.id, session.computer, statusMark(session.status, style)]);
    for (const line of tableLines([{ title: 'Session' }, { title: 'Computer' }, { title: 'Status' }], rows, style, io.stdout.columns()))
      screen.line(line);
    if (running.length > 0)
      screen.note(`${running.length} still running after ${WAIT_MS / 1000} s: its process was asked, and ends it as soon as it can.`);
  }
  return running.length > 0 ? EXIT.cancelled : EXIT.ok;
}
