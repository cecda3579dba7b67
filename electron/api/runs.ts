import type { RunPreview } from '../../shared/api/runs.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { RetryCause } from '../../shared/reasons.ts';
import { reasonText } from '../../shared/reasons.ts';
import { previewRun } from '../views/run-preview.ts';
import type { RunningBatch } from '../sessions/run-request.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type RunCalls = 'runs.preview' | 'runs.start' | 'runs.script' | 'runs.retry' | 'runs.retrySessions' | 'runs.resume' | 'runs.cancel';

export function runHandlers({ engine, live }: ApiTools): Pick<Handlers, RunCalls> {
  const started = async (running: RunningBatch): Promise<{ batch: string }> => {
    await live.follow(running);
    // A run that loses its record ends its sessions; who looks at them is told there.
    running.finished.catch(() => undefined);
    return { batch: running.id };
  };
  return {
    'runs.preview': async ({ computers, include, items }): Promise<RunPreview> => {
      const { setUp } = await engine.setUp();
      const [states, last] = await Promise.all([engine.store.computerStates(computers), engine.store.lastSessions(computers)]);
      const away = new Map(
        last.flatMap(({ computerId, status, reason }) =>
          status === 'not-reached' && reason ? [[computerId, reasonText(reason).sentence] as const] : [],
        ),
      );
      return previewRun(setUp, states, away, { computers, include, ...(items ? { items } : {}) });
    },
    'runs.start': async ({ kind, computers, include, items, concurrency, waitMinutes, targetText }) =>
      started(
        await engine.run({
          kind,
          computers,
          include,
          ...(items ? { chosen: items } : {}),
          ...(concurrency ? { concurrency } : {}),
          offline: waitMinutes === undefined ? { rule: 'skip' } : { rule: 'wait', ms: waitMinutes * 60_000 },
          targetText,
        }),
      ),
    'runs.script': async ({ computers, text, shell, concurrency, targetText }) =>
      started(
        await engine.run({
          kind: 'exec',
          computers,
          include: [],
          ...(concurrency ? { concurrency } : {}),
          offline: { rule: 'skip' },
          targetText,
          script: { text, shell, name: shell === 'sh' ? 'script.sh' : 'script.ps1' },
        }),
      ),
    'runs.retry': async ({ of, items, cause }) =>
      started(await engine.retry({ of, ...(items ? { items } : {}), ...(cause ? { cause: cause as RetryCause } : {}) })),
    'runs.retrySessions': async ({ sessions, cause, items, waitMinutes }) => {
      const found = (await Promise.all(sessions.map((id) => engine.store.session(id)))).flatMap((session) => session ?? []);
      const byBatch = new Map<string, string[]>();
      for (const { id, batch } of found) byBatch.set(batch, [...(byBatch.get(batch) ?? []), id]);
      if (byBatch.size === 0) throw new RoundsError('usage/session', 'None of these sessions is in the record any more');
      const batches: string[] = [];
      for (const of of byBatch.values()) {
        const running = await engine.retry({
          of,
          ...(cause ? { cause: cause as RetryCause } : {}),
          ...(items ? { items } : {}),
          ...(waitMinutes ? { offline: { rule: 'wait', ms: waitMinutes * 60_000 } } : {}),
        });
        batches.push((await started(running)).batch);
      }
      return { batches };
    },
    'runs.resume': async ({ id }) => started(await engine.resume(id)),
    'runs.cancel': async ({ id, n }) => {
      if (n !== undefined && !engine.cancelAction(id, n)) {
        throw new RoundsError('usage/cancel', 'One action can be cancelled only by the program that runs it', { advice: 'Cancel the session.' });
      }
      return { who: n === undefined ? await engine.cancel(id) : 'here' };
    },
  };
}
