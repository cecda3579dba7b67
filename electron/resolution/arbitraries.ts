/** Generated set-ups: few tenants, tags, groups and names, so that ties, conflicts, instances, ignores and cycles are common. */
import fc from 'fast-check';
import type { Computer, Deployment, Facts, Filter, Group, Item, ItemPlace, SetUp, Target } from '../../shared/model.ts';
import type { ResolveOptions } from '../../shared/plan.ts';
import { ENFORCEMENTS, ORIGINS } from '../../shared/words.ts';
import { computer, deployment, item } from './fixtures.ts';

const TENANTS = ['Acme', 'Globex'];
const TAGS = ['web', 'db'];
const ITEMS = ['a', 'b', 'c', 'd', 'e'];
const GROUPS = ['Acme/One', 'Acme/Two', 'Globex/One', 'Wide'];
/** Names whose order a locale, UTF-16 or a missing normalization would get wrong. */
const NAMES = [
  'a',
  'B',
  'b',
  'ä',
  'a\u0308x',
  '\uff5a',
  '\u{1f600}',
  'z',
  'Motd 10',
  'Motd 9',
  'É',
  'e\u0301',
  ...Array.from({ length: 12 }, (_, n) => `d${n}`),
];
export const COMPUTERS: Computer[] = [computer('Acme/x', ['web']), computer('Acme/y', ['web', 'db']), computer('Globex/x')];

const tenant = fc.constantFrom('Acme', ...TENANTS);
/** In one case of three. */
const rarely = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const filter: fc.Arbitrary<Filter> = fc
  .record({
    platform: rarely(fc.constantFrom('linux', 'windows')),
    role: rarely(fc.constantFrom('server', 'workstation')),
    tag: rarely(fc.constantFrom(...TAGS)),
    fact: rarely(fc.dictionary(fc.constantFrom('os', 'arch'), fc.constantFrom('debian', 'Fedora'), { maxKeys: 2 })),
  })
  .map((value) => value as Filter);

/** Targets that can be resolved and targets that cannot. */
export const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ computer: fc.constantFrom(...COMPUTERS.map(({ id }) => id), 'Acme/gone') }),
  fc.record({ group: fc.constantFrom(...GROUPS, 'Acme/Gone') }),
  fc.record({ tag: fc.constantFrom('web', ...TAGS) }),
  fc.record({ tag: fc.constantFrom('web', ...TAGS), tenant }),
  fc.record({ filter }),
  fc.record({ filter, tenant: fc.constantFrom('Acme', ...TENANTS, 'Gone') }),
  fc.record({ tenant: fc.constantFrom('Acme', 'Acme', ...TENANTS, 'Gone') }),
  { weight: 3, arbitrary: fc.constant({ all: true as const }) },
);

const groups: fc.Arbitrary<Group[]> = fc.tuple(
  ...GROUPS.map((id) =>
    fc
      .oneof(fc.record({ members: fc.subarray(COMPUTERS.map((each) => each.id)) }), fc.record({ filter }))
      .map((who) => ({ id, name: id.split('/').at(-1) ?? id, ...(id.includes('/') ? { tenant: id.split('/')[0] ?? '' } : {}), ...who })),
  ),
);

export const place: fc.Arbitrary<ItemPlace> = fc.oneof(
  fc.constant<ItemPlace>({ section: 'unordered' }),
  fc.record({ section: fc.constantFrom('beginning' as const, 'end' as const), order: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ section: fc.constantFrom('beginning' as const, 'end' as const) }),
);

const dependency = fc.record({ item: fc.constantFrom(...ITEMS, 'gone'), soft: fc.boolean() });
const items: fc.Arbitrary<Item[]> = fc.subarray(ITEMS).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc
        .record({
          dependsOn: fc.array(dependency, { maxLength: 2 }),
          place,
          kind: fc.constantFrom('task' as const, 'software' as const),
          platforms: fc.constantFrom<Item['platforms']>(['linux'], ['linux', 'windows']),
          when: fc.option(filter, { nil: undefined, freq: 3 }),
          required: fc.boolean(),
        })
        .map(({ required, when, ...more }) =>
          item(id, { ...more, ...(when ? { when } : {}), parameters: { text: { type: 'string', required, ...(required ? {} : { default: 'x' }) } } }),
        ),
    ),
  ),
);

const deployments: fc.Arbitrary<Deployment[]> = fc.uniqueArray(
  fc
    .record({
      name: fc.constantFrom(...NAMES),
      item: fc.constantFrom('a', 'a', 'a', 'a', 'b', ...ITEMS, 'unknown'),
      instance: fc.constantFrom(null, null, null, 'i', 'j'),
      target,
      enforcement: fc.constantFrom('required' as const, 'required' as const, ...ENFORCEMENTS),
      origin: fc.constantFrom('local' as const, ...ORIGINS),
      ignore: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      enabled: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    })
    .map(({ name, ignore, ...more }) => deployment(name, { ...more, ...(ignore ? { state: 'ignore' as const } : {}) })),
  { selector: (each) => each.name, minLength: 8, maxLength: NAMES.length, size: 'max' },
);

export const facts: fc.Arbitrary<Facts> = fc
  .record(
    {
      platform: fc.constantFrom('linux', 'Windows'),
      role: fc.constantFrom('server', 'workstation'),
      os: fc.constantFrom('Debian', 'fedora'),
      arch: fc.constantFrom('debian'),
    },
    { requiredKeys: [] },
  )
  .map((value) => ({ ...value }));

export const options: fc.Arbitrary<ResolveOptions> = fc
  .record({
    include: fc.subarray([...ENFORCEMENTS]),
    onboarding: fc.boolean(),
    chosen: fc.option(fc.subarray(['a', 'b:i', 'c', 'd:j', 'gone']), { nil: undefined, freq: 3 }),
  })
  .map(({ chosen, ...more }) => (chosen ? { ...more, chosen } : more));

export const world: fc.Arbitrary<SetUp> = fc.record({ groups, items, deployments }).map((parts) => ({
  tenants: TENANTS.map((name) => ({ name })),
  credentials: [],
  computers: COMPUTERS,
  limits: {},
  ...parts,
}));

export const computerId = fc.constantFrom('Acme/x', 'Acme/y', ...COMPUTERS.map((each) => each.id));

function shuffled<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}

/** The same set-up with every list in another order, also those inside computers, groups and items. */
export function shuffledWorld(setUp: SetUp): fc.Arbitrary<SetUp> {
  return fc
    .record({
      tenants: shuffled(setUp.tenants),
      computers: shuffled(setUp.computers.map((each) => ({ ...each, tags: each.tags.toReversed() }))),
      groups: shuffled(setUp.groups.map((each) => (each.members ? { ...each, members: each.members.toReversed() } : each))),
      deployments: shuffled(setUp.deployments),
      items: shuffled(setUp.items.map((each) => ({ ...each, dependsOn: each.dependsOn.toReversed(), platforms: each.platforms.toReversed() }))),
    })
    .map((parts) => ({ ...setUp, ...parts }));
}
