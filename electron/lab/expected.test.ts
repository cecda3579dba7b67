import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { ActionSummary, SessionSummary } from '../../shared/events.ts';
import { FINAL_RESULTS, SESSION_FINAL_STATUSES } from '../../shared/words.ts';
import { compareWithExpected, readExpected, type Expected } from './expected.ts';
import { LAB_RESOURCES } from './layout.ts';

const expected = await readExpected(LAB_RESOURCES);

/** The sessions of a run that went as expected. */
function sessionsOf(wanted: Expected, again: boolean): SessionSummary[] {
  return Object.entries(wanted).map(([id, session]) => {
    const [tenant = '', computer = ''] = id.split('/');
    const actions = Object.entries(session.actions).map(([key, outcome]): ActionSummary => {
      const [item = '', instance = null] = key.split(':');
      const now = again && outcome.result === 'success' ? ({ result: 'already-compliant', reason: 'already-compliant' } as const) : outcome;
      return { item, instance, ...now, ms: 1 };
    });
    return { id: `s-${id}`, computer, tenant, status: session.status, reason: session.reason ?? null, actions };
  });
}

const first = sessionsOf(expected, false);
const again = sessionsOf(expected, true);
const change = (sessions: SessionSummary[], at: number, changed: Partial<SessionSummary>) =>
  sessions.map((session, index) => (index === at ? { ...session, ...changed } : session));

describe('what the lab expects', () => {
  it('has six computers in two tenants and every result and status that a run without a hand can have', () => {
    expect(new Set(Object.keys(expected).map((id) => id.split('/')[0])).size).toBe(2);
    expect(Object.keys(expected)).toHaveLength(6);
    const results = Object.values(expected).flatMap(({ actions }) => Object.values(actions).map(({ result }) => result));
    expect(new Set(results)).toEqual(
      new Set([...FINAL_RESULTS.filter((result) => result !== 'cancelled' && result !== 'already-compliant'), 'already-compliant']),
    );
    const statuses = new Set(Object.values(expected).map(({ status }) => status));
    const byHand = ['cancelled', 'interrupted', 'missed'];
    expect(statuses).toEqual(new Set(SESSION_FINAL_STATUSES.filter((status) => !byHand.includes(status))));
  });

  it('speaks of items that are there, and leaves none out but the one for onboarding', () => {
    const items = readdirSync(path.join(LAB_RESOURCES, 'items'));
    const used = new Set(Object.values(expected).flatMap(({ actions }) => Object.keys(actions).map((key) => key.split(':')[0])));
    expect([...used].sort()).toEqual(items.filter((item) => item !== 'lab-welcome').sort());
    for (const item of items) {
      const definition = parse(readFileSync(path.join(LAB_RESOURCES, 'items', item, 'item.yaml'), 'utf8')) as { id: string };
      expect(definition.id).toBe(item);
    }
  });
});

describe('comparing a run with it', () => {
  it('finds nothing in a run that went as expected', () => {
    expect(compareWithExpected(expected, first, 'first')).toEqual([]);
    expect(compareWithExpected(expected, again, 'again')).toEqual([]);
    expect(compareWithExpected(expected, [...first.slice(0, 2), ...again.slice(2)], 'either')).toEqual([]);
  });

  it('wants Success the first time and Already Compliant ever after', () => {
    expect(compareWithExpected(expected, again, 'first')).toContain(
      'Acme/web-1: lab-folders is already-compliant; expected success (set-and-verified).',
    );
    expect(compareWithExpected(expected, first, 'again')).toContain(
      'Acme/web-1: lab-folders is success (set-and-verified); expected already-compliant.',
    );
  });

  it('says what is missing, too much, twice, or in another state', () => {
    const web = first[0];
    if (!web) throw new Error('no session');
    const [head, ...rest] = web.actions;
    if (!head) throw new Error('no action');
    expect(compareWithExpected(expected, first.slice(1), 'first')).toEqual(['Acme/web-1: it has no session.']);
    expect(compareWithExpected(expected, change(first, 0, { actions: rest }), 'first')).toEqual(['Acme/web-1: lab-folders has no result.']);
    expect(compareWithExpected(expected, change(first, 0, { actions: [...web.actions, head] }), 'first')).toEqual([
      'Acme/web-1: lab-folders has more than one result.',
    ]);
    expect(compareWithExpected(expected, change(first, 0, { actions: [...web.actions, { ...head, instance: 'x' }] }), 'first')).toEqual([
      'Acme/web-1: lab-folders:x is success (set-and-verified), but was not expected at all.',
    ]);
    expect(compareWithExpected(expected, change(first, 0, { status: 'cancelled', reason: 'cancelled-by-operator' }), 'first')).toEqual([
      'Acme/web-1: the session is cancelled (cancelled-by-operator); expected passed.',
    ]);
    expect(compareWithExpected(expected, change(first, 5, { reason: 'connect-timeout' }), 'first')).toEqual([
      'Globex/attic-1: the session is not-reached (connect-timeout); expected not-reached (connect-refused).',
    ]);
  });

  it('wants the right reason too', () => {
    const web = first[0];
    const actions = web?.actions.map((action) => (action.item === 'lab-windows-update' ? { ...action, reason: 'ignored-by' as const } : action));
    expect(compareWithExpected(expected, change(first, 0, { actions: actions ?? [] }), 'first')).toEqual([
      'Acme/web-1: lab-windows-update is not-applicable (ignored-by); expected not-applicable (platform).',
    ]);
  });
});
