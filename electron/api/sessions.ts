import type { HistoryRow } from '../../shared/api/sessions.ts';
import { reasonText, type ReasonCode } from '../../shared/reasons.ts';
import type { SessionRecord } from '../../shared/record.ts';
import type { SessionStatus } from '../../shared/words.ts';
import type { SessionFilter } from '../store/store.ts';
import { failureGroups } from '../views/failure-groups.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

/** Failures are grouped over so many of the newest sessions that did not pass. */
const LOOKED_AT = 2000;
/** One piece of a search: so many hits, and so long, milliseconds. */
const HITS = 50;
const PIECE_MS = 40;

type SessionCalls = Extract<keyof Handlers, `sessions.${string}`>;

export function sessionHandlers({ engine }: ApiTools): Pick<Handlers, SessionCalls> {
  const { store } = engine;

  async function rowsOf(sessions: readonly SessionRecord[]): Promise<HistoryRow[]> {
    const results = new Map((await store.results(sessions.map(({ id }) => id))).map((one) => [one.session, one.results]));
    const ids = [...new Set(sessions.map(({ batch }) => batch))];
    const batches = new Map(await Promise.all(ids.map(async (id) => [id, await store.batch(id)] as const)));
    return sessions.map((session): HistoryRow => {
      const batch = batches.get(session.batch);
      return {
        id: session.id,
        batch: session.batch,
        kind: session.kind,
        computer: session.computer,
        tenant: session.tenant,
        status: session.status,
        reason: session.reason === null ? null : reasonText(session.reason).sentence,
        startedBy: batch?.parent ? 'retry' : (batch?.targetText ?? ''),
        createdAt: session.createdAt,
        ms: session.startedAt !== null && session.endedAt !== null ? session.endedAt - session.startedAt : null,
        results: results.get(session.id) ?? [],
      };
    });
  }

  return {
    'sessions.page': async ({ filter, offset, limit }) => {
      const wanted = storeFilter(filter);
      const [sessions, total] = await Promise.all([store.sessions({ ...wanted, offset, limit }), store.countSessions(wanted)]);
      return { rows: await rowsOf(sessions), total };
    },
    'sessions.facets': async () => {
      const [{ setUp }, items] = await Promise.all([engine.setUp(), store.recordedItems()]);
      return { tenants: setUp.tenants.map(({ name }) => name), items };
    },
    'sessions.failures': async ({ filter }) => {
      const { failures, sessions } = await store.failures(storeFilter(filter), LOOKED_AT);
      return { groups: failureGroups(failures), looked: sessions, whole: sessions < LOOKED_AT };
    },
    'sessions.search': async ({ filter, text, from }) => {
      const page = await store.searchLogs({ filter: storeFilter(filter), text, from, limit: HITS, budget: PIECE_MS });
      const ids = [...new Set(page.hits.map(({ session }) => session))];
      const found = (await Promise.all(ids.map((id) => store.session(id)))).flatMap((session) => session ?? []);
      const rows = new Map((await rowsOf(found)).map((row) => [row.id, row]));
      const hits = page.hits.flatMap(({ session, ...hit }) => {
        const row = rows.get(session);
        return row ? [{ row, ...hit }] : [];
      });
      return { ...page, hits };
    },
    'sessions.streams': async ({ session, n, first, streams }) => store.logStreams(session, n, first, streams),
    'sessions.log': async ({ session, n, first, limit }) => store.log(session, n, { first, limit }),
  };
}

interface AskedFilter extends Omit<SessionFilter, 'computer' | 'status' | 'cause'> {
  computer?: string | undefined;
  cause?: { reason: ReasonCode; item?: string | undefined } | undefined;
  statuses: SessionStatus[];
}

function storeFilter({ statuses, computer, cause, ...filter }: AskedFilter): SessionFilter {
  return {
    ...filter,
    ...(cause ? { cause: { reason: cause.reason, ...(cause.item === undefined ? {} : { item: cause.item }) } } : {}),
    ...(computer ? { computerText: computer } : {}),
    ...(statuses.length > 0 ? { status: statuses } : {}),
  };
}
