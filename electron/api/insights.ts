import { isJudged, verdictOf } from '../../shared/insights.ts';
import { reasonText } from '../../shared/reasons.ts';
import { InsightsBook } from '../views/insights-book.ts';
import { cellsPage, insightsBlock, insightsView } from '../views/insights-view.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

/** The action that judged a cell is looked for in so many of the computer's sessions. */
const MOMENTS = 100;

export function insightHandlers({ engine, fleet }: ApiTools): Pick<Handlers, Extract<keyof Handlers, `insights.${string}`>> {
  const book = new InsightsBook(engine, fleet);
  return {
    'insights.view': async ({ filter }) => {
      const { period, made } = await book.period(filter);
      return insightsView(period, made);
    },
    'insights.block': async ({ filter, first, limit }) => {
      const { period, made } = await book.period(filter);
      return { ...insightsBlock(period, first, limit), made };
    },
    'insights.cells': async ({ filter, item, of, verdicts, offset, limit }) =>
      cellsPage((await book.period(filter)).period, { item, of, verdicts }, offset, limit),
    'insights.cell': async ({ computer, item }) => {
      const moments = (await engine.store.itemHistory(computer, item, MOMENTS)).flatMap(({ result, reason, ...moment }) => {
        const verdict = verdictOf(result, reason);
        return verdict === null ? [] : [{ ...moment, verdict, reason, judged: isJudged(verdict, reason) }];
      });
      const found = moments.find(({ judged }) => judged) ?? moments[0];
      if (!found) return { found: null };
      const { session, n, at, verdict, reason } = found;
      return { found: { session, n, at, verdict, sentence: reason === null ? null : reasonText(reason).sentence } };
    },
  };
}
