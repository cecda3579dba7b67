/** `sessions`: the history, newest first. */
import type { SessionFilter } from '../../electron/store/store.ts';
import { RoundsError } from '../../shared/errors.ts';
import { SESSION_STATUSES } from '../../shared/words.ts';
import { oneOf, positiveInteger } from '../arguments.ts';
import type { Context } from '../command.ts';
import { EXIT } from '../exit-status.ts';
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

export async function execute(context: Context): Promise<number> {
  const filter = filterOf(context);
  const { store } = await context.engine();
  const sessions = await store.sessions(filter);
  await listSessions(context, store, sessions);
  if (context.json) return EXIT.ok;
  const narrowed = Object.keys(filter).length > 1;
  if (sessions.length === 0)
    context.screen.line(narrowed ? 'No session is like that.' : 'No sessions yet. rounds run TARGET starts some; rounds lab shows them at work.');
  if (sessions.length === filter.limit) context.screen.note(`Showing the newest ${filter.limit}; --limit N shows more.`);
  return EXIT.ok;
}
