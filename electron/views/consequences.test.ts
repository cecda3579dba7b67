import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment, SetUp } from '../../shared/model.ts';
import { itemKey, type PlannedItem } from '../../shared/plan.ts';
import { COMPUTERS, facts, world } from '../resolution/arbitraries.ts';
import { resolve } from '../resolution/index.ts';
import { consequences } from './consequences.ts';

const ALL = { include: ['required', 'optional', 'adhoc', 'onboarding'] as const, onboarding: false };

/** Item by item over the whole set-up, and nothing shared with the product but resolution itself. */
function winners(setUp: SetUp, id: string, known: Record<string, string>): Map<string, PlannedItem> {
  const plan = resolve(setUp, id, known, { ...ALL, include: [...ALL.include] });
  return new Map(plan.items.filter(({ winner }) => winner !== null).map((one) => [itemKey(one.item, one.instance), one]));
}

describe('what changes if an edit is saved', () => {
  it('is what resolving every computer before and after gives', async () => {
    await fc.assert(
      fc.asyncProperty(world, facts, fc.nat(), fc.boolean(), async (before: SetUp, known, at, remove) => {
        const old: Deployment | undefined = before.deployments[at % Math.max(1, before.deployments.length)];
        if (!old || old.enforcement === 'onboarding') return;
        const others = before.deployments.filter((one) => one !== old);
        const after = { ...before, deployments: remove ? others : [...others, { ...old, enabled: !old.enabled }] };
        const found = await consequences(before, after, () => known);
        const expected = { gains: 0, loses: 0 };
        for (const id of before.computers.map((computer) => computer.id)) {
          const [was, will] = [winners(before, id, known), winners(after, id, known)];
          for (const key of new Set([...was.keys(), ...will.keys()])) {
            const [had, gets] = [was.get(key)?.winner?.deployment === old.name, will.get(key)?.winner?.deployment === old.name];
            if (gets && !had) expected.gains += 1;
            if (had && !gets) expected.loses += 1;
          }
        }
        expect({ gains: found.counts.gains, loses: found.counts.loses }).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('shows whom a deployment holds that is looked at and not changed', async () => {
    const [sample] = fc.sample(world, { numRuns: 1, seed: 7 });
    const computer = sample?.computers[0];
    if (!sample || !computer) throw new Error('no sample');
    const one = {
      ...sample.deployments[0],
      name: 'One',
      item: 'none',
      target: { computer: computer.id },
      enforcement: 'required',
      enabled: true,
    } as Deployment;
    const setUp = { ...sample, deployments: [one] };
    const found = await consequences(setUp, setUp, () => undefined, ['One']);
    expect(found.targets).toMatchObject([{ deployment: 'One', count: 1, names: [computer.id] }]);
    expect(found.counts.keeps).toBe(1);
    expect(COMPUTERS.length).toBeGreaterThan(0);
  });
});
