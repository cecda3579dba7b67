import { statSync } from 'node:fs';
import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';
import { reasonText, type ReasonCode } from '../../shared/reasons.ts';
import type { ActionRecord, SessionRecord } from '../../shared/record.ts';
import type { Sources } from '../api/watch.ts';
import type { Engine } from '../engine.ts';
import type { ConnectionTests } from './connection-tests.ts';
import type { LiveSessions } from './live-sessions.ts';
import type { VaultTopics } from './vault-topics.ts';

/** What each topic shows, made of the engine and of what runs. */
export function topicSources(engine: Engine, live: LiveSessions, vault: VaultTopics, tests: ConnectionTests): Sources {
  const { store } = engine;
  return {
    'connection-test': (id) => Promise.resolve(tests.view(id)),
    vault: vault.vault,
    questions: vault.questions,
    live: async () => live.view(),
    status: async () => {
      const { setUp } = await engine.setUp();
      return {
        ...live.counts(),
        storeBytes: bytesOf(engine.dataFolder),
        computers: setUp.computers.length,
        deployments: setUp.deployments.length,
        items: setUp.items.length,
        problems: await vault.problems(),
      };
    },
    'set-up': async () => ({ version: await store.version() }),
    session: async (id) => {
      const session = await store.session(id);
      if (!session) throw new RoundsError('usage/session', `There is no session '${id}'`);
      const [batch, actions, lineage] = await Promise.all([store.batch(session.batch), store.actions(id), family(engine, session)]);
      const line = live.line(id);
      const running = actions.find((action) => action.result === 'running');
      const now = line?.now && running ? { n: running.n, step: line.now.step, since: line.now.since } : null;
      const words = Object.fromEntries(actions.map((action) => [action.n, shortly(action)]));
      const reasons = Object.fromEntries(actions.flatMap(({ reason }) => (reason === null ? [] : [[reason, told(reason)]])));
      return { session, batch, actions, words, reasons, reasonText: session.reason === null ? null : told(session.reason), now, lineage };
    },
    log: async (key) => {
      const at = key.lastIndexOf('/');
      const { total } = await store.log(key.slice(0, at), Number(key.slice(at + 1)), { first: 0, limit: 1 });
      return { total };
    },
  };
}

function told(reason: ReasonCode): { sentence: string; advice?: string } {
  const { sentence, advice } = reasonText(reason);
  return advice === undefined ? { sentence } : { sentence, advice };
}

/** Good results speak for themselves; of others, the reason's code in words. */
function shortly({ result, reason, detail }: ActionRecord): string {
  if (reason === null || reason === 'set-and-verified' || reason === 'already-compliant') return '';
  const words = reason.replaceAll('-', ' ');
  return detail !== null && detail !== '' && result !== 'error' ? `${words} ${detail}` : words;
}

/** Retries of a session and what it retries, oldest first. */
async function family(
  engine: Engine,
  session: SessionRecord,
): Promise<{ id: string; status: SessionRecord['status']; createdAt: number; parent: string | null }[]> {
  let first = session;
  for (let steps = 0; first.parent !== null && steps < 100; steps += 1) {
    const parent = await engine.store.session(first.parent);
    if (!parent) break;
    first = parent;
  }
  const found = [first];
  for (let at = 0; at < found.length && found.length < 100; at += 1) {
    found.push(...(await engine.store.sessions({ parent: found[at]?.id ?? '', limit: 100 })));
  }
  return found.length < 2
    ? []
    : found.map(({ id, status, createdAt, parent }) => ({ id, status, createdAt, parent })).sort((a, b) => a.createdAt - b.createdAt);
}

function bytesOf(folder: string): number {
  let bytes = 0;
  for (const name of ['rounds.db', 'rounds.db-wal']) {
    try {
      bytes += statSync(path.join(folder, name)).size;
    } catch {
      // Not there yet.
    }
  }
  return bytes;
}
