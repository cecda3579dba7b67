import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment, SetUp } from '../../shared/model.ts';
import { itemKey } from '../../shared/plan.ts';
import { computerId, facts, world } from '../resolution/arbitraries.ts';
import { acmeWeb, deployment, LINUX, setUp } from '../resolution/fixtures.ts';
import { resolve } from '../resolution/index.ts';
import { waysToWin } from './ways-to-win.ts';

const ORDINARY = { include: ['required' as const], onboarding: false };
const from = (...deployments: Deployment[]): SetUp => setUp({ groups: [acmeWeb], deployments });
const web = deployment('Web', { target: { group: 'Acme/Web' } });
const everywhere = deployment('Everywhere');
const on = (name: string) => ({ deployment: name, computer: 'Acme/web-1', item: 'motd' });
const kinds = async (setUp: SetUp, name: string) =>
  (await waysToWin(setUp, () => LINUX, on(name))).ways.map(({ kind, of, changed, deployment: { name: as } }) => [kind, of, as, changed]);

describe('ways to let a deployment win', () => {
  it('begin with the smallest change: a copy for the one computer', async () => {
    expect(await kinds(from(everywhere, web), 'Everywhere')).toEqual([
      ['copy', null, 'Everywhere on Acme web-1', 1],
      ['disable-winner', 'Web', 'Web', 1],
    ]);
  });

  it('change the deployment itself where that changes as little', async () => {
    const optional = deployment('Optional', { target: { group: 'Acme/Web' }, enforcement: 'optional' });
    // There it ties, and the lower name is taken.
    expect((await kinds(from(web, optional), 'Optional')).slice(0, 2)).toEqual([
      ['enforcement', 'Optional', 'Optional', 1],
      ['copy', null, 'Optional on Acme web-1', 1],
    ]);
  });

  it('are left to the winner where nothing is more specific', async () => {
    const one = deployment('One', { target: { computer: 'Acme/web-1' } });
    expect(await kinds(from(one, { ...one, name: 'Two' }), 'Two')).toEqual([['disable-winner', 'One', 'One', 1]]);
  });

  it('are none for a deployment that wins, is gone or holds another computer', async () => {
    expect(await waysToWin(from(web), () => LINUX, on('Web'))).toEqual({ ways: [], winner: 'Web' });
    expect(await waysToWin(from(web), () => LINUX, on('Gone'))).toEqual({ ways: [], winner: 'Web' });
    expect(await waysToWin(from(), () => LINUX, on('Web'))).toEqual({ ways: [], winner: null });
  });

  it('are each enough, by resolution itself, for any loser of any set-up', async () => {
    await fc.assert(
      fc.asyncProperty(world, facts, computerId, fc.nat(), async (before, known, computer, at) => {
        const contested = resolve(before, computer, known, ORDINARY).items.filter(({ losers }) => losers.length > 0);
        const planned = contested[at % Math.max(1, contested.length)];
        const loser = planned?.losers[at % Math.max(1, planned.losers.length)];
        if (!planned || !loser) return;
        const item = itemKey(planned.item, planned.instance);
        const { ways } = await waysToWin(before, () => known, { deployment: loser.deployment, computer, item });
        for (const { kind, of, deployment: changed } of ways) {
          const after = { ...before, deployments: [...before.deployments.filter(({ name }) => name !== of), changed] };
          const winner = resolve(after, computer, known, ORDINARY).items.find((one) => itemKey(one.item, one.instance) === item)?.winner;
          expect(winner?.deployment).toBe(kind === 'disable-winner' ? loser.deployment : changed.name);
          if (of === null) expect(before.deployments.some(({ name }) => name === changed.name)).toBe(false);
        }
        expect(ways.map(({ changed }) => changed)).toEqual(ways.map(({ changed }) => changed).toSorted((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });
});
