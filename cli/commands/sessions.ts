/** `sessions`: the history, newest first. */
import type { Engine } from '../../electron/engine.ts';
import type { SessionFilter } from '../../electron/store/store.ts';
import { RoundsError } from '../../shared/errors.ts';
import { SESSION_STATUSES } from '../../shared/words.ts';
import { oneOf, positiveInteger } from '../arguments.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
import { commandText } from '../run/command-text.ts';
import { harmless } from '../terminal/harmless.ts';
import { didYouMean, nearest } from '../../shared/nearest.ts';
import { parseWhen } from '../when.ts';
import { listSessions } from './session-list.ts';

const DEFAULT_LIMIT = 200;

function filterOf({ args, io }: Context): SessionFilter & { limit: number } {
  const now = io.now();
  const filter: SessionFilter & { limit: number } = { limit: positiveInteger('limit', args.text('limit'), 1_000_000) ?? DEFAULT_LIMIT };
  const [since, until, tenant, computer] = [args.text('since'), args.text('until'), args.text('tenant'), args.text('computer')];
  if (since !== undefined) filter.since = parseWhen('since', since, now);
  if (until !== undefined) filter.until = parseWhen('until', until, now);
  if (filter.since !== undefined && filter.until !== undefined && filter.since > filter.until) {
    throw new RoundsError('usage/option', '--since is later than --until', { option: 'since' });
  }
  if (tenant !== undefined) filter.tenant = tenant;
  if (computer !== undefined) filter.computer = computer.replace(/^computer:/, '');
  const status = args.list('status')?.map((word) => oneOf('status', word, SESSION_STATUSES));
  if (status) filter.status = status;
  return filter;
}

/** A name that neither the set-up nor the record knows is a mistake. @throws RoundsError `usage/option`. */
async function refuseUnknown(engine: Engine, { tenant, computer }: SessionFilter): Promise<void> {
  const { setUp } = await engine.setUp();
  const refuse = (option: string, value: string, known: string[]) => {
    const near = nearest(value, known);
    const message = `--${option}: there is no ${option} '${harmless(value)}'${didYouMean(near)}`;
    return new RoundsError('usage/option', message, { option, value: harmless(value), nearest: near });
  };
  const tenants = setUp.tenants.map(({ name }) => name);
  if (tenant !== undefined && !tenants.includes(tenant) && (await engine.store.sessions({ tenant, limit: 1 })).length === 0)
    throw refuse('tenant', tenant, tenants);
  const computers = setUp.computers.flatMap(({ id, name }) => [name, id]);
  if (computer !== undefined && !computers.includes(computer) && (await engine.store.sessions({ computer, limit: 1 })).length === 0)
    throw refuse('computer', computer, computers);
}

export async function execute(context: Context): Promise<number> {
  const filter = filterOf(context);
  const engine = await context.engine();
  const { store } = engine;
  const sessions = await store.sessions(filter);
  if (sessions.length === 0) await refuseUnknown(engine, filter);
  await listSessions(context, store, sessions);
  if (context.json) return EXIT.ok;
  const command = commandText(context.env, context.args.text('data'));
  const narrowed = Object.keys(filter).length > 1;
  if (sessions.length === 0)
    context.screen.line(
      narrowed ? 'No session is like that.' : `No sessions yet. ${command} run TARGET starts some; ${command} lab shows them at work.`,
    );
  if (sessions.length === filter.limit) context.screen.note(`Showing the newest ${filter.limit}; --limit N shows more.`);
  return EXIT.ok;
}
