import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import { acmeWeb, deployment, item, needs, planFor } from './fixtures.ts';

describe('the explanation (P2)', () => {
  it('has one sentence for each loser, with the first rule by which it lost', () => {
    const plan = planFor({
      groups: [acmeWeb],
      deployments: [
        deployment('Motd for web', { target: { group: 'Acme/Web' } }),
        deployment('Motd for all'),
        deployment('Motd from the catalogue', { origin: 'recommended', target: { computer: 'Acme/web-1' } }),
        deployment('Motd perhaps', { target: { tag: 'web', tenant: 'Acme' }, enforcement: 'adhoc' }),
        deployment('Motd for web too', { target: { group: 'Acme/Web' } }),
      ],
    });
    expect(explain(plan, 'motd')).toEqual([
      "'Motd for web' wins over 'Motd for web too': they tie in origin, target and enforcement, and the lower name is taken.",
      "'Motd for web' wins over 'Motd perhaps': Required beats Ad hoc.",
      "'Motd for web' wins over 'Motd for all': group Acme/Web is more specific than everything.",
      "'Motd for web' wins over 'Motd from the catalogue': Local beats Recommended.",
      'Conflict: 2 deployments tie for motd.',
    ]);
  });

  it('says why the run does not take it, and what that hides', () => {
    const weak = deployment('Weak', { enforcement: 'optional', target: { tenant: 'Acme' } });
    expect(explain(planFor({ deployments: [weak, deployment('Strong')] }), 'motd')).toEqual([
      "'Weak' wins over 'Strong': tenant Acme is more specific than everything.",
      "It is skipped: 'Weak' is Optional, which this run does not include.",
      "This hides what is Required by 'Strong'.",
    ]);
    expect(explain(planFor({ deployments: [weak] }, { chosen: [] }), 'motd')).toEqual([
      "'Weak' wins: nothing else asks for motd here.",
      'It is skipped: the run is for chosen items, and this is none of them.',
    ]);
    expect(explain(planFor({ deployments: [deployment('No', { state: 'ignore' })] }), 'motd')[1]).toBe("'No' says to ignore motd here.");
  });

  it('says by what it is needed, and what is missing', () => {
    const items = [item('app', needs('base', 'gone')), item('base')];
    const plan = planFor({ items, deployments: [deployment('App', { item: 'app' })] });
    expect(explain(plan, 'base')).toEqual([
      'No deployment asks for base; it runs with its defaults.',
      'It is included because of what needs it: app.',
    ]);
    expect(explain(plan, 'app')[1]).toBe('It depends on an item that no deployment asks for and that has no defaults to run with: gone.');
  });

  it('speaks of all instances when only the item is named, and of nothing', () => {
    const plan = planFor({ deployments: [deployment('X', { instance: 'x' }), deployment('Y', { instance: 'y' })] });
    expect(explain(plan, 'motd')).toEqual(["'X' wins: nothing else asks for motd:x here.", "'Y' wins: nothing else asks for motd:y here."]);
    expect(explain(plan, 'motd:y')).toHaveLength(1);
    expect(explain(plan, 'gone')).toEqual(['Nothing asks for gone on Acme/web-1.']);
  });
});
