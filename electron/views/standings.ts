/** Where every deployment stands today: on how many computers it wins, is hidden, ties. */
import type { Standing } from '../../shared/api/deployments.ts';
import type { SetUp } from '../../shared/model.ts';
import { resolve, type FactsOf } from '../resolution/index.ts';
import { breathing } from './breathe.ts';

/** Each computer counts once for a deployment, however many instances of its item there are. Ordinary sessions; onboarding ones stand nowhere. */
export async function standings(setUp: SetUp, factsOf: FactsOf): Promise<Record<string, Standing>> {
  const found = new Map(setUp.deployments.map(({ name }) => [name, { wins: 0, hidden: 0, conflicts: 0 }]));
  const breathe = breathing();
  for (const { id } of setUp.computers) {
    await breathe();
    const here: Record<keyof Standing, Set<string>> = { wins: new Set(), hidden: new Set(), conflicts: new Set() };
    for (const { winner, losers, conflict, shadowsRequired } of resolve(setUp, id, factsOf(id) ?? {}, { include: ['required'], onboarding: false })
      .items) {
      if (!winner) continue;
      here.wins.add(winner.deployment);
      if (conflict) for (const tied of [winner, ...losers.filter(({ rule }) => rule === 'tie')]) here.conflicts.add(tied.deployment);
      if (shadowsRequired) for (const loser of losers) if (loser.enforcement === 'required') here.hidden.add(loser.deployment);
    }
    for (const kind of ['wins', 'hidden', 'conflicts'] as const) {
      for (const name of here[kind]) {
        const standing = found.get(name);
        if (standing) standing[kind] += 1;
      }
    }
  }
  return Object.fromEntries(found);
}
