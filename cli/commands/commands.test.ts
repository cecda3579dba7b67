import { describe, expect, it } from 'vitest';
import type { SessionStatus } from '../../shared/words.ts';
import { call } from '../test-call.ts';
import { actionRecord, AT, batchRecord, item, sessionRecord, SETUP, testEngine } from '../test-engine.ts';
import { testIo } from '../test-io.ts';

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
  it('what a file names as well stays its own when it is adopted, and when that is undone', async () => {
    const value = SETUP.deployments.find(({ name }) => name === 'Recommended time');
    if (!value) throw new Error('the set-up has it');
    const adopted = await call(['adopt', 'Recommended time'], testEngine({ entries: [{ sources: ['file:/a.yaml'], kind: 'deployment', value }] }));
    expect(adopted.engine.changes).toMatchObject([{ put: [{ sources: ['file:/a.yaml', 'adopted'], value: { enabled: true } }], remove: [] }]);
    const undo = (sources: string[]) =>
      call(['adopt', 'Recommended time', '--undo'], testEngine({ entries: [{ sources, kind: 'deployment', value }] }));
    expect((await undo(['file:/a.yaml', 'adopted'])).engine.changes).toMatchObject([{ put: [{ sources: ['file:/a.yaml'] }], remove: [] }]);
    expect((await undo(['file:/a.yaml', 'adopted'])).io.out()).toBe('dropped  Recommended time (it stays: set-up files name it too)\n');
    expect((await undo(['adopted'])).engine.changes).toEqual([{ put: [], remove: [{ kind: 'deployment', id: 'Recommended time' }] }]);
    expect((await undo(['file:/a.yaml'])).engine.changes).toEqual([]);
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
    expect((await shown('sessions')).io.out()).toMatch(/s1 +2025-05-15 12:00:00 +web-1 +maintenance +◐ Partly Failed +1\.5 s/);
    expect((await shown('sessions', '--json', '--status', 'partly-failed')).objects()).toMatchObject([
      { type: 'session', id: 's1', computer: 'web-1', status: 'partly-failed' },
    ]);
  });
  it('show: the session, its actions, what retries made of them, and what to type next', async () => {
    const { io, status } = await shown('show', 's1');
    expect(status).toBe(0);
    expect(io.out()).toMatch(/Retried by +s2/);
    expect(io.out()).toMatch(
      /sshd +✖ Error +✔ Success +400 ms +Everywhere +3\n    The set ended with a failure: exit status 3\.\n    → Read the log of the set\./,
    );
    expect(io.out()).toContain('All that failed is good after retries.\n\nNext: rounds show s1 --log sshd\n');
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
    expect(io.err()).toContain('allowed: pkg:a, pkg:b');
    expect((await shown('show', 's1', '--log', 'pkg:a')).status).toBe(0);
    expect((await shown('show', 's1', '--log', 'nothing')).io.err()).toContain('it has: motd, sshd, pkg:a, pkg:b');
  });
  it('an id may be a beginning or last, and must be unique', async () => {
    expect((await shown('show', 'last')).io.out()).toMatch(/Session +s3/);
    expect((await shown('show', 's')).io.err()).toContain("'s' is not unique: s1, s2, s3");
  });
  it('what a newer version recorded is listed and shown, in its own words', async () => {
    const odd = <T>(word: string) => word as T;
    const session = sessionRecord('s9', { batch: 'b9', status: odd('waiting-for-window'), reason: odd('window-closed'), endedAt: null });
    const actions = [
      actionRecord('s9', 0, 'motd', { result: odd('postponed'), reason: odd('out-of-window'), detail: 'until 22:00', logLines: 1 }),
      actionRecord('s9', 1, 'sshd', { result: 'error', reason: odd('new-\u001b[2Jfault'), flags: ['new-flag' as 'log-cut'] }),
    ];
    const log = [{ at: AT, stream: odd<'stdout'>('stream-60'), text: 'x' }];
    const newer = (...argv: string[]) => call(argv, testEngine({ record: { batches: [batchRecord('b9')], sessions: [session], actions, log } }));
    expect((await newer('sessions')).io.out()).toMatch(/s9 .*\? waiting-for-window .*window-closed/);
    const shown = (await newer('show', 's9')).io.out();
    for (const text of ['? waiting-for-window', '? postponed', 'out-of-window: until 22:00.', 'new-\\x1b[2Jfault', '1 Error, 1 postponed'])
      expect(shown).toContain(text);
    expect((await newer('show', 's9', '--log', 'motd')).io.out()).toMatch(
      /\? postponed\nout-of-window: until 22:00\.\n12:00:00.000 {2}stream-60 +x\n/,
    );
    expect((await newer('show', 's9', '--json')).objects()[1]).toMatchObject({ result: 'postponed', reason: 'out-of-window' });
  });
  it('cancel of what was interrupted says that it can be resumed, and calls only what cannot over', async () => {
    const cancel = (statuses: SessionStatus[], ...argv: string[]) => {
      const sessions = statuses.map((status, index) => sessionRecord(`s${index}`, { batch: 'b7', status }));
      const batches = [batchRecord('b7')];
      return call(['cancel', 'b7', ...argv], testEngine({ cancel: 'over', record: { batches, sessions } }));
    };
    const { io, status } = await cancel(['passed', 'interrupted', 'interrupted']);
    expect(status).toBe(0);
    expect(io.out()).not.toContain('over');
    expect(io.out()).toMatch(/nothing to cancel.*\n2 sessions are Interrupted.*\n\nNext: rounds resume b7\n$/);
    expect((await cancel(['passed', 'interrupted'], '--json')).objects()).toMatchObject([{ type: 'cancel', by: 'over', over: false }]);
    expect((await cancel(['passed'])).io.out()).toBe('There was nothing to cancel: it is over.\n');
  });
  it('retry, resume and cancel take what was found', async () => {
    expect((await shown('retry', 's1', '--item', 'sshd', '--cause', 'offline', '--concurrency', '2')).engine.requests).toEqual([
      { of: 's1', items: ['sshd'], cause: 'offline', concurrency: 2 },
    ]);
    expect((await shown('resume', 's1')).engine.requests).toEqual(['s1']);
    const cancelled = await shown('cancel', 's1');
    expect([cancelled.status, cancelled.engine.requests]).toEqual([0, ['cancel s1']]);
  });
  it('of a batch: what the run said at its end, in words that can be pasted', async () => {
    const batch = {
      ...record,
      sessions: [
        sessionRecord('s1', { batch: 'b3', status: 'partly-failed' }),
        sessionRecord('s2', { batch: 'b3', computer: 'web-2', status: 'interrupted', reason: 'interrupted' }),
      ],
      actions: [
        actionRecord('s1', 0, 'pw', { result: 'error', reason: 'secret-missing', detail: 'pw' }),
        actionRecord('s1', 1, 'motd', { logLines: 3 }),
        actionRecord('s2', 0, 'motd', { logLines: 3 }),
      ],
    };
    const npm = { HOME: '/home/tech', LANG: 'C.UTF-8', npm_lifecycle_event: 'rounds' };
    const { io } = await call(['show', 'last', '--data', '/my data'], testEngine({ record: batch }), undefined, npm);
    expect(io.out()).toContain(
      '✖ Error  pw on web-1\n    A secret that it needs was not given: pw.\n    → Set ROUNDS_SECRET_PW, keep it in the vault (vault set), or answer the question.',
    );
    expect(io.out()).toContain("Next: npm run --silent rounds -- --data '/my data' resume b3\n");
    expect(io.out()).not.toContain(' retry ');
    const logs = (await call(['show', 'last', '--log', 'motd'], testEngine({ record: batch }))).io.out();
    expect(logs).toContain('motd on Acme/web-1');
    expect(logs).toContain('\n\nmotd on Acme/web-2');
  });
  it('of a check: what would change has a word of its own', async () => {
    const check = {
      sessions: [sessionRecord('s1', { kind: 'check' })],
      actions: [actionRecord('s1', 0, 'motd', { result: 'skipped', reason: 'would-change' })],
    };
    const engine = testEngine({ record: check });
    expect((await call(['show', 's1'], engine)).io.out()).toMatch(/motd +± Would change/);
    expect((await call(['sessions'], engine)).io.out()).toMatch(/check +✔ Passed +1\.5 s +1 Would change/);
    expect((await call(['show', 's1', '--json'], engine)).objects()[1]).toMatchObject({ result: 'skipped', reason: 'would-change' });
  });
});

describe('names', () => {
  it('one item with its parameters, or the nearest that there is', async () => {
    const parameters = { zone: { type: 'string' as const, required: true, enum: ['UTC', 'CET'], description: 'Time zone' } };
    const scripts = { linux: { test: { file: 'test.sh', text: 'exit 0' } } };
    const setUp = { ...SETUP, items: [item('time', { description: 'Keeps time', parameters, scripts })] };
    const { io } = await call(['items', 'time'], testEngine({ setUp }));
    expect(io.out()).toMatch(/Description +Keeps time/);
    expect(io.out()).toMatch(/Scripts +linux: test/);
    expect(io.out()).toMatch(/zone +string +required\n    Time zone\n    Allowed: UTC, CET\n/);
    expect((await call(['items', 'time', '--json'], testEngine({ setUp }))).objects()).toMatchObject([{ id: 'time', scripts: { linux: ['test'] } }]);
    const wrong = await call(['items', 'tiem'], testEngine({ setUp }));
    expect([wrong.status, wrong.io.err()]).toEqual([64, "error: There is no item 'tiem'; did you mean time?\n       rounds items lists them.\n"]);
  });
  it.each([
    ['db-1', 'computer:db-1'],
    ['web-1', 'computer:Acme/web-1'],
    ['web servers', "'group:Acme/Web servers'"],
    ['Globex', 'tenant:Globex'],
    ['web', 'tag:web'],
    ['tenant:acme', 'tenant:Acme'],
    ['computer:Web servers', "'group:Acme/Web servers'"],
    ['computer:bd-1', 'computer:db-1'],
    ['tag:wbe', 'tag:web'],
  ])('%j as a target: did you mean %s', async (name, meant) => {
    const { status, io } = await call(['check', name]);
    expect(status).toBe(64);
    expect(io.err()).toContain(`did you mean ${meant}?`);
  });
  it('where there is no computer at all, how there will be', async () => {
    const empty = { ...SETUP, computers: [], groups: [] };
    for (const argv of [
      ['run', 'all', '--yes'],
      ['check', 'computer:x'],
      ['doctor', 'x'],
      ['resolve', 'x'],
    ]) {
      const { status, io } = await call(argv, testEngine({ setUp: empty }));
      expect([status, io.err()]).toEqual([64, 'error: There are no computers yet\n       rounds apply FILE brings them in.\n']);
    }
    const npm = await call(['show', 'last'], testEngine(), testIo(), { npm_lifecycle_event: 'rounds', HOME: '/h' });
    expect(npm.io.err()).toContain('npm run --silent rounds -- run TARGET starts a session; npm run --silent rounds -- lab shows some at work.');
    const nothing = await call(['show', 'last']);
    expect([nothing.status, nothing.io.err()]).toEqual([
      64,
      'error: Nothing has run yet\n       rounds run TARGET starts a session; rounds lab shows some at work.\n',
    ]);
  });
  it('sessions of a tenant or computer that does not exist', async () => {
    expect((await call(['sessions', '--tenant', 'Globx'])).io.err()).toContain("--tenant: there is no tenant 'Globx'; did you mean Globex?");
    expect((await call(['sessions', '--computer', 'web-9'])).io.err()).toContain("--computer: there is no computer 'web-9'");
    expect((await call(['sessions', '--computer', 'web-1'])).io.out()).toBe('No session is like that.\n');
  });
});
