import { readFileSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { RoundsError } from '../../shared/errors.ts';

const holderSchema = z.object({ pid: z.number().int().positive(), started: z.string() });

/** How long a lock that replaced a left-over one must stay before it counts, milliseconds. */
const SETTLE_MS = 30;

/** When a process began, as the system counts it; empty where it does not say. Tells a process from a later one with its number. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function holderOf(file: string): Promise<number | null> {
  try {
    const { pid, started } = holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return isAlive(pid) && startOf(pid) === started ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Keeps two starts from sharing one lab folder. The lock of a process that is gone counts for nothing.
 * @returns the way to let go.
 * @throws RoundsError `usage/lab-running`.
 */
export async function lockLab(file: string): Promise<() => Promise<void>> {
  const beside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const content = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  await writeFile(beside, content);
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        await link(beside, file);
        // Two that find the same left-over lock may each remove the other's: only one is still there a moment later.
        if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
        if (attempt > 0 && (await readFile(file, 'utf8').catch(() => '')) !== content) continue;
        return () => rm(file, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const pid = await holderOf(file);
        if (pid !== null) throw new RoundsError('usage/lab-running', `The lab is already running in process ${pid}`, { place: { file } });
        await rm(file, { force: true });
      }
    }
  } finally {
    await rm(beside, { force: true });
  }
  throw new RoundsError('usage/lab-running', 'Another start of this lab is under way', { place: { file } });
}
