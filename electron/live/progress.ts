/** What the taskbar and notifications say of the batches of this process: pure. */
import type { BatchLine } from '../../shared/api/sessions.ts';

export interface Progress {
  /** From 0 to 1; null while nothing runs. */
  value: number | null;
  failed: boolean;
}

/** Over all batches that are not over, session by session. */
export function progressOf(batches: readonly BatchLine[]): Progress {
  const open = batches.filter(({ over, total }) => over < total);
  const total = open.reduce((sum, batch) => sum + batch.total, 0);
  if (total === 0) return { value: null, failed: false };
  const over = open.reduce((sum, batch) => sum + batch.over, 0);
  return { value: over / total, failed: open.some(({ bad }) => bad > 0) };
}

/** Batches that ended since `open` was looked at, which becomes those that are open now. */
export function endedSince(open: Set<string>, batches: readonly BatchLine[]): BatchLine[] {
  const ended = batches.filter(({ id, over, total }) => over >= total && total > 0 && open.has(id));
  open.clear();
  for (const { id, over, total } of batches) if (over < total) open.add(id);
  return ended;
}

/** One notification for all that ended together. */
export function endedText(ended: readonly BatchLine[]): { title: string; body: string } {
  const total = ended.reduce((sum, batch) => sum + batch.total, 0);
  const bad = ended.reduce((sum, batch) => sum + batch.bad, 0);
  const computers = total === 1 ? '1 computer' : `${total} computers`;
  return {
    title: bad === 0 ? `${computers}: all passed` : `${bad} of ${computers} did not pass`,
    body: ended.map(({ title }) => title).join(', '),
  };
}
