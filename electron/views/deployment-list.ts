/** The list of deployments: each with how many computers it holds, and where it stands. Worked out once for all who ask. */
import type { DeploymentRow, Standing } from '../../shared/api/deployments.ts';
import type { SetUp } from '../../shared/model.ts';
import type { Engine } from '../engine.ts';
import { countHeld, describeTarget, targetProblem, type FactsOf } from '../resolution/index.ts';
import type { SetUpEntry } from '../store/store.ts';
import { breathing } from './breathe.ts';
import type { Fleet } from './fleet.ts';
import { standings } from './standings.ts';

/** While sessions run facts change all the time: so long what was worked out counts all the same. Milliseconds. */
const ROWS_FRESH_MS = 2000;
const STANDINGS_FRESH_MS = 20_000;

interface Known {
  setUp: SetUp;
  entries: readonly SetUpEntry[];
  factsOf: FactsOf;
}

export class DeploymentList {
  readonly rows: () => Promise<DeploymentRow[]>;
  readonly standings: () => Promise<Record<string, Standing>>;

  constructor(engine: Engine, fleet: Fleet) {
    this.rows = kept(engine, fleet, ROWS_FRESH_MS, deploymentRows);
    this.standings = kept(engine, fleet, STANDINGS_FRESH_MS, ({ setUp, factsOf }) => standings(setUp, factsOf));
  }
}

/** What `make` gave, until the set-up is another, or facts are and it is older than `freshMs`. */
function kept<T>(engine: Engine, fleet: Fleet, freshMs: number, make: (known: Known) => Promise<T>): () => Promise<T> {
  let made: { setUp: SetUp; facts: number; at: number; value: Promise<T> } | null = null;
  return async () => {
    const [{ setUp }, entries, states] = await Promise.all([engine.setUp(), engine.setUpEntries(), fleet.states()]);
    const now = Date.now();
    if (made?.setUp === setUp && (made.facts === fleet.factsVersion || now - made.at < freshMs)) return made.value;
    const value = make({ setUp, entries, factsOf: (id) => states.get(id)?.facts });
    value.catch(() => (made = null));
    made = { setUp, facts: fleet.factsVersion, at: now, value };
    return value;
  };
}

async function deploymentRows({ setUp, entries, factsOf }: Known): Promise<DeploymentRow[]> {
  const adopted = new Set(entries.flatMap((entry) => (entry.kind === 'deployment' ? [entry.value.name] : [])));
  const names = new Map(setUp.items.map((item) => [item.id, item.name]));
  const rows: DeploymentRow[] = [];
  const breathe = breathing();
  for (const deployment of setUp.deployments) {
    await breathe();
    const problem = targetProblem(deployment.target, setUp);
    rows.push({
      deployment,
      target: describeTarget(deployment.target),
      itemName: names.get(deployment.item) ?? deployment.item,
      holds: problem === null ? countHeld(deployment.target, setUp, factsOf) : null,
      problem,
      adopted: adopted.has(deployment.name),
    });
  }
  return rows;
}
