/** Nothing that stands in the set-up, the record or a log may move the cursor, retitle the terminal or turn text around. */
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../shared/events.ts';
import { call } from './test-call.ts';
import { actionRecord, AT, batchRecord, computer, deployment, item, sessionRecord, SETUP, testEngine } from './test-engine.ts';
import { testIo } from './test-io.ts';

/** Title, clear, cursor up, C1 forms of the same, bidirectional controls, a bell, a carriage return, a backspace. */
const EVIL = 'a\u001b]0;owned\u0007\u001b[2J\u001b[3A\u009b2J\u009d0;x\u009c\u202ereversed\u2066\r\b\u0000z';
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

const evilItem = item('motd', {
  name: EVIL,
  description: EVIL,
  parameters: { [EVIL]: { type: 'string', description: EVIL, default: EVIL, patternText: EVIL, pattern: EVIL, enum: [EVIL] } },
  dependsOn: [{ item: EVIL, soft: false }],
});
const setUp = {
  ...SETUP,
  tenants: [{ name: EVIL }],
  computers: [{ ...computer(EVIL, EVIL, [EVIL]), connection: { host: EVIL } }, computer('Acme', 'web-1', [EVIL])],
  groups: [{ id: EVIL, name: EVIL, members: [`${EVIL}/${EVIL}`] }],
  deployments: [
    deployment(EVIL, { target: { tag: EVIL }, instance: EVIL }),
    deployment('B', { target: { filter: { fact: { [EVIL]: EVIL } } }, state: { atLeast: EVIL } }),
    deployment(`${EVIL}r`, { origin: 'recommended', enabled: false, item: EVIL }),
  ],
  items: [evilItem],
};
const session = (id: string, more = {}) =>
  sessionRecord(id, {
    batch: 'b1',
    computer: EVIL,
    tenant: EVIL,
    status: 'failed',
    reason: 'internal-error',
    detail: EVIL,
    facts: { 'os-name': EVIL },
    ...more,
  });
const action = actionRecord('s1', 0, EVIL, {
  instance: EVIL,
  result: 'error',
  reason: 'set-failed',
  detail: EVIL,
  properties: [{ key: EVIL, current: EVIL, desired: EVIL }],
  logLines: 2,
});
const record = {
  batches: [batchRecord('b1')],
  sessions: [session('s1'), session('s2', { status: EVIL, reason: EVIL })],
  actions: [action, { ...action, session: 's2' }],
  log: [
    { at: AT, stream: 'stdout' as const, text: EVIL },
    { at: AT, stream: EVIL as 'stdout', text: EVIL, partial: true as const },
  ],
};
const of = { session: 's1', n: 0, item: EVIL, instance: EVIL };
const events: RunEvent[] = [
  { type: 'batch.started', at: AT, batch: 'b1', kind: 'maintenance', sessions: [{ id: 's1', computer: EVIL, tenant: EVIL }] },
  { type: 'session.planned', at: AT, session: 's1', actions: [of], warnings: [EVIL] },
  { type: 'action.started', at: AT, ...of, step: 'set' },
  { type: 'action.output', ...of, records: record.log },
  { type: 'warning', at: AT, message: EVIL, computer: EVIL },
  {
    ...{ type: 'action.finished', at: AT, ...of, computer: EVIL, tenant: EVIL, result: 'error', reason: 'set-failed' },
    ...{ detail: EVIL, flags: ['restart-pending'], properties: action.properties, ms: 1 },
  },
  { type: 'session.finished', at: AT, session: 's1', computer: EVIL, tenant: EVIL, status: 'not-reached', reason: 'internal-error', detail: EVIL },
];
const finished = [{ id: 's1', computer: EVIL, tenant: EVIL, status: 'failed' as const, reason: null, actions: [{ ...action }] }];

describe('text that would steer the terminal', () => {
  it.each<string[]>([
    ['computers'],
    ['deployments'],
    ['items'],
    ['items', 'motd'],
    ['items', EVIL],
    ['adopt', '--list'],
    ['adopt', EVIL],
    ['resolve', 'Acme/web-1'],
    ['resolve', 'Acme/web-1', '--explain'],
    ['resolve', EVIL],
    ['sessions'],
    ['sessions', '--computer', EVIL],
    ['show', 's1'],
    ['show', 'b1'],
    ['show', 's1', '--log', EVIL],
    ['show', 's1', '--log', `${EVIL}?`],
    ['show', `${EVIL}?`],
    ['cancel', 's1'],
    ['run', 'all', '--yes'],
    ['run', `tag:${EVIL}?`],
    ['run', EVIL],
    ['check', `computer:${EVIL}`],
    ['exec', `computer:${EVIL}/${EVIL}`, '--', 'true'],
    ['exec', 'all', '--yes', '--', 'true'],
    ['retry', 's1', '--cause', EVIL],
    ['apply', EVIL],
    ['dump'],
    ['doctor', EVIL],
    [EVIL],
    ['run', `--${EVIL}`],
  ])('is shown, not obeyed: %j', async (...argv) => {
    for (const json of [[], ['--json']]) {
      const io = testIo({ stdoutTerminal: true, columns: 120 });
      const engine = testEngine({
        setUp,
        record,
        warnings: [EVIL],
        batch: { events, sessions: finished },
        entries: [{ sources: [EVIL], kind: 'deployment', value: deployment('D', { parameters: { text: EVIL } }) }],
      });
      await call([...argv, ...json], engine, io, { HOME: '/home/tech', LANG: 'C.UTF-8', NO_COLOR: '1' });
      expect(io.both()).not.toBe('');
      const found = CONTROL.exec(io.both());
      expect(found && JSON.stringify(io.both().slice(Math.max(0, found.index - 60), found.index + 20))).toBeNull();
    }
  });
});
