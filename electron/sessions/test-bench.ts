/** What the tests of sessions and of batches share. */
import { afterEach, expect } from 'vitest';
import type { SessionSummary } from '../../shared/events.ts';
import type { BatchOptions } from '../../shared/record.ts';
import { openBench, type Bench, type Scene } from '../../tests/fakes/session-bench.ts';

/** A bench for each test of a file, closed after it. */
export function useBench() {
  let bench: Bench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });
  const open = async (scene: Scene): Promise<Bench> => (bench = await openBench(scene));
  /** Runs to the end; the transport was used as it may be, and nothing of it is left open. */
  const run = async (scene: Scene, options: Partial<BatchOptions> = {}) => {
    const used = await open(scene);
    const ended = await used.run(options);
    expect(used.transport.violations).toEqual([]);
    expect(used.transport.open).toBe(0);
    return { ...ended, bench: used, session: ended.summaries[0] as SessionSummary };
  };
  return { open, run, current: () => bench };
}

/** Item to `result reason`. */
export const said = (session: SessionSummary): Record<string, string> =>
  Object.fromEntries(session.actions.map((action) => [action.item, `${action.result} ${action.reason ?? ''}`]));
