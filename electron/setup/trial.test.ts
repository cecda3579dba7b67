import { expect, it } from 'vitest';
import { deployment, item, LINUX, setUp } from '../resolution/fixtures.ts';
import { resolve } from '../resolution/index.ts';
import { withTrial } from './trial.ts';

const source = { file: 'test.sh', text: 'exit 0\n' };
const motd = item('motd', { scripts: { linux: { test: source, set: source } }, parameters: { text: { type: 'string', required: true } } });
const world = setUp({
  items: [motd],
  deployments: [deployment('Everywhere'), deployment('Never', { target: { computer: 'Acme/web-1' }, state: 'ignore' })],
});
const chosen = { include: [], onboarding: false, chosen: ['motd'] };

it('deploys the item with its parameters on these computers, whatever else deploys or ignores it there, and nowhere else', () => {
  const tried = withTrial(world, { item: 'motd', parameters: { text: 'x' } }, ['Acme/web-1']);
  const [planned] = resolve(tried, 'Acme/web-1', LINUX, chosen).items;
  expect(planned).toMatchObject({ item: 'motd', included: true, winner: { enforcement: 'adhoc' } });
  expect(planned?.losers).toEqual([]);
  expect(resolve(tried, 'Acme/db-1', LINUX, chosen).items).toEqual([]);
  expect(world.deployments).toHaveLength(2);
});

it('is refused where the item is not there, or cannot do with the parameters', () => {
  expect(() => withTrial(world, { item: 'gone', parameters: {} }, ['Acme/web-1'])).toThrow("no item 'gone'");
  expect(() => withTrial(world, { item: 'motd', parameters: {} }, ['Acme/web-1'])).toThrow(/text/);
  expect(() => withTrial(world, { item: 'motd', parameters: { text: 5 } }, ['Acme/web-1'])).toThrow(/text/);
});
