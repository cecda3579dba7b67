/** How a deployment that lost on a computer could win there: changes that resolution itself says are enough, the smallest first. */
import type { WayToWin } from '../../shared/api/deployments.ts';
import type { Deployment, SetUp } from '../../shared/model.ts';
import { itemKey, type ItemKey, type PlannedItem } from '../../shared/plan.ts';
import { resolve, type FactsOf } from '../resolution/index.ts';
import { consequences } from './consequences.ts';

/** A way with the deployment itself. */
export type Way = Omit<WayToWin, 'form'> & { deployment: Deployment };

/** Who loses where. */
export interface Wanted {
  deployment: string;
  computer: string;
  item: ItemKey;
}

/** Changes nothing: each way is a proposal for the editor. Empty where it does not hold the computer, or wins already. */
export async function waysToWin(setUp: SetUp, factsOf: FactsOf, wanted: Wanted): Promise<{ ways: Way[]; winner: string | null }> {
  const planned = plannedFor(setUp, factsOf, wanted);
  const byName = new Map(setUp.deployments.map((one) => [one.name, one]));
  const [wish, winner] = [byName.get(wanted.deployment), byName.get(planned?.winner?.deployment ?? '')];
  const loses = planned?.losers.some(({ deployment }) => deployment === wanted.deployment) === true;
  if (!planned || !wish || !winner || !loses) return { ways: [], winner: winner?.name ?? null };
  const ways: Way[] = [];
  for (const { kind, of, deployment } of proposals(setUp, planned, wish, winner, wanted)) {
    const others = setUp.deployments.filter(({ name }) => name !== of);
    const after = { ...setUp, deployments: [...others, deployment] };
    const wins = plannedFor(after, factsOf, wanted)?.winner?.deployment;
    if (wins !== (kind === 'disable-winner' ? wish.name : deployment.name)) continue;
    // a copy as it is is less than one that is Required as well
    if (kind === 'copy' && ways.some((way) => way.kind === 'copy')) continue;
    const { changed } = (await consequences(setUp, after, factsOf)).consequences;
    ways.push({ kind, of, deployment, changed });
  }
  // what changes fewer computers comes first; of those that change as many, what adds no deployment
  return { ways: ways.sort((a, b) => a.changed - b.changed), winner: winner.name };
}

function plannedFor(setUp: SetUp, factsOf: FactsOf, { computer, item }: Wanted): PlannedItem | undefined {
  const plan = resolve(setUp, computer, factsOf(computer) ?? {}, { include: ['required'], onboarding: false });
  return plan.items.find((one) => itemKey(one.item, one.instance) === item);
}

/** What might be enough; whether it is, resolution says. */
function proposals(
  setUp: SetUp,
  { instance }: PlannedItem,
  wish: Deployment,
  winner: Deployment,
  { computer }: Wanted,
): { kind: WayToWin['kind']; of: string | null; deployment: Deployment }[] {
  const copy: Deployment = {
    ...wish,
    name: freeName(setUp, `${wish.name} on ${computer.replace('/', ' ')}`),
    target: { computer },
    origin: 'local',
    instance,
  };
  const copies = [copy, { ...copy, enforcement: 'required' as const }];
  return [
    ...(wish.enforcement === 'required'
      ? []
      : [{ kind: 'enforcement' as const, of: wish.name, deployment: { ...wish, enforcement: 'required' as const } }]),
    ...(wish.enforcement === 'required' ? copies.slice(0, 1) : copies).map((deployment) => ({ kind: 'copy' as const, of: null, deployment })),
    { kind: 'disable-winner' as const, of: winner.name, deployment: { ...winner, enabled: false } },
  ];
}

function freeName({ deployments }: SetUp, wanted: string): string {
  const taken = new Set(deployments.map(({ name }) => name.toLowerCase()));
  const name = wanted.slice(0, 190);
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? name : `${name} ${n}`;
    if (!taken.has(tried.toLowerCase())) return tried;
  }
}
