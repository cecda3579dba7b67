import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../tests/fakes/clock.ts';
import { deployment, item, software } from '../../tests/fakes/session-bench.ts';
import { said, useBench } from './test-bench.ts';

const { run, current } = useBench();

describe('a session', () => {
  it('tests, sets what is not compliant, tests again, and leaves alone what is', async () => {
    const { session, bench: used } = await run({
      items: [item('a'), item('b')],
      fake: { 'Acme/c1': { reply: (sent) => (sent.item === 'b' ? 0 : undefined) } },
    });
    expect(session.status).toBe('passed');
    expect(said(session)).toEqual({ a: 'success set-and-verified', b: 'already-compliant already-compliant' });
    expect(used.transport.sent.map((sent) => `${sent.script} ${sent.item}`)).toEqual(['test a', 'test b', 'set a', 'test a']);
  });

  it('says Error when the test after the set is false (P7), and is not fooled by a good exit status', async () => {
    const { session } = await run({ items: [item('a')], fake: { 'Acme/c1': { reply: (sent) => (sent.script === 'test' ? 1 : 0) } } });
    expect(said(session)).toEqual({ a: 'error not-compliant-after-set' });
    expect(session.status).toBe('failed');
  });

  it('calls a failed set a failure, also when the test afterwards is true', async () => {
    const { session, bench: used } = await run({
      items: [item('a')],
      fake: { 'Acme/c1': { reply: (sent) => (sent.script === 'set' ? 9 : undefined) } },
    });
    expect(said(session)).toEqual({ a: 'error set-failed' });
    const [action] = await used.store.actions(session.id);
    expect(action?.detail).toBe('status 9; the test afterwards says not compliant');
  });

  it.each([
    [100, 'not-applicable test-not-applicable'],
    [101, 'incompatible incompatible'],
    [102, 'skipped condition'],
    [3, 'error test-failed'],
  ])('takes a test status of %i as %s', async (status, expected) => {
    const { session, bench: used } = await run({ items: [item('a')], fake: { 'Acme/c1': { reply: () => status } } });
    expect(said(session)).toEqual({ a: expected });
    expect(used.transport.sent.every((sent) => sent.access === 'read')).toBe(true);
  });

  it('only looks in modes audit and monitor', async () => {
    const { session, bench: used } = await run({
      items: [item('a'), item('m')],
      deployments: [deployment('a', { mode: 'audit' }), deployment('m', { mode: 'monitor' })],
      fake: { 'Acme/c1': { reply: (sent) => (sent.script === 'get' ? { status: 0, stdout: 'free: 12 GB' } : undefined) } },
    });
    expect(said(session)).toEqual({ a: 'error not-compliant', m: 'success value-read' });
    expect(used.transport.sent.some((sent) => sent.access === 'change')).toBe(false);
    const actions = await used.store.actions(session.id);
    expect(actions.find((action) => action.item === 'm')?.properties).toEqual([{ key: 'free', current: '12 GB', desired: null }]);
  });

  it('lists what the run does not include, and other platforms', async () => {
    const { session } = await run({
      items: [item('a'), item('w', { platforms: ['windows'] }), item('i')],
      deployments: [deployment('a', { enforcement: 'optional' }), deployment('w'), deployment('i', { state: 'ignore' })],
    });
    expect(said(session)).toEqual({ a: 'skipped not-included', w: 'not-applicable platform', i: 'not-applicable ignored-by' });
    expect(session.status).toBe('passed');
  });

  describe('with dependencies', () => {
    const chain = [
      item('base'),
      item('middle', { dependsOn: [{ item: 'base', soft: false }] }),
      item('top', { dependsOn: [{ item: 'middle', soft: false }] }),
      item('other'),
    ];

    it('tests again what was judged before its dependency was set', async () => {
      const { session } = await run({
        items: chain,
        // Before base is set, the test of middle breaks; afterwards it is compliant by itself.
        fake: {
          'Acme/c1': {
            reply: (sent) =>
              sent.item === 'middle' && sent.script === 'test' ? (current()?.transport.compliant.has('Acme/c1 base:') ? 0 : 5) : undefined,
          },
        },
      });
      expect(said(session)).toEqual({
        base: 'success set-and-verified',
        middle: 'already-compliant compliant-now',
        other: 'success set-and-verified',
        top: 'success set-and-verified',
      });
    });

    it('blocks the dependents of a failed one, by name, and goes on elsewhere', async () => {
      const { session, bench: used } = await run({
        items: chain,
        fake: { 'Acme/c1': { reply: (sent) => (sent.item === 'base' && sent.script === 'set' ? 1 : undefined) } },
      });
      expect(said(session)).toEqual({
        base: 'error set-failed',
        middle: 'dependency-failure dependency-failed',
        top: 'dependency-failure dependency-failed',
        other: 'success set-and-verified',
      });
      expect(session.status).toBe('partly-failed');
      const actions = await used.store.actions(session.id);
      expect(actions.find((action) => action.item === 'top')?.detail).toBe('middle');
    });

    it('skips the dependents of a skipped one', async () => {
      const { session } = await run({ items: chain, fake: { 'Acme/c1': { reply: (sent) => (sent.item === 'base' ? 102 : undefined) } } });
      expect(said(session)).toMatchObject({ base: 'skipped condition', middle: 'skipped dependency-skipped', top: 'skipped dependency-skipped' });
    });

    it('lets soft ones only order', async () => {
      const { session } = await run({
        items: [item('x'), item('a', { dependsOn: [{ item: 'x', soft: true }] })],
        fake: { 'Acme/c1': { reply: (sent) => (sent.item === 'x' ? 9 : undefined) } },
      });
      expect(session.actions.map((action) => action.item)).toEqual(['x', 'a']);
      expect(said(session)).toEqual({ x: 'error test-failed', a: 'success set-and-verified' });
    });
  });

  describe('that only checks', () => {
    it('changes nothing and says what would change, property by property (P8)', async () => {
      const { session, bench: used } = await run(
        {
          items: [item('a'), item('b', { dependsOn: [{ item: 'a', soft: false }] })],
          fake: { 'Acme/c1': { reply: (sent) => (sent.item === 'a' ? { status: 1, stdout: 'mode: 0644 -> 0600' } : 7) } },
        },
        { kind: 'check' },
      );
      expect(said(session)).toEqual({ a: 'skipped would-change', b: 'unknown depends-on-change' });
      expect(used.transport.sent.every((sent) => sent.access === 'read')).toBe(true);
      const [action] = await used.store.actions(session.id);
      expect(action?.properties).toEqual([{ key: 'mode', current: '0644', desired: '0600' }]);
    });
  });

  describe('with software', () => {
    it('upgrades to the newest and believes only the detection afterwards', async () => {
      let version = '1.0';
      const { session, bench: used } = await run({
        items: [software('app')],
        deployments: [deployment('app', { state: 'latest' })],
        fake: {
          'Acme/c1': {
            reply: (sent) => {
              if (sent.script === 'detect') return { status: 0, stdout: `version: ${version}` };
              if (sent.script === 'available') return { status: 0, stdout: 'version: 2.0' };
              version = sent.env['ROUNDS_VERSION'] ?? '';
              return 0;
            },
          },
        },
      });
      expect(said(session)).toEqual({ app: 'success set-and-verified' });
      expect(used.transport.sent.map((sent) => sent.script)).toEqual(['detect', 'available', 'upgrade', 'detect']);
    });
  });

  it('passes a failing restart wish on as the design says', async () => {
    const { session, bench: used } = await run({
      items: [item('a'), item('b'), item('c')],
      fake: {
        'Acme/c1': {
          reply: (sent) =>
            sent.item === 'a' && sent.script === 'set' ? (current()?.transport.compliant.add('Acme/c1 a:'), 194) : sent.item === 'c' ? 0 : undefined,
        },
      },
    });
    expect(said(session)).toEqual({ a: 'success set-and-verified', b: 'skipped reboot-suppressed', c: 'already-compliant already-compliant' });
    expect((await used.store.actions(session.id))[0]?.flags).toEqual(['restart-pending']);
  });

  it('takes secrets out of the record and gives them to the script', async () => {
    const { session, bench: used } = await run({
      items: [item('a', { parameters: { token: { type: 'string', secret: true } } })],
      deployments: [deployment('a', { parameters: { token: { secret: 'the-token' } } })],
      secrets: { 'the-token': 'hunter2!' },
      fake: {
        'Acme/c1': {
          reply: (sent) => ({ status: sent.script === 'set' ? 3 : 1, stdout: `x: ${sent.env['ROUNDS_PARAM_TOKEN']} -> y`, stderr: 'hunter2!' }),
        },
      },
    });
    const [action] = await used.store.actions(session.id);
    expect(JSON.stringify(action)).not.toContain('hunter2');
    expect(action?.detail).toContain('[secret]');
    const log = await used.store.log(session.id, 0, { first: 0 });
    expect(JSON.stringify(log)).not.toContain('hunter2');
    expect(log.records.map((record) => record.text)).toContain('x: [secret] -> y');
  });

  it.each(['abc: def-ghi -> jkl-mno', 'correct-horse-battery-staple-0815'])(
    'keeps no part of a secret where a line is cut or taken apart: %s',
    async (secret) => {
      const { session, bench: used } = await run({
        items: [
          item('a', { parameters: { token: { type: 'string', secret: true } } }),
          item('b', { parameters: { token: { type: 'string', secret: true } }, scripts: { linux: { get: { file: 'get.sh', text: '' } } } }),
        ],
        deployments: [
          deployment('a', { parameters: { token: { secret: 'the-token' } } }),
          deployment('b', { parameters: { token: { secret: 'the-token' } }, mode: 'monitor' }),
        ],
        secrets: { 'the-token': secret },
        fake: {
          'Acme/c1': {
            reply: (sent) => ({
              status: sent.script === 'set' ? 3 : sent.script === 'get' ? 0 : 1,
              stdout: `password ${secret}: now -> ${secret}`,
              stderr: `${'x'.repeat(290)}${secret}`,
            }),
          },
        },
      });
      const kept = JSON.stringify(await used.store.actions(session.id)).replaceAll('[secret]', '');
      for (const part of ['correct-', 'abc:', 'def-', 'jkl-', '-mno', '0815']) expect(kept).not.toContain(part);
    },
  );

  it('ends an action whose secret nobody gives, and does the others', async () => {
    const { session } = await run({
      items: [item('a', { parameters: { token: { type: 'string', secret: true } } }), item('b')],
      deployments: [deployment('a', { parameters: { token: { secret: 'none' } } }), deployment('b')],
    });
    expect(said(session)).toEqual({ a: 'error secret-missing', b: 'success set-and-verified' });
  });

  it('gives every action of a computer that is not reached the reason', async () => {
    const { session } = await run({ items: [item('a'), item('b')], fake: { 'Acme/c1': { connect: 'auth-refused' } } });
    expect(session).toMatchObject({ status: 'not-reached', reason: 'auth-refused' });
    expect(said(session)).toEqual({ a: 'skipped auth-refused', b: 'skipped auth-refused' });
  });

  it('does not guess what happened when the connection broke', async () => {
    let broken = false;
    const { session, bench: used } = await run({
      items: [item('a'), item('b')],
      fake: {
        'Acme/c1': {
          reply: (sent) =>
            sent.item === 'a' && sent.access === 'change'
              ? { kind: 'lost', message: 'reset', running: 4711, ms: 1 }
              : sent.item === 'a' && broken
                ? { kind: 'lost', message: 'reset', running: null, ms: 1 }
                : sent.item === 'a'
                  ? ((broken = true), 1)
                  : undefined,
        },
      },
    });
    expect(said(session)).toEqual({ a: 'unknown connection-lost', b: 'skipped connection-lost' });
    expect(session.status).toBe('failed');
    const [action] = await used.store.actions(session.id);
    expect(action?.detail).toBe('reset; process 4711 may still run');
  });

  it('lets the test decide what a broken connection left open', async () => {
    let set = false;
    const { session } = await run({
      items: [item('a')],
      fake: {
        'Acme/c1': {
          reply: (sent) =>
            sent.access === 'change' ? ((set = true), { kind: 'lost', message: 'reset', running: 4711, ms: 1 }) : set ? 0 : undefined,
        },
      },
    });
    expect(said(session)).toEqual({ a: 'success set-and-verified' });
  });

  it.each([true, false])('says that the computer was restarted in the middle of a set (compliant afterwards: %s)', async (compliant) => {
    const lost = { kind: 'lost' as const, message: 'started anew', running: null, restarted: true, ms: 1 };
    let set = false;
    const { session, bench: used } = await run({
      items: [item('a'), item('b')],
      fake: {
        'Acme/c1': {
          reply: (sent) => {
            if (sent.item === 'a' && sent.access === 'change') return ((set = true), lost);
            return sent.item === 'a' && set && compliant ? 0 : undefined;
          },
        },
      },
    });
    // The connection is back: what comes after it goes on.
    expect(said(session)).toEqual({ a: compliant ? 'success set-and-verified' : 'error computer-restarted', b: 'success set-and-verified' });
    const [action] = await used.store.actions(session.id);
    expect(action?.detail ?? null).toBe(compliant ? null : 'started anew; the test afterwards says not compliant');
    const [record] = await used.store.sessions({ limit: 1 });
    expect(record?.reason ?? null).toBe(compliant ? null : 'computer-restarted');
  });

  it('ends by each of its limits with that reason', async () => {
    const clock = new FakeClock();
    const { session } = await run({
      clock,
      items: [item('a', { timeout: 5_000 }), item('b'), item('c')],
      deployments: [deployment('a'), deployment('b', { limits: { idleOutput: 2_000 } }), deployment('c')],
      setUp: { limits: { session: 60_000 } },
      fake: { 'Acme/c1': { reply: (sent) => (sent.script === 'set' ? 'hang' : undefined) } },
    });
    expect(said(session)).toEqual({ a: 'timeout action-timeout', b: 'timeout idle-timeout', c: 'timeout session-timeout' });
    expect(session.reason).toBe('session-timeout');
    expect(clock.waiting).toBe(0);
  });

  it('becomes onboarded by passing', async () => {
    const scene = { items: [item('a')], deployments: [deployment('a', { enforcement: 'onboarding' as const })] };
    const { session, bench: used } = await run(scene, { kind: 'onboarding', include: ['required', 'onboarding'] });
    expect(said(session)).toEqual({ a: 'success set-and-verified' });
    expect((await used.store.computerStates())['Acme/c1']?.onboarding).toBe('onboarded');
  });
});
