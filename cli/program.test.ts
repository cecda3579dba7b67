import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../shared/events.ts';
import { main } from './program.ts';
import { actionRecord, AT, sessionRecord, testEngine, type TestEngine } from './test-engine.ts';
import { testIo, type TestIo } from './test-io.ts';

const env = () => ({ HOME: '/home/tech', LANG: 'C.UTF-8' }) as NodeJS.ProcessEnv;
const call = (argv: string[], engine: TestEngine = testEngine(), io: TestIo = testIo(), environment = env()) =>
  main(argv, environment, io, { openEngine: (options) => engine.open(options) }).then((status) => ({
    status,
    io,
    engine,
    objects: () => io.lines().map((line) => JSON.parse(line) as Record<string, unknown>),
  }));
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
    [['exec', 'all', '--script', '/nonexistent/x.sh'], 'cannot be read'],
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

describe('lists', () => {
  it('computers: all, or exactly those of targets', async () => {
    const { objects } = await call(['computers', '--json']);
    expect(objects()).toHaveLength(4);
    expect(objects()[1]).toEqual({
      type: 'computer',
      id: 'Acme/web-2',
      name: 'web-2',
      tenant: 'Acme',
      tags: ['web'],
      facts: {},
      onboarding: 'needs-onboarding',
      lastSeen: null,
    });
    expect((await call(['computers', 'tag:web', '--json'])).objects()).toHaveLength(2);
    expect((await call(['computers'])).io.out()).toMatch(/web-1 +Acme +Debian 12 +web +onboarded +2 min ago/);
  });
  it('deployments and items', async () => {
    expect((await call(['deployments', '--json'])).objects()[0]).toMatchObject({ type: 'deployment', name: 'Everywhere', target: { all: true } });
    expect((await call(['deployments'])).io.out()).toMatch(/On the web +motd +enforce +group Acme\/Web servers +required +local/);
    expect((await call(['items', '--json'])).objects()[0]).toMatchObject({ type: 'item', id: 'motd', hash: 'hash-motd' });
    expect((await call(['items'])).io.out()).toContain('motd');
  });
  it('adopt enables a recommended deployment once', async () => {
    const { engine, io } = await call(['adopt', 'Recommended time']);
    expect(engine.changes).toMatchObject([
      { put: [{ kind: 'deployment', value: { name: 'Recommended time', enabled: true, origin: 'recommended' } }], remove: [] },
    ]);
    expect(io.out()).toBe('adopted  Recommended time\n');
    expect((await call(['adopt', '--list', '--json'])).objects()).toMatchObject([{ name: 'Recommended time', adopted: false }]);
  });
});

describe('resolve', () => {
  it('is one object of exactly the promised shape', async () => {
    const { objects } = await call(['resolve', 'Acme/web-1', '--json']);
    expect(objects()).toEqual([
      {
        computer: 'web-1',
        tenant: 'Acme',
        items: [
          {
            item: 'motd',
            instance: null,
            winner: { deployment: 'On the web', origin: 'local', enforcement: 'required', target: { group: 'Acme/Web servers' }, ignore: false },
            losers: [{ deployment: 'Everywhere', rule: 'target' }],
            included: true,
            conflict: false,
            shadowsRequired: false,
          },
        ],
        order: [{ item: 'motd', instance: null }],
      },
    ]);
  });
  it('says for people who wins, and why the others lost', async () => {
    expect((await call(['resolve', 'Acme/web-1'])).io.out()).toContain(
      "not 'Everywhere' (target): group Acme/Web servers is more specific than everything",
    );
    expect((await call(['resolve', 'Acme/web-1', '--explain'])).io.out()).toContain("'On the web' wins over 'Everywhere'");
  });
});

describe('the record', () => {
  const record = {
    sessions: [
      sessionRecord('s1', { status: 'partly-failed' }),
      sessionRecord('s2', { parent: 's1', batch: 'b2', createdAt: AT + 5000 }),
      sessionRecord('s3', { batch: 'b3', kind: 'exec' }),
    ],
    batches: [
      {
        id: 'b3',
        kind: 'exec' as const,
        options: { kind: 'exec' as const, include: [], offline: { rule: 'skip' as const } },
        createdAt: AT,
        endedAt: AT,
        parent: null,
        targetText: 'all',
      },
    ],
    actions: [
      actionRecord('s1', 0, 'motd'),
      actionRecord('s1', 1, 'sshd', { result: 'error', reason: 'set-failed', detail: 'exit status 3', logLines: 3 }),
      actionRecord('s2', 0, 'sshd'),
      actionRecord('s1', 2, 'pkg', { instance: 'a' }),
      actionRecord('s1', 3, 'pkg', { instance: 'b' }),
    ],
    log: [
      { at: AT, stream: 'stdout' as const, text: '\u001b[31mred\u001b[0m \u001b[2J' },
      { at: AT + 1, stream: 'stderr' as const, text: 'half ', partial: true as const },
      { at: AT + 2, stream: 'stderr' as const, text: 'line' },
    ],
  };
  const shown = (...argv: string[]) => call(argv, testEngine({ record }));
  it('sessions: a table, or one object a line', async () => {
    expect((await shown('sessions')).io.out()).toMatch(/s1 +2025-05-15 12:00:00 +web-1 +◐ Partly Failed +1\.5 s/);
    expect((await shown('sessions', '--json', '--status', 'partly-failed')).objects()).toMatchObject([
      { type: 'session', id: 's1', computer: 'web-1', status: 'partly-failed' },
    ]);
  });
  it('show: the session, its actions, what retries made of them, and what to type next', async () => {
    const { io, status } = await shown('show', 's1');
    expect(status).toBe(0);
    expect(io.out()).toMatch(/Retried by +s2/);
    expect(io.out()).toMatch(/sshd +✖ Error +✔ Success +400 ms +Everywhere +3 +The set ended with a failure: exit status 3\./);
    expect(io.out()).toContain('Next: rounds retry s1\n      rounds show s1 --log sshd');
    expect((await shown('show', 's1', '--json')).objects().map((object) => object['type'])).toEqual([
      'session',
      'action',
      'action',
      'action',
      'action',
    ]);
  });
  it('show --log: every line with time and stream, harmless', async () => {
    const { io } = await shown('show', 's1', '--log', 'sshd');
    expect(io.lines().slice(2)).toEqual([
      '12:00:00.000  stdout       red \\x1b[2J',
      '12:00:00.001  stderr       half ',
      '12:00:00.002  ↪            line',
    ]);
    expect((await shown('show', 's1', '--log', 'sshd', '--json')).objects().at(-1)).toMatchObject({
      type: 'log',
      session: 's1',
      n: 1,
      line: 2,
      stream: 'stderr',
      text: 'line',
    });
  });
  it('show --log of several instances says which there are', async () => {
    const { io, status } = await shown('show', 's1', '--log', 'pkg');
    expect(status).toBe(64);
    expect(io.err()).toContain('s1 --log pkg:a, s1 --log pkg:b');
    expect((await shown('show', 's1', '--log', 'pkg:a')).status).toBe(0);
    expect((await shown('show', 's1', '--log', 'nothing')).io.err()).toContain('allowed: motd, sshd, pkg:a, pkg:b');
  });
  it('an id may be a beginning or last, and must be unique', async () => {
    expect((await shown('show', 'last')).io.out()).toMatch(/Session +s3/);
    expect((await shown('show', 's')).io.err()).toContain("'s' is not unique: s1, s2, s3");
  });
  it('retry, resume and cancel take what was found', async () => {
    expect((await shown('retry', 's1', '--item', 'sshd', '--cause', 'offline', '--concurrency', '2')).engine.requests).toEqual([
      { of: 's1', items: ['sshd'], cause: 'offline', concurrency: 2 },
    ]);
    expect((await shown('resume', 's1')).engine.requests).toEqual(['s1']);
    const cancelled = await shown('cancel', 's1');
    expect([cancelled.status, cancelled.engine.requests]).toEqual([0, ['cancel s1']]);
  });
});

it('goes on quietly when nobody reads any more', async () => {
  const io = testIo();
  io.close('stdout');
  expect((await call(['computers'], testEngine(), io)).status).toBe(0);
  expect(io.both()).toBe('');
});
