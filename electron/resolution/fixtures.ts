/** Small set-ups for the tests of this folder. */
import type { Computer, Deployment, Facts, Group, Item, SetUp } from '../../shared/model.ts';
import { itemKey, type ItemKey, type Plan, type PlannedItem, type ResolveOptions } from '../../shared/plan.ts';
import { resolve } from './plan.ts';

export function computer(id: string, tags: string[] = []): Computer {
  const [tenant = '', name = ''] = id.split('/');
  return { id, tenant, name, tags };
}

export function item(id: string, more: Partial<Item> = {}): Item {
  return {
    id,
    name: `Item ${id}`,
    kind: 'task',
    platforms: ['linux'],
    parameters: {},
    dependsOn: [],
    place: { section: 'unordered' },
    mayRestart: false,
    files: [],
    scripts: {},
    hash: '',
    folder: '',
    source: 'local',
    ...more,
  };
}

/** Dependencies as `needs('a', '~b')`: the second one soft. */
export function needs(...ids: string[]): Pick<Item, 'dependsOn'> {
  return { dependsOn: ids.map((id) => ({ item: id.replace('~', ''), soft: id.startsWith('~') })) };
}

export function deployment(name: string, more: Partial<Deployment> = {}): Deployment {
  return {
    name,
    item: 'motd',
    instance: null,
    target: { all: true },
    enforcement: 'required',
    origin: 'local',
    mode: 'enforce',
    parameters: {},
    enabled: true,
    ...more,
  };
}

export function setUp(parts: Partial<SetUp> = {}): SetUp {
  return {
    tenants: [{ name: 'Acme' }, { name: 'Globex' }],
    credentials: [],
    computers: [computer('Acme/web-1', ['web']), computer('Acme/db-1', ['db']), computer('Globex/web-1', ['web'])],
    groups: [],
    deployments: [],
    items: [item('motd')],
    limits: {},
    ...parts,
  };
}

export const acmeWeb: Group = { id: 'Acme/Web', name: 'Web', tenant: 'Acme', members: ['Acme/web-1'] };
export const LINUX: Facts = { platform: 'linux', role: 'server' };
export const REQUIRED: ResolveOptions = { include: ['required'], onboarding: false };

export function planFor(parts: Partial<SetUp>, options: Partial<ResolveOptions> = {}, facts: Facts = LINUX, id = 'Acme/web-1'): Plan {
  return resolve(setUp(parts), id, facts, { ...REQUIRED, ...options });
}

/** One item of a plan; fails when the plan does not hold it. */
export function planned(plan: Plan, key: ItemKey): PlannedItem {
  const found = plan.items.find((candidate) => itemKey(candidate.item, candidate.instance) === key);
  if (!found) throw new Error(`The plan holds no ${key}, only ${plan.order.join(', ')}`);
  return found;
}

export function keysOf(plan: Plan): ItemKey[] {
  return plan.items.map((each) => itemKey(each.item, each.instance));
}
