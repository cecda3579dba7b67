import { describe, expect, it } from 'vitest';
import type { RunEvent, SessionSummary } from '../../shared/events.ts';
import { createScreen } from '../screen.ts';
import { AT } from '../test-engine.ts';
import { testIo } from '../test-io.ts';
import { createStyle } from '../terminal/style.ts';
import { textWidth } from '../terminal/width.ts';
import { createExecView } from './exec-view.ts';
import { createJsonView } from './json-view.ts';
import { createPeopleView } from './people-view.ts';
import { createProgress } from './progress.ts';

const style = createStyle({ colour: false, unicode: true });
const who = (session: string) => ({ session, computer: session === 's1' ? 'web-1' : session === 's2' ? 'web-2' : 'db-1', tenant: 'Acme' });
type Finished = Extract<RunEvent, { type: 'action.finished' }>;
const action = (session: string, item: string, result: Finished['result'], reason: Finished['reason'], more: Partial<Finished> = {}): Finished => ({
  type: 'action.finished',
  at: AT,
  ...who(session),
  n: 0,
  item,
  instance: null,
  result,
  reason,
  detail: null,
  flags: [],
  properties: [],
  ms: 1234,
  ...more,
});
const started: RunEvent = {
  type: 'batch.started',
  at: AT,
  batch: 'b1',
  kind: 'maintenance',
  sessions: ['s1', 's2', 's3'].map((id) => ({ id, computer: who(id).computer, tenant: 'Acme' })),
};
const status = (session: string, is: SessionSummary['status']): RunEvent => ({
  type: 'session.status',
  at: AT,
  ...who(session),
  status: is,
  phase: null,
  reason: null,
  detail: null,
});
const over = (session: string, is: SessionSummary['status'], reason: SessionSummary['reason'] = null, detail: string | null = null): RunEvent => ({
  type: 'session.finished',
  at: AT,
  ...who(session),
  status: is,
  reason,
  detail,
});
const summary = (id: string, is: SessionSummary['status'], ...results: [string, SessionSummary['actions'][number]['result']][]): SessionSummary => ({
  id,
  computer: who(id).computer,
  tenant: 'Acme',
  status: is,
  reason: is === 'not-reached' ? 'connect-timeout' : null,
  actions: results.map(([item, result]) => ({ item, instance: null, result, reason: null, ms: 1 })),
});

function people(events: RunEvent[], sessions: SessionSummary[], options: { columns?: number; final?: boolean } = {}) {
  const io = testIo();
  const screen = createScreen(io, { bar: false, ellipsis: '…' });
  const view = createPeopleView({
    screen,
    style,
    width: () => options.columns ?? Infinity,
    command: 'rounds',
    final: options.final ?? false,
    say: (line) => screen.line(line),
  });
  for (const event of events) view.event(event);
  view.end('b1', sessions);
  return io;
}

describe('a run for people', () => {
  const events: RunEvent[] = [
    started,
    { type: 'session.planned', at: AT, session: 's1', actions: [{ n: 0, item: 'motd', instance: null }], warnings: ['Odd\u001b[2J.'] },
    action('s1', 'motd', 'success', 'set-and-verified'),
    action('s1', 'sshd', 'error', 'set-failed', { detail: 'exit status 3' }),
    action('s2', 'sshd', 'error', 'set-failed', { detail: 'exit status 4' }),
    action('s2', 'time', 'skipped', 'not-selected'),
    action('s1', 'time', 'skipped', 'would-change', { properties: [{ key: 'zone', current: 'UTC', desired: 'CET' }] }),
    action('s3', 'motd', 'skipped', 'connect-timeout'),
    over('s1', 'partly-failed'),
    over('s2', 'failed'),
    over('s3', 'not-reached', 'connect-timeout', '10.0.0.3:22 within 10 s'),
  ];
  const sessions = [
    summary('s1', 'partly-failed', ['motd', 'success'], ['sshd', 'error'], ['time', 'skipped']),
    summary('s2', 'failed', ['sshd', 'error']),
    summary('s3', 'not-reached', ['motd', 'skipped']),
  ];
  it('has a line an action, each with mark and word, aligned', () => {
    const io = people(events, sessions);
    const lines = io.lines();
    expect(lines[0]).toBe('Batch b1: 3 computers');
    expect(lines[1]).toBe('web-1  motd  ✔ Success                 1.2 s');
    expect(lines[2]).toBe('web-1  sshd  ✖ Error                   1.2 s  The set ended with a failure: exit status 3.');
    expect(lines[4]).toBe('web-1  time  ± Would change            1.2 s');
    expect(lines).toContain('    zone: UTC → CET');
    expect(io.err()).toBe('warning: web-1: Odd\\x1b[2J.\n');
  });
  it('says once that a computer was not reached, not for each of its actions', () => {
    const about = people(events, sessions)
      .out()
      .split('\n\n')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('db-1'));
    expect(about).toHaveLength(1);
    expect(about?.[0]).toContain('⇸ Not Reached');
    expect(about?.[0]).toContain('10.0.0.3:22 within 10 s');
  });
  it('ends with the table, like causes together with what to do, and what to type next', () => {
    const text = people(events, sessions).out();
    expect(text).toContain('web-1     ◐ Partly Failed  1 Error, 1 Success, 1 Skipped');
    expect(text).toContain(
      '✖ Error  sshd on web-1, web-2\n    The set ended with a failure.\n    web-1: exit status 3\n    web-2: exit status 4\n    → Read the log of the set.',
    );
    expect(text).toContain('⇸ Not Reached  db-1\n    Nothing answered on the port in time: 10.0.0.3:22 within 10 s.\n    → Is it on?');
    expect(text).toContain('Next: rounds retry b1\n      rounds show s1 --log sshd\n');
  });
  it('proposes no retry where nothing is left to retry on', () =>
    expect(people(events, sessions, { final: true }).out()).not.toContain('rounds retry'));
  it('a run that went well has a table and nothing to do', () => {
    const text = people(
      [started, action('s1', 'motd', 'already-compliant', 'already-compliant'), over('s1', 'passed')],
      [summary('s1', 'passed', ['motd', 'already-compliant'])],
    ).out();
    expect(text).toContain('✔ Passed');
    expect(text).not.toMatch(/Next|The test says/);
  });
  it('fits the terminal', () => {
    const io = people([...events, action('s1', 'x'.repeat(64), 'error', 'set-failed', { detail: 'a long detail, '.repeat(50) })], sessions, {
      columns: 80,
    });
    const shown = io.lines();
    // What is to be typed stays whole.
    for (const line of shown.slice(
      0,
      shown.findIndex((text) => text.startsWith('Next:')),
    ))
      expect(textWidth(line)).toBeLessThanOrEqual(80);
  });
  it('never lets hostile names or details through', () => {
    const hostile = 'a\u001b[2J\u202eb\n';
    const io = people(
      [
        { ...started, sessions: [{ id: 's1', computer: hostile, tenant: hostile }] },
        action('s1', 'motd', 'error', 'set-failed', { detail: hostile, properties: [{ key: hostile, current: hostile, desired: hostile }] }),
        over('s1', 'failed', 'connection-lost', hostile),
        { type: 'warning', at: AT, message: hostile, computer: hostile },
      ],
      [{ ...summary('s1', 'failed', ['motd', 'error']), computer: hostile }],
    );
    expect(io.both()).not.toMatch(/[\u001b\u202e]/);
  });
  it('names the tenant where a name comes twice', () => {
    const twice: RunEvent = {
      ...started,
      sessions: [
        { id: 's1', computer: 'web-1', tenant: 'Acme' },
        { id: 's2', computer: 'web-1', tenant: 'Globex' },
      ],
    };
    expect(people([twice, action('s2', 'motd', 'success', null)], []).out()).toContain('Globex/web-1  motd');
  });
});

describe('a run as JSON', () => {
  it('passes events on and ends with batch.finished, once, in the promised shape', () => {
    const io = testIo();
    const view = createJsonView(createScreen(io, { bar: false, ellipsis: '…' }));
    const sessions = [{ ...summary('s1', 'passed', ['motd', 'success']), extra: 'x' }];
    view.event(started);
    view.event({ type: 'batch.finished', at: AT, batch: 'b1', sessions });
    view.end('b1', sessions);
    const objects = io.lines().map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.map((object) => object['type'])).toEqual(['batch.started', 'batch.finished']);
    expect(objects[1]).toEqual({
      type: 'batch.finished',
      batch: 'b1',
      sessions: [
        {
          id: 's1',
          computer: 'web-1',
          tenant: 'Acme',
          status: 'passed',
          reason: null,
          actions: [{ item: 'motd', instance: null, result: 'success', reason: null, ms: 1 }],
        },
      ],
    });
  });
});

describe('exec', () => {
  const output = (session: string, stream: 'stdout' | 'stderr', text: string, partial?: true): RunEvent => ({
    type: 'action.output',
    session,
    n: 0,
    item: 'exec',
    instance: null,
    records: [{ at: AT, stream, text, ...(partial ? { partial } : {}) }],
  });
  function exec(sessions: string[], events: RunEvent[], ended: SessionSummary['status'] = 'passed') {
    const io = testIo();
    const screen = createScreen(io, { bar: false, ellipsis: '…' });
    const people = (say: (line: string) => void) => createPeopleView({ screen, style, width: () => 100, command: 'rounds', final: false, say });
    const view = createExecView({ screen, style, people });
    view.event({ ...started, sessions: sessions.map((id) => ({ id, computer: who(id).computer, tenant: 'Acme' })) } as RunEvent);
    for (const event of events) view.event(event);
    view.end(
      'b1',
      sessions.map((id) => summary(id, ended, ['exec', 'success'])),
    );
    return io;
  }
  it('shows output side by side, all else on stderr', () => {
    const io = exec(
      ['s1', 's3'],
      [
        output('s1', 'stdout', '\u001b[32mup\u001b[0m'),
        output('s3', 'stderr', 'oops\u001b[2J'),
        output('s1', 'stdout', 'a', true),
        output('s1', 'stdout', 'b'),
      ],
    );
    expect(io.lines()).toEqual(['web-1 │ up', 'db-1  ! oops\\x1b[2J', 'web-1 │ a', 'web-1 ┆ b']);
    expect(io.err()).toContain('✔ Passed');
  });
  it('of a single computer is as it is, so that it can be piped on', () => {
    const io = exec(['s1'], [output('s1', 'stdout', 'half ', true), output('s1', 'stdout', 'line'), output('s1', 'stderr', 'aside')]);
    expect(io.out()).toBe('half line\n');
    expect(io.err()).toBe('aside\n');
    expect(exec(['s1'], [], 'failed').err()).toContain('✖ Failed');
  });
});

describe('the bar', () => {
  it('counts computers by what became of them', () => {
    const progress = createProgress(AT, style);
    for (const event of [started, status('s1', 'running'), status('s2', 'pending-connectivity'), status('s3', 'running')]) progress.event(event);
    expect(progress.text(AT + 64_000)).toBe('░░░░░░░░░░░░░░░░░░░░ 0/3 computers · 2 running · 1 waiting · 1 m 04 s');
    for (const event of [over('s1', 'passed'), status('s2', 'running'), over('s3', 'failed')]) progress.event(event);
    progress.cancelling();
    expect(progress.text(AT + 64_000)).toBe('█████████████░░░░░░░ cancelling · 2/3 computers · 1 running · 1 failed · 1 m 04 s');
  });
  it('is drawn in place, cut to the terminal, and gone at the end', () => {
    const io = testIo({ terminal: true, columns: 20 });
    const screen = createScreen(io, { bar: true, ellipsis: '…' });
    let text = 'a bar that is wider than the terminal';
    screen.bar(() => text);
    screen.refresh();
    text = 'short';
    screen.refresh();
    screen.line('a line');
    screen.bar(null);
    expect(io.both()).toBe('a bar that is wide…\r\u001b[Kshort\r\u001b[Ka line\n');
  });
  it('names computer and item where one or two run', () => {
    const progress = createProgress(AT, style);
    const begun = (session: string, item: string): RunEvent => ({
      type: 'action.started',
      at: AT,
      session,
      n: 0,
      item,
      instance: null,
      step: 'test',
    });
    for (const event of [started, status('s1', 'running'), begun('s1', 'motd'), begun('s3', 'time')]) progress.event(event);
    expect(progress.text(AT)).toContain('1 running · web-1 motd · db-1 time · 0 s');
    progress.event(begun('s2', 'motd'));
    expect(progress.text(AT)).not.toContain('motd');
    for (const session of ['s2', 's3']) progress.event(over(session, 'passed'));
    expect(progress.text(AT)).toContain('web-1 motd');
  });
  it('leaves the terminal to whoever reads the pipe', () => {
    const io = testIo({ stderrTerminal: true, pipe: 'stdout' });
    const screen = createScreen(io, { bar: true, ellipsis: '…' });
    screen.bar(() => 'bar');
    screen.line('a line');
    screen.refresh();
    screen.bar(() => 'bar again');
    expect(io.both()).toBe('bar\r\u001b[Ka line\n');
  });
  it('is not there without a terminal', () => {
    const io = testIo();
    const screen = createScreen(io, { bar: false, ellipsis: '…' });
    screen.bar(() => 'bar');
    screen.refresh();
    expect(io.both()).toBe('');
  });
});
