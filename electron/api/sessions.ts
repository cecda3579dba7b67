import type { HistoryRow } from '../../shared/api/sessions.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

export function sessionHandlers({ engine }: ApiTools): Pick<Handlers, 'sessions.page' | 'sessions.log'> {
  const { store } = engine;
  return {
    'sessions.page': async ({ filter: { statuses, ...filter }, offset, limit }) => {
      const sessions = await store.sessions({ ...filter, ...(statuses.length > 0 ? { status: statuses } : {}), offset, limit: limit + 1 });
      const page = sessions.slice(0, limit);
      const results = new Map((await store.results(page.map(({ id }) => id))).map((one) => [one.session, one.results]));
      const batches = new Map(
        await Promise.all([...new Set(page.map(({ batch }) => batch))].map(async (id) => [id, await store.batch(id)] as const)),
      );
      const rows = page.map((session): HistoryRow => {
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
      return { rows, more: sessions.length > limit };
    },
    'sessions.log': async ({ session, n, first, limit }) => store.log(session, n, { first, limit }),
  };
}
