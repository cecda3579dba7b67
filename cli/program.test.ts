import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../shared/events.ts';
import { call, env } from './test-call.ts';
import { main } from './program.ts';
import { testEngine } from './test-engine.ts';
import { testIo, type TestIo } from './test-io.ts';

const summary = (id: string, status: SessionSummary['status'], result: SessionSummary['actions'][number]['result']): SessionSummary => ({
  id,
  computer: 'web-1',
  tenant: 'Acme',
  status,
  reason: null,
  actions: [{ item: 'motd', instance: null, result, reason: null, ms: 5 }],
});

describe('wrong use', () => {
  it.each([
    [['frobnicate'], 'is no command'],
    [[], 'No command'],
    [['run', 'all', '--offline', 'later'], 'allowed: skip, wait:DURATION'],
    [['run', 'all', '--offline', 'wait:soon'], 'is no duration'],
    [['run', 'all', '--include', 'everything'], 'allowed: required, optional, adhoc'],
    [['run', 'all', '--item', 'modt'], 'did you mean motd?'],
    [['run', 'all', '--concurrency', '0'], 'from 1 to'],
    [['run', 'group:Empty'], 'holds no computer'],
    [['run', 'tag:web', 'computer:nobody'], "no computer 'nobody'"],
    [['run', 'computer:web-1'], 'several are called'],
    [['check', 'tenant:Initech'], "no tenant 'Initech'"],
    [['exec', 'all'], 'a command after --'],
    [['exec', 'all', '--script', 'x.sh', '--', 'ls'], 'not both'],
    [['exec', 'all', '--script', '/nonexistent/x.sh'], '/nonexistent/x.sh is not there'],
    [['exec', 'all', '--', ' '], 'is empty'],
    [['resolve', 'nobody'], "no computer 'nobody'"],
    [['resolve', 'db-1', '--session', 'x'], 'allowed: maintenance, onboarding'],
    [['show', 's9'], 'There is no session or batch'],
    [['retry', 's9', '--cause', 'mood'], 'allowed: '],
    [['sessions', '--since', 'someday'], 'is no time'],
    [['sessions', '--since', 'today', '--until', 'yesterday'], 'later than'],
    [['adopt', 'Recomended time'], "did you mean 'Recommended time'?"],
    [['adopt'], 'at least one NAME'],
    [['schema', 'x'], 'allowed: setup, item'],
    [['help', 'rum'], 'did you mean run?'],
  ])('%j ends with 64, and nothing runs', async (argv, text) => {
    const { status, io, engine } = await call(argv);
    expect(status).toBe(64);
    expect(io.out()).toBe('');
    expect(io.err()).toMatch(/^error: /);
    expect(io.err()).toContain(text);
    expect(engine.requests).toEqual([]);
    expect(engine.closed).toBe(engine.options.length);
  });
  it('is one object under --json, also when the command line itself is wrong', async () => {
    for (const argv of [
      ['--json', 'run', 'group:Empty'],
      ['rum', '--json'],
      ['run', '--json', '--nonsense'],
    ]) {
      const { status, io, objects } = await call(argv);
      expect(status).toBe(64);
      expect(io.err()).toBe('');
      expect(objects()).toHaveLength(1);
      expect(objects()[0]).toMatchObject({ type: 'error', message: expect.any(String) as string, details: expect.any(Object) as object });
      expect(objects()[0]?.['kind']).toMatch(/^usage\//);
    }
  });
  it('a fault of ours ends with 70', async () => {
    const io = testIo();
    const status = await main(['items'], env(), io, { openEngine: () => Promise.reject(new TypeError('x is not a function')) });
    expect(status).toBe(70);
    expect(io.err()).toContain('a fault of Rounds itself: x is not a function');
  });
});

describe('help and version', () => {
  it('go to stdout, JSON where that is asked for, and open no engine', async () => {
    for (const argv of [['help'], ['--help'], ['run', '--help'], ['help', 'run'], ['--version']]) {
      const { status, io, engine } = await call(argv);
      expect([status, io.err(), engine.options.length]).toEqual([0, '', 0]);
      expect(io.out()).toContain('rounds');
      expect((await call([...argv, '--json'])).objects()).toHaveLength(1);
    }
  });
});

describe('run', () => {
  it('hands over exactly the computers of the targets, each once', async () => {
    const { engine } = await call([
      'run',
      'tag:web',
      'group:Web servers',
      'computer:db-1',
      '--include',
      'required,adhoc',
      '--item',
      'motd',
      '--concurrency',
      '3',
      '--per-tenant',
      '2',
      '--offline',
      'wait:30m',
    ]);
    expect(engine.requests).toEqual([
      {
        kind: 'maintenance',
        include: ['required', 'adhoc'],
        offline: { rule: 'wait', ms: 1_800_000 },
        concurrency: 3,
        perTenant: 2,
        chosen: ['motd'],
        computers: ['Acme/web-1', 'Acme/web-2', 'Globex/db-1'],
        targetText: 'tag:web group:Web servers computer:db-1',
      },
    ]);
  });
  it('onboarding and check are kinds of their own', async () => {
    expect((await call(['run', 'all', '--onboarding'])).engine.requests[0]).toMatchObject({
      kind: 'onboarding',
      include: ['onboarding', 'required'],
    });
    expect((await call(['check', 'all'])).engine.requests[0]).toMatchObject({ kind: 'check', include: ['required'] });
  });
  it.each([
    [[summary('s1', 'passed', 'success')], 0],
    [[summary('s1', 'failed', 'error')], 2],
    [[summary('s1', 'failed', 'error'), summary('s2', 'not-reached', 'skipped')], 3],
    [[summary('s1', 'cancelled', 'cancelled'), summary('s2', 'not-reached', 'skipped')], 4],
  ])('ends with the status of its sessions', async (sessions, expected) => {
    const { status, objects, engine } = await call(['run', 'all', '--json'], testEngine({ batch: { events: [], sessions } }));
    expect(status).toBe(expected);
    expect(objects().at(-1)).toMatchObject({ type: 'batch.finished', sessions: [{ id: 's1' }, ...sessions.slice(1).map(({ id }) => ({ id }))] });
    expect(engine.closed).toBe(1);
  });
  it('asks on a terminal before a run over everything, never elsewhere', async () => {
    const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
    const waitFor = async (io: TestIo, text: string) => {
      while (!io.err().includes(text)) await turn();
    };
    const io = testIo({ terminal: true });
    const asked = call(['run', 'all'], testEngine(), io);
    await waitFor(io, 'Run on 4 computers? yes/no: ');
    io.type('no\r');
    expect((await asked).status).toBe(4);
    expect((await asked).engine.requests).toEqual([]);

    const again = testIo({ terminal: true });
    const agreed = call(['run', 'all'], testEngine(), again);
    await waitFor(again, 'yes/no');
    again.type('yes\r');
    expect((await agreed).engine.requests).toHaveLength(1);

    for (const [argv, terminal] of [
      [['run', 'all', '--yes'], true],
      [['run', 'tenant:Acme'], true],
      [['check', 'all'], true],
      [['run', 'all'], false],
    ] as const) {
      expect((await call([...argv], testEngine(), testIo({ terminal }))).engine.requests).toHaveLength(1);
    }
  });
  it('Ctrl-C cancels the batch, says so, and ends with 4', async () => {
    const engine = testEngine({ batch: { events: [], sessions: [], untilCancelled: [summary('s1', 'cancelled', 'cancelled')] } });
    const io = testIo();
    const running = call(['run', 'all'], engine, io);
    await engine.started;
    io.send('SIGINT');
    io.send('SIGINT');
    expect((await running).status).toBe(4);
    expect(io.exits).toEqual([]);
    expect(io.err()).toContain('Cancelling');
    expect(io.out()).toContain('Cancelled');
    expect(engine.closed).toBe(1);
  });
  it('warnings of the set-up are told on stderr', async () => {
    const { io, objects } = await call(['run', 'all', '--json'], testEngine({ warnings: ['group Acme/Empty holds no computer'] }));
    expect(io.err()).toBe('warning: group Acme/Empty holds no computer\n');
    expect(objects()).toHaveLength(1);
  });
  it('hands secrets to the engine, and leaves none in the environment', async () => {
    const environment = { ...env(), ROUNDS_SECRET_MOTD_TOKEN: 'hunter2' };
    const { engine } = await call(['run', 'all'], testEngine(), testIo(), environment);
    expect(Object.keys(environment)).not.toContain('ROUNDS_SECRET_MOTD_TOKEN');
    expect(await engine.options[0]?.secrets('motd-token', 'p')).toBe('hunter2');
    expect(engine.options[0]?.trust).toBeUndefined();
  });
  it.each([
    ['a line without =', 'a=b\nhunter2', 'stdin:2:'],
    ['too much', 'x'.repeat(2_000_000), 'stdin'],
  ])('refuses secrets on stdin with %s before anything runs', async (_what, stdin, place) => {
    const { status, engine, io } = await call(['run', 'all', '--secrets-stdin'], testEngine(), testIo({ stdin }));
    expect(status).toBe(64);
    expect(io.err()).toMatch(`error: ${place}`);
    expect(io.err()).not.toContain('hunter2');
    expect([engine.options, engine.requests]).toEqual([[], []]);
  });
  it('hands secrets of stdin to the engine', async () => {
    const { engine } = await call(['run', 'all', '--secrets-stdin'], testEngine(), testIo({ stdin: 'motd-token=hunter2\n' }));
    expect(await engine.options[0]?.secrets('motd-token', 'p')).toBe('hunter2');
  });
});

describe('exec', () => {
  it.each([
    [['uptime'], 'uptime\n', 'uptime'],
    [['df -h | tail -1'], 'df -h | tail -1\n', 'df -h | tail -1'],
    [['echo', "it's", '$HOME', 'a b', ''], "echo 'it'\\''s' '$HOME' 'a b' ''\n", "echo 'it'\\''s' '$HOME' 'a b' ''"],
  ])('%j becomes a script', async (words, text, name) => {
    const { engine } = await call(['exec', 'tag:web', '--', ...words]);
    expect(engine.requests[0]).toMatchObject({
      kind: 'exec',
      include: [],
      script: { text, shell: 'sh', name },
      computers: ['Acme/web-1', 'Acme/web-2'],
    });
  });
});

it('goes on quietly when nobody reads any more', async () => {
  const io = testIo();
  io.close('stdout');
  expect((await call(['computers'], testEngine(), io)).status).toBe(0);
  expect(io.both()).toBe('');
});
