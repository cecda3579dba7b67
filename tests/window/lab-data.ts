/** The lab as the tests of the window use it: its set-up in a data folder, run or not, with its computers on or off. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SessionSummary } from '../../shared/events.ts';
import type { Engine } from '../../electron/engine.ts';
import type { Lab } from '../../electron/lab/start.ts';
import { openEngine } from '../../electron/open-engine.ts';

/** An engine of this process on a lab's data folder; closed when the work is done. */
export async function withEngine<T>(lab: Lab, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({ dataFolder: lab.dataFolder, secrets: async (name) => lab.secrets[name] ?? null });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Brings the lab's set-up into its data folder. */
export async function applyLab(lab: Lab): Promise<void> {
  await withEngine(lab, (engine) => engine.apply([lab.setUpFile], { prune: false, dryRun: false }));
}

/** One run over all of the lab, as `rounds lab` makes it. */
export async function runLab(lab: Lab): Promise<SessionSummary[]> {
  return withEngine(lab, async (engine) => {
    const { setUp } = await engine.setUp();
    const computers = setUp.computers.map(({ id }) => id);
    const running = await engine.run({ kind: 'maintenance', include: ['required'], offline: { rule: 'skip' }, computers, targetText: 'all' });
    return running.finished;
  });
}

/**
 * A lab's folder with its set-up and one run in the record; its computers are off afterwards. By the command, in a process of
 * its own: nothing of it is left in this one.
 */
export async function makeRecord(folder: string): Promise<void> {
  const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [main, 'lab', folder]);
}

/** The variables by which a program is given the lab's secrets. */
export function secretVariables(lab: Lab): Record<string, string> {
  return Object.fromEntries(
    Object.entries(lab.secrets).map(([name, value]) => [`ROUNDS_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`, value]),
  );
}
