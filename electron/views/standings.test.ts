import { expect, it } from 'vitest';
import { acmeWeb, deployment, LINUX, setUp } from '../resolution/fixtures.ts';
import { standings } from './standings.ts';

it('says on how many computers each deployment wins, is hidden and ties', async () => {
  const deployments = [
    deployment('Everywhere'),
    deployment('Optional here', { target: { group: 'Acme/Web' }, enforcement: 'optional' }),
    deployment('Twin a', { item: 'b', target: { tenant: 'Acme' } }),
    deployment('Twin b', { item: 'b', target: { tenant: 'Acme' } }),
    deployment('Off', { enabled: false }),
  ];
  expect(await standings(setUp({ groups: [acmeWeb], deployments }), () => LINUX)).toEqual({
    Everywhere: { wins: 2, hidden: 1, conflicts: 0 },
    'Optional here': { wins: 1, hidden: 0, conflicts: 0 },
    'Twin a': { wins: 2, hidden: 0, conflicts: 2 },
    'Twin b': { wins: 0, hidden: 0, conflicts: 2 },
    Off: { wins: 0, hidden: 0, conflicts: 0 },
  });
});
