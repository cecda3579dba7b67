/** One sentence for the next start: what was done while there was no window. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import type { Notice } from '../../shared/api/app.ts';

const fileOf = (folder: string): string => path.join(folder, 'window', 'notice.json');

function leave(folder: string, notice: Notice): void {
  try {
    writeFileSync(fileOf(folder), JSON.stringify(notice), { mode: 0o600 });
  } catch {
    // It is only told; what it tells of was done or not without it.
  }
}

/** Does something and leaves word of how it went. Never throws. */
export async function withNotice(folder: string, done: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    leave(folder, { ok: true, text: done });
  } catch (error) {
    const advice = error instanceof RoundsError && error.details.advice !== undefined ? ` ${error.details.advice}` : '';
    leave(folder, { ok: false, text: `${messageOf(error)}.${advice}` });
  }
}

/** What was left, once. */
export function takeNotice(folder: string): Notice | null {
  try {
    const { ok, text } = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Notice;
    rmSync(fileOf(folder));
    return { ok, text };
  } catch {
    return null;
  }
}
