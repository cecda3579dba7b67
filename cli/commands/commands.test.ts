import { describe, expect, it } from 'vitest';
import { call } from '../test-call.ts';
import { actionRecord, AT, sessionRecord, testEngine } from '../test-engine.ts';

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
