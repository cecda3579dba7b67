import { describe, expect, it } from 'vitest';
import type { Facts, Filter, Group, Target } from '../../shared/model.ts';
import { acmeWeb, computer, deployment, LINUX, planFor, setUp } from './fixtures.ts';
import { countHeld, describeTarget, targetComputers, targetHolds, targetProblem } from './targets.ts';

const groups: Group[] = [
  acmeWeb,
  { id: 'Acme/Servers', name: 'Servers', tenant: 'Acme', filter: { role: 'server' } },
  { id: 'Acme/Outsiders', name: 'Outsiders', tenant: 'Acme', members: ['Globex/web-1', 'Acme/db-1', 'Acme/gone'] },
  { id: 'Acme/Empty', name: 'Empty', tenant: 'Acme', members: [] },
  { id: 'Acme/Nothing', name: 'Nothing', tenant: 'Acme' },
  { id: 'Both', name: 'Both', members: ['Acme/web-1', 'Acme/db-1'], filter: { tag: 'web' } },
  { id: 'Vague', name: 'Vague', filter: {} },
  { id: 'Gone/Web', name: 'Web', tenant: 'Gone', members: ['Acme/web-1'] },
];
const facts: Record<string, Facts> = { 'Acme/web-1': LINUX, 'Globex/web-1': { platform: 'windows', role: 'WORKSTATION', os: 'x' } };
const world = setUp({ groups });
const held = (target: Target) => targetComputers(target, world, (id) => facts[id]);

describe('whom a target holds (P4)', () => {
  it.each<[string, Target, string[], string[]]>([
    ['a computer', { computer: 'Acme/web-1' }, ['Acme/web-1'], []],
    ['a tenant', { tenant: 'Acme' }, ['Acme/db-1', 'Acme/web-1'], []],
    ['everything', { all: true }, ['Acme/db-1', 'Acme/web-1', 'Globex/web-1'], []],
    ['a tag', { tag: 'web' }, ['Acme/web-1', 'Globex/web-1'], []],
    ['a tag in a tenant', { tag: 'web', tenant: 'Globex' }, ['Globex/web-1'], []],
    ['a tag that nobody has', { tag: 'nobody' }, [], []],
    ['a filter', { filter: { platform: 'linux' } }, ['Acme/web-1'], ['Acme/db-1']],
    ['a filter without regard to case', { filter: { role: 'workstation', fact: { os: 'X' } } }, ['Globex/web-1'], ['Acme/db-1']],
    ['a filter in a tenant', { filter: { role: 'server' }, tenant: 'Globex' }, [], []],
    ['a filter: one sure no decides', { filter: { tag: 'web', role: 'server' } }, ['Acme/web-1'], []],
    ['a filter over a fact that nobody has', { filter: { fact: { constructor: 'x' } } }, [], ['Acme/db-1', 'Acme/web-1', 'Globex/web-1']],
    ['a group', { group: 'Acme/Web' }, ['Acme/web-1'], []],
    ['a group with a filter', { group: 'Acme/Servers' }, ['Acme/web-1'], ['Acme/db-1']],
    ['a group with members from outside', { group: 'Acme/Outsiders' }, ['Acme/db-1'], []],
    ['an empty group', { group: 'Acme/Empty' }, [], []],
    ['a group without members and filter', { group: 'Acme/Nothing' }, [], []],
    ['a group with members and filter: both must hold', { group: 'Both' }, ['Acme/web-1'], []],
  ])('%s', (_, target, computers, notKnown) => {
    expect(held(target)).toEqual({ computers, notKnown, problem: null });
    expect(countHeld(target, world, (id) => facts[id])).toBe(computers.length);
  });

  const unresolvable: [string, unknown, string][] = [
    ['a removed computer', { computer: 'Acme/gone' }, 'computer Acme/gone does not exist'],
    ['a deleted group', { group: 'Acme/Gone' }, 'group Acme/Gone does not exist'],
    ['a group by a name that is no id', { group: 'Web' }, 'group Web does not exist'],
    ['a group of a deleted tenant', { group: 'Gone/Web' }, 'tenant Gone of group Gone/Web does not exist'],
    ['a group with an empty filter', { group: 'Vague' }, 'group Vague: its filter names nothing'],
    ['a deleted tenant', { tenant: 'Gone' }, 'tenant Gone does not exist'],
    ['a tag in a deleted tenant', { tag: 'web', tenant: '' }, 'tenant  does not exist'],
    ['an empty filter', { filter: {} }, 'its filter names nothing'],
    ['a filter with no facts', { filter: { fact: {} }, tenant: 'Acme' }, 'its filter names nothing'],
    ['a filter with a mistyped key', { filter: { platform: 'linux', rol: 'server' } }, "its filter has the unknown key 'rol'"],
    ['nothing at all', {}, 'its target is not understood'],
    ['all: false', { all: false }, 'its target is not understood'],
    ['an unknown kind', { everyone: true }, 'its target is not understood'],
  ];
  it.each(unresolvable)('%s holds nobody, and says why', (_, value, problem) => {
    const target = value as Target;
    expect(held(target)).toEqual({ computers: [], notKnown: [], problem });
    expect(targetProblem(target, world)).toBe(problem);
    const plan = planFor({ groups, deployments: [deployment('A', { target })] });
    expect(plan.items).toEqual([]);
    expect(plan.warnings).toEqual([`'A' holds nobody: ${problem}.`]);
  });

  it('warns in the plan of a target whose facts are not known yet', () => {
    const plan = planFor({ deployments: [deployment('A', { target: { filter: { role: 'server' } } })] }, {}, {});
    expect(plan.items).toEqual([]);
    expect(plan.warnings).toEqual(["'A' does not hold Acme/web-1 yet: fact role is not known."]);
  });

  it('does not take keys of objects for tags, groups or facts', () => {
    const asked = computer('Acme/web-1');
    for (const name of ['__proto__', 'constructor', 'toString']) {
      for (const target of [{ group: name }, { tag: name }, { tenant: name }, { filter: { fact: { [name]: 'x' } } as Filter }]) {
        expect(targetHolds(target, asked, {}, world).held).not.toBe('yes');
      }
    }
  });

  it('looks only at computers that the target can hold', () => {
    const computers = Array.from({ length: 1000 }, (_, n) => computer(`${n % 10 === 0 ? 'Acme' : 'Globex'}/c${n}`, n % 100 === 0 ? ['rare'] : []));
    const asked = (target: Target): number => {
      let count = 0;
      targetComputers(target, setUp({ computers, groups: [{ ...acmeWeb, members: ['Acme/c10'] }] }), () => ((count += 1), undefined));
      return count;
    };
    expect(asked({ computer: 'Acme/c10' })).toBe(1);
    expect(asked({ group: 'Acme/Web' })).toBe(1);
    expect(asked({ tag: 'rare' })).toBe(10);
    expect(asked({ filter: { role: 'server' }, tenant: 'Acme' })).toBe(100);
  });

  it('has words for every target', () => {
    const texts = [
      { computer: 'Acme/web-1' },
      { group: 'Acme/Web' },
      { tag: 'web' },
      { tag: 'web', tenant: 'Acme' },
      { filter: { platform: 'linux', role: 'server', tag: 'web', fact: { os: 'debian', arch: 'arm64' } }, tenant: 'Acme' },
      { tenant: 'Acme' },
      { all: true },
    ].map((target) => describeTarget(target as Target));
    expect(texts).toEqual([
      'computer Acme/web-1',
      'group Acme/Web',
      'tag web',
      'tag web within Acme',
      'filter (platform linux, role server, tag web, arch arm64, os debian) within Acme',
      'tenant Acme',
      'everything',
    ]);
  });
});
