/** Set-up files into the store: read, compared, and changed in one step or not at all. Used by `apply` and the lab. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../electron/catalogue/load-catalogue.ts';
import type { Engine } from '../../electron/engine.ts';
import { planApply, type ApplyPlan } from '../../electron/setup/plan-apply.ts';
import { readSetUpFiles } from '../../electron/setup/read-files.ts';

const CATALOGUE = fileURLToPath(new URL('../../resources/catalogue', import.meta.url));

/** @throws RoundsError `input/setup` with all that is wrong; then nothing was changed. */
export async function applyFiles(
  engine: Engine,
  dataFolder: string,
  files: string[],
  options: { prune: boolean; dryRun: boolean },
): Promise<ApplyPlan> {
  const cacheFolder = path.join(dataFolder, 'cache');
  const [read, catalogue, current, states] = await Promise.all([
    readSetUpFiles(files),
    loadCatalogue(CATALOGUE, { cacheFolder }),
    engine.store.readSetUp(),
    engine.store.computerStates(),
  ]);
  const plan = await planApply(current, read, { prune: options.prune, catalogue, cacheFolder, factsOf: (id) => states[id]?.facts });
  if (!options.dryRun && plan.change.put.length + plan.change.remove.length > 0) await engine.store.changeSetUp(plan.change);
  return plan;
}
