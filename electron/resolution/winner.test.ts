import { describe, expect, it } from 'vitest';
import type { Deployment, Target } from '../../shared/model.ts';
import { acmeWeb, computer, deployment, item, LINUX, planFor, planned, REQUIRED, setUp } from './fixtures.ts';
import { resolve } from './plan.ts';

const everywhere = { id: 'Everywhere', name: 'Everywhere', members: ['Acme/web-1', 'Globex/web-1'] };
const servers = { id: 'Acme/Servers', name: 'Servers', tenant: 'Acme', filter: { role: 'server' as const } };
const groups = [acmeWeb, everywhere, servers];

/** From the most to the least specific; targets of one row tie. */
const LADDER: Target[][] = [
  [{ computer: 'Acme/web-1' }],
  [{ group: 'Acme/Web' }, { group: 'Acme/Servers' }, { tag: 'web', tenant: 'Acme' }],
  [{ filter: { role: 'server' }, tenant: 'Acme' }],
  [{ tenant: 'Acme' }],
  [{ tag: 'web' }, { filter: { platform: 'linux' } }, { group: 'Everywhere' }],
  [{ all: true }],
];

function contest(a: Partial<Deployment>, b: Partial<Deployment>, onboarding = false) {
  const plan = planFor({ groups, deployments: [deployment('A', a), deployment('B', b)] }, { onboarding });
  const { winner, losers, conflict } = planned(plan, 'motd');
  return { winner: winner?.deployment, rule: losers[0]?.rule, conflict };
}

describe('the winner (P1)', () => {
  for (const [row, targets] of LADDER.entries()) {
    for (const target of targets) {
      for (const [otherRow, others] of LADDER.entries()) {
        for (const other of others) {
          it(`${JSON.stringify(target)} against ${JSON.stringify(other)}`, () => {
            const found = contest({ target }, { target: other });
            if (row === otherRow) expect(found).toEqual({ winner: 'A', rule: 'tie', conflict: true });
            else expect(found).toEqual({ winner: row < otherRow ? 'A' : 'B', rule: 'target', conflict: false });
          });
        }
      }
    }
  }

  it('is local before it is specific', () => {
    expect(contest({ origin: 'recommended', target: { computer: 'Acme/web-1' } }, { enforcement: 'adhoc' })).toMatchObject({
      winner: 'B',
      rule: 'origin',
    });
  });

  it('is specific before it is required', () => {
    expect(contest({ target: { tenant: 'Acme' }, enforcement: 'adhoc' }, {})).toMatchObject({ winner: 'A', rule: 'target' });
  });

  it.each([
    ['required', 'optional'],
    ['required', 'adhoc'],
    ['optional', 'adhoc'],
  ] as const)('%s beats %s', (stronger, weaker) => {
    expect(contest({ enforcement: weaker }, { enforcement: stronger })).toMatchObject({ winner: 'B', rule: 'enforcement' });
  });

  it('is an onboarding deployment only in an onboarding session, and there before Required', () => {
    expect(contest({ enforcement: 'onboarding' }, {}, true)).toMatchObject({ winner: 'A', rule: 'enforcement' });
    expect(contest({ enforcement: 'onboarding' }, {}, false)).toEqual({ winner: 'B', rule: undefined, conflict: false });
  });

  it('is the lowest name on a full tie, by code points after NFC and not by a locale, and a conflict is told', () => {
    const winnerOf = (...names: string[]) => planned(planFor({ deployments: names.map((name) => deployment(name)) }), 'motd').winner?.deployment;
    expect(winnerOf('b', 'B')).toBe('B');
    expect(winnerOf('ä', 'z')).toBe('z');
    expect(winnerOf('e\u0301', 'f')).toBe('f');
    expect(winnerOf('\u{1f600}', '\uff5a')).toBe('\uff5a');
    expect(winnerOf('motd-10', 'motd-9')).toBe('motd-10');
    expect(contest({ parameters: { text: 'same' } }, { parameters: { text: 'same' } })).toEqual({ winner: 'A', rule: 'tie', conflict: true });
  });

  it('tells no conflict when only losers tie', () => {
    const plan = planFor({ deployments: [deployment('A', { target: { tenant: 'Acme' } }), deployment('B'), deployment('C')] });
    expect(planned(plan, 'motd')).toMatchObject({
      conflict: false,
      losers: [
        { deployment: 'B', rule: 'target' },
        { deployment: 'C', rule: 'target' },
      ],
    });
  });

  it('is asked of enabled deployments only', () => {
    expect(planFor({ deployments: [deployment('A', { enabled: false })] }).items).toEqual([]);
  });

  it('does not depend on facts of the item: platform and condition come later', () => {
    const items = [item('motd', { platforms: ['windows'], when: { fact: { os: 'debian' } } })];
    const plan = planFor({ items, deployments: [deployment('A', { target: { computer: 'Acme/web-1' } }), deployment('B')] });
    expect(planned(plan, 'motd').winner?.deployment).toBe('A');
  });

  it('is chosen for each instance by itself', () => {
    const plan = planFor({
      deployments: [
        deployment('A', { instance: 'x' }),
        deployment('B', { instance: 'y' }),
        deployment('C'),
        deployment('D', { instance: 'x', target: { tenant: 'Acme' } }),
      ],
    });
    expect(plan.items.map((each) => [each.instance, each.winner?.deployment, each.losers.length])).toEqual([
      [null, 'C', 0],
      ['x', 'D', 1],
      ['y', 'B', 0],
    ]);
  });

  it('throws for an unknown computer only', () => {
    expect(() => resolve(setUp(), 'Acme/gone', LINUX, REQUIRED)).toThrowError(expect.objectContaining({ kind: 'setup/unknown-computer' }));
    expect(() => resolve(setUp(), '__proto__', LINUX, REQUIRED)).toThrowError(expect.objectContaining({ kind: 'setup/unknown-computer' }));
    expect(resolve(setUp({ tenants: [], computers: [computer('Gone/x')] }), 'Gone/x', {}, REQUIRED)).toMatchObject({
      tenant: 'Gone',
      computer: 'x',
      items: [],
    });
  });

  it('does not depend on the position of two things of one name, which only a broken set-up has', () => {
    const twice = [deployment('A', { target: { tenant: 'Acme' } }), deployment('A', { enforcement: 'adhoc' })];
    const items = [item('motd', { platforms: ['windows'] }), item('motd')];
    const plan = planFor({ deployments: twice, items });
    expect(plan.items).toHaveLength(1);
    expect(planFor({ deployments: twice.toReversed(), items: items.toReversed() })).toEqual(plan);
  });

  it('sees a set-up whose lists were replaced or grew', () => {
    const changing = setUp();
    expect(resolve(changing, 'Acme/web-1', LINUX, REQUIRED).items).toHaveLength(0);
    changing.deployments.push(deployment('A'));
    expect(resolve(changing, 'Acme/web-1', LINUX, REQUIRED).items).toHaveLength(1);
    changing.deployments = [];
    expect(resolve(changing, 'Acme/web-1', LINUX, REQUIRED).items).toHaveLength(0);
  });
});
