import { describe, expect, it } from 'vitest';
import { deployment, item, keysOf, LINUX, needs, planFor, planned } from './fixtures.ts';

const acme = { tenant: 'Acme' };
const computerTarget = { computer: 'Acme/web-1' };

describe('Ignore (P3)', () => {
  it('wins by being more specific, whatever its enforcement and what the run includes', () => {
    for (const enforcement of ['required', 'optional', 'adhoc'] as const) {
      const plan = planFor({ deployments: [deployment('All'), deployment('Not here', { state: 'ignore', target: computerTarget, enforcement })] });
      expect(planned(plan, 'motd')).toMatchObject({
        winner: { deployment: 'Not here', ignore: true },
        included: false,
        shadowsRequired: true,
        verdict: { result: 'not-applicable', reason: 'ignored-by', detail: 'Not here' },
      });
    }
  });

  it('loses like any other', () => {
    const plan = planFor({ deployments: [deployment('All', { target: acme }), deployment('Ignore', { state: 'ignore' })] });
    expect(planned(plan, 'motd')).toMatchObject({
      winner: { deployment: 'All', ignore: false },
      included: true,
      losers: [{ deployment: 'Ignore', rule: 'target' }],
    });
  });

  it('without an instance speaks for every instance of its item', () => {
    const deployments = [
      deployment('X', { instance: 'x' }),
      deployment('Y', { instance: 'y', target: computerTarget }),
      deployment('No', { state: 'ignore', target: acme }),
    ];
    const plan = planFor({ deployments });
    expect(keysOf(plan)).toEqual(['motd:x', 'motd:y']);
    expect(planned(plan, 'motd:x').winner?.deployment).toBe('No');
    expect(planned(plan, 'motd:y')).toMatchObject({ winner: { deployment: 'Y' }, losers: [{ deployment: 'No', rule: 'target' }] });
  });

  it('with an instance speaks for that one only', () => {
    const plan = planFor({
      deployments: [deployment('X', { instance: 'x' }), deployment('Plain'), deployment('No', { state: 'ignore', instance: 'x', target: acme })],
    });
    expect(planned(plan, 'motd:x').winner?.deployment).toBe('No');
    expect(planned(plan, 'motd').winner?.deployment).toBe('Plain');
  });

  it('alone is listed without an instance', () => {
    expect(keysOf(planFor({ deployments: [deployment('No', { state: 'ignore' }), deployment('No too', { state: 'ignore' })] }))).toEqual(['motd']);
  });

  it('blocks a dependency', () => {
    const items = [item('app', needs('base')), item('base')];
    const deployments = [deployment('App', { item: 'app' }), deployment('No base', { item: 'base', state: 'ignore' })];
    const plan = planFor({ items, deployments });
    expect(planned(plan, 'base')).toMatchObject({ included: false, neededBy: [], verdict: { reason: 'ignored-by' } });
    expect(planned(plan, 'app')).toMatchObject({ included: true, verdict: null, dependsOn: ['base'] });
    expect(plan.order).toEqual(['base', 'app']);
  });
});

describe('what the run includes (P5)', () => {
  const deployments = [deployment('Weak', { enforcement: 'adhoc', target: acme }), deployment('Strong')];

  it('lists a winner that is not included as skipped, and flags the Required one that it hides', () => {
    const hidden = planned(planFor({ deployments }), 'motd');
    expect(hidden).toMatchObject({ winner: { deployment: 'Weak' }, included: false, shadowsRequired: true });
    expect(hidden.verdict).toMatchObject({ result: 'skipped', reason: 'not-included' });
    expect(planned(planFor({ deployments }, { include: ['adhoc'] }), 'motd')).toMatchObject({
      included: true,
      shadowsRequired: false,
      verdict: null,
    });
  });

  it('does not list onboarding deployments outside an onboarding session', () => {
    const only = [deployment('First day', { enforcement: 'onboarding' })];
    expect(planFor({ deployments: only }, { include: ['onboarding'] }).items).toEqual([]);
    expect(planned(planFor({ deployments: only }, { include: ['onboarding'], onboarding: true }), 'motd').included).toBe(true);
    expect(planned(planFor({ deployments: only }, { onboarding: true }), 'motd').verdict?.reason).toBe('not-included');
  });

  it('takes chosen items whatever their enforcement, and their hard dependencies, and skips the rest', () => {
    const items = [item('app', needs('base', '~extra')), item('base'), item('extra'), item('other')];
    const all = items.map(({ id }) => deployment(`D ${id}`, { item: id, enforcement: 'adhoc' }));
    const plan = planFor({ items, deployments: all }, { chosen: ['app'] });
    expect(plan.items.map((each) => [each.item, each.included, each.verdict?.reason ?? null])).toEqual([
      ['app', true, null],
      ['base', true, null],
      ['extra', false, 'not-selected'],
      ['other', false, 'not-selected'],
    ]);
    expect(planned(plan, 'base').neededBy).toEqual(['app']);
    expect(plan.warnings).toEqual([]);
  });

  it('takes one chosen instance, or all when only the item is named', () => {
    const instances = [deployment('X', { instance: 'x' }), deployment('Y', { instance: 'y', enforcement: 'adhoc' })];
    const included = (chosen: string[]) => planFor({ deployments: instances }, { chosen }).items.map((each) => each.included);
    expect(included(['motd:y'])).toEqual([false, true]);
    expect(included(['motd'])).toEqual([true, true]);
    expect(included([])).toEqual([false, false]);
  });

  it('warns of a chosen item that the plan does not hold, and does not choose an ignored one', () => {
    const plan = planFor({ deployments: [deployment('No', { state: 'ignore' })] }, { chosen: ['gone', 'motd:x', 'motd'] });
    expect(plan.warnings).toEqual(['Item gone was chosen, but nothing deploys it here.', 'Item motd:x was chosen, but nothing deploys it here.']);
    expect(planned(plan, 'motd').verdict?.reason).toBe('ignored-by');
  });
});

describe('what facts say of an item', () => {
  const deployments = [deployment('A')];

  it('is not applicable on a platform that it does not name, and stays included', () => {
    const items = [item('motd', { platforms: ['windows'], when: { role: 'workstation' } })];
    const found = planned(planFor({ items, deployments }), 'motd');
    expect(found).toMatchObject({ included: true, verdict: { result: 'not-applicable', reason: 'platform' } });
    expect(found.verdict?.detail).toBe('linux; made for windows');
    expect(planned(planFor({ items, deployments }, {}, { platform: 'linux' }), 'motd').verdict?.reason).toBe('platform');
  });

  it('is skipped when its condition does not hold, or cannot be known yet', () => {
    const items = [item('motd', { when: { fact: { os: 'Debian' } } })];
    const verdict = (facts: Record<string, string>) => planned(planFor({ items, deployments }, {}, facts), 'motd').verdict;
    expect(verdict({ ...LINUX, os: 'debian' })).toBeNull();
    expect(verdict({ ...LINUX, os: 'fedora' })).toEqual({ result: 'skipped', reason: 'condition', detail: 'os is fedora, not Debian' });
    expect(verdict(LINUX)).toEqual({ result: 'skipped', reason: 'condition', detail: 'fact os is not known' });
    expect(verdict({})).toEqual({ result: 'skipped', reason: 'condition', detail: 'fact os is not known' });
  });

  it('is an error when the catalogue does not have it', () => {
    const plan = planFor({ items: [], deployments });
    expect(planned(plan, 'motd')).toMatchObject({ included: true, verdict: { result: 'error', reason: 'item-missing', detail: 'motd' } });
    expect(plan.warnings).toEqual(['Item motd is deployed but not in the catalogue.']);
    expect(planned(planFor({ items: [], deployments }, { include: [] }), 'motd').verdict?.reason).toBe('not-included');
  });
});

describe('dependencies (P9)', () => {
  it('includes hard dependencies through every step, and says for what', () => {
    const items = [item('app', needs('lib')), item('lib', needs('base')), item('base'), item('tool', needs('base'))];
    const deployments = [
      ...items.map(({ id }) => deployment(`D ${id}`, { item: id, enforcement: id === 'app' || id === 'tool' ? 'required' : 'adhoc' })),
    ];
    const plan = planFor({ items, deployments });
    expect(planned(plan, 'lib')).toMatchObject({ included: true, neededBy: ['app'], verdict: null });
    expect(planned(plan, 'base')).toMatchObject({ included: true, neededBy: ['lib', 'tool'], verdict: null });
    expect(plan.order).toEqual(['base', 'lib', 'app', 'tool']);
  });

  it('runs one without a deployment with its defaults', () => {
    const parameters = { text: { type: 'string', required: true, default: 'hi' }, more: { type: 'string' } } as const;
    const items = [item('app', needs('base', 'pkg')), item('base', { parameters }), item('pkg', { kind: 'software' })];
    const plan = planFor({ items, deployments: [deployment('App', { item: 'app' }), deployment('Off', { item: 'base', enabled: false })] });
    expect(planned(plan, 'base')).toMatchObject({
      winner: null,
      included: true,
      mode: 'enforce',
      parameters: { text: 'hi' },
      neededBy: ['app'],
      verdict: null,
    });
    expect(planned(plan, 'base').state).toBeUndefined();
    expect(planned(plan, 'pkg').state).toBe('any');
    expect(planned(plan, 'app').dependsOn).toEqual(['base', 'pkg']);
  });

  it('fails the dependents of one that has no defaults or does not exist, and only when they are included', () => {
    const items = [item('app', needs('base', 'gone', '~nothing')), item('base', { parameters: { text: { type: 'string', required: true } } })];
    const app = planned(planFor({ items, deployments: [deployment('App', { item: 'app' })] }), 'app');
    expect(app).toMatchObject({ verdict: { result: 'dependency-failure', reason: 'not-deployed', detail: 'base, gone' }, dependsOn: [], after: [] });
    const optional = planFor({ items, deployments: [deployment('App', { item: 'app', enforcement: 'optional' })] });
    expect(keysOf(optional)).toEqual(['app']);
    expect(planned(optional, 'app').verdict?.reason).toBe('not-included');
  });

  it('depends on all instances of an item', () => {
    const items = [item('app', needs('site')), item('site')];
    const sites = ['x', 'y'].map((instance) => deployment(instance, { item: 'site', instance, enforcement: 'adhoc' }));
    const plan = planFor({ items, deployments: [deployment('App', { item: 'app' }), ...sites] });
    expect(planned(plan, 'app').dependsOn).toEqual(['site:x', 'site:y']);
    expect(plan.items.every((each) => each.included)).toBe(true);
    expect(plan.order).toEqual(['site:x', 'site:y', 'app']);
  });

  it('soft dependencies only order', () => {
    const items = [item('app', needs('~z')), item('z')];
    const deployments = [deployment('App', { item: 'app' }), deployment('Z', { item: 'z', enforcement: 'adhoc' })];
    const plan = planFor({ items, deployments });
    expect(planned(plan, 'z')).toMatchObject({ included: false, neededBy: [] });
    expect(planned(plan, 'app')).toMatchObject({ dependsOn: [], after: ['z'] });
    expect(plan.order).toEqual(['z', 'app']);
  });

  it('one named as hard and soft counts as hard', () => {
    const items = [item('app', needs('~base', 'base', 'base')), item('base')];
    expect(planned(planFor({ items, deployments: [deployment('App', { item: 'app' })] }), 'app')).toMatchObject({ dependsOn: ['base'], after: [] });
  });

  it('fails what is on a cycle, with its path, and only that', () => {
    const items = [item('a', needs('b')), item('b', needs('a')), item('c', needs('a')), item('self', needs('self')), item('d')];
    const plan = planFor({ items, deployments: items.map(({ id }) => deployment(id, { item: id })) });
    expect(planned(plan, 'a').verdict).toEqual({ result: 'dependency-failure', reason: 'dependency-cycle', detail: 'a -> b -> a' });
    expect(planned(plan, 'b').verdict?.detail).toBe('b -> a -> b');
    expect(planned(plan, 'self').verdict?.detail).toBe('self -> self');
    expect(planned(plan, 'c').verdict).toBeNull();
    expect(plan.order).toEqual(['a', 'b', 'c', 'd', 'self']);
  });

  it('leaves out a soft dependency that would close a cycle', () => {
    const items = [item('a', needs('~b')), item('b', needs('a'))];
    const plan = planFor({ items, deployments: items.map(({ id }) => deployment(id, { item: id })) });
    expect(plan.order).toEqual(['a', 'b']);
    expect(planned(plan, 'a')).toMatchObject({ after: [], verdict: null });
  });
});

describe('what the plan carries', () => {
  it("has the winner's state, mode and parameters over the item's defaults", () => {
    const items = [item('pkg', { kind: 'software', parameters: { channel: { type: 'string', default: 'stable' }, name: { type: 'string' } } })];
    const winner = deployment('A', { item: 'pkg', state: { atLeast: '2' }, mode: 'audit', parameters: { name: 'curl', __proto__: 'x' } });
    expect(planned(planFor({ items, deployments: [winner] }), 'pkg')).toMatchObject({
      state: { atLeast: '2' },
      mode: 'audit',
      parameters: { channel: 'stable', name: 'curl' },
    });
  });
});
