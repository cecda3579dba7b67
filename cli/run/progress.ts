/** How far a batch is, from its events, and the bar that says so. */
import { formatElapsed } from '../../shared/duration.ts';
import type { RunEvent } from '../../shared/events.ts';
import { itemKey } from '../../shared/plan.ts';
import { SESSION_FINAL_STATUSES } from '../../shared/words.ts';
import { harmless } from '../terminal/harmless.ts';
import type { Style } from '../terminal/style.ts';
import { labelsOf } from './labels.ts';

export interface Progress {
  event(event: RunEvent): void;
  /** From now on it says that it is being cancelled. */
  cancelling(): void;
  /** One line, uncut. */
  text(now: number): string;
}

const CELLS = 20;
/** With more at once, names would say less than the count. */
const MOST_NAMED = 2;
const final: ReadonlySet<string> = new Set(SESSION_FINAL_STATUSES);

function cells(done: number, total: number, style: Style): string {
  const full = total === 0 ? 0 : Math.floor((done / total) * CELLS);
  return style.unicode ? '█'.repeat(full) + '░'.repeat(CELLS - full) : `[${'#'.repeat(full)}${'.'.repeat(CELLS - full)}]`;
}

/** In whole seconds: tenths would only make it flicker. */
const elapsed = (ms: number): string => (ms < 60_000 ? `${Math.floor(ms / 1000)} s` : formatElapsed(ms));

export function createProgress(startedAt: number, style: Style): Progress {
  let total = 0;
  const running = new Set<string>();
  const waiting = new Set<string>();
  const done = new Set<string>();
  const failed = new Set<string>();
  /** Session and item of what runs, to what it is called. */
  const actions = new Map<string, string>();
  let labels = labelsOf([]);
  let cancelling = false;
  const ended = (session: string, status: string) => {
    running.delete(session);
    waiting.delete(session);
    done.add(session);
    for (const key of actions.keys()) if (key.startsWith(`${session} `)) actions.delete(key);
    if (status !== 'passed') failed.add(session);
  };
  return {
    event(event) {
      if (event.type === 'batch.started') {
        total = event.sessions.length;
        labels = labelsOf(event.sessions);
      }
      if (event.type === 'action.started') {
        actions.set(`${event.session} ${event.n}`, harmless(`${labels.of(event.session)} ${itemKey(event.item, event.instance)}`));
      }
      if (event.type === 'action.finished') actions.delete(`${event.session} ${event.n}`);
      if (event.type === 'session.finished') ended(event.session, event.status);
      if (event.type !== 'session.status') return;
      if (final.has(event.status)) return ended(event.session, event.status);
      (event.status === 'running' ? running : waiting).add(event.session);
      (event.status === 'running' ? waiting : running).delete(event.session);
      if (event.status === 'queued') waiting.delete(event.session);
    },
    cancelling() {
      cancelling = true;
    },
    text(now) {
      if (total === 0) return 'starting';
      const parts = [`${done.size}/${total} ${total === 1 ? 'computer' : 'computers'}`, `${running.size} running`];
      if (waiting.size > 0) parts.push(`${waiting.size} waiting`);
      if (failed.size > 0) parts.push(`${failed.size} failed`);
      if (actions.size > 0 && actions.size <= MOST_NAMED) parts.push(...actions.values());
      parts.push(elapsed(Math.max(0, now - startedAt)));
      if (cancelling) parts.unshift('cancelling');
      return `${cells(done.size, total, style)} ${parts.join(style.unicode ? ' · ' : ', ')}`;
    },
  };
}
