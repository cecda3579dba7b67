import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from './database.ts';
import { addToDraft, finishDraft, startDraft } from './log-pack.ts';
import type { Entry, Reply } from './messages.ts';
import { call, openKeeper } from './test-keeper.ts';
import { aBatch, aLine, anAction, aSession } from './test-records.ts';

function lines(session: string, n: number, ...texts: string[]): Entry {
  const draft = startDraft(session, n);
  addToDraft(
    draft,
    texts.map((text) => aLine(text)),
  );
  return { type: 'log', pack: finishDraft(draft) };
}
const outcomes = ({ answers }: Reply) => answers.map((answer) => (answer.ok ? 'ok' : answer.error.kind));
const planned = () => [call('createBatch', aBatch(), [aSession()], [anAction()])];

describe('the group commit', () => {
  it('keeps the good writes of a group when one of them fails', () => {
    const { keeper } = openKeeper();
    const reply = keeper.handle([
      ...planned(),
      call('createBatch', aBatch({ id: 'b2' }), [aSession({ id: 's2', batch: 'b2' }), aSession({ id: 's1', batch: 'b2' })], []),
      call('updateSession', 'nobody', { status: 'failed' }),
      call('updateAction', 's1', 0, { result: 'running' }),
      call('batch', 'b2'),
      call('session', 's2'),
    ]);
    expect(outcomes(reply)).toEqual(['ok', 'store/conflict', 'store/unknown', 'ok', 'ok', 'ok']);
    expect(reply.answers.slice(4)).toMatchObject([{ value: null }, { value: null }]);
  });

  it('is one commit for all the writes that arrive together', () => {
    const { keeper, folder } = openKeeper();
    keeper.handle(planned());
    const other = openDatabase(folder);
    onTestFinished(() => void other.close());
    const version = () => Number(other.pragma('data_version', { simple: true }));
    const before = version();
    keeper.handle(Array.from({ length: 500 }, (_, ms) => call('updateAction', 's1', 0, { ms })));
    expect(version()).toBe(before + 1);
  });

  it('answers every write of a group with the error that undid it, and goes on afterwards', () => {
    const { keeper, db } = openKeeper();
    keeper.handle(planned());
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${pages}`);
    const reply = keeper.handle([call('setValue', 'small', 'x'), call('setValue', 'large', 'x'.repeat(100_000)), call('getValue', 'small')]);
    expect(outcomes(reply).slice(1)).toEqual(['store/full', 'ok']);
    db.pragma('max_page_count = 1000000');
    expect(outcomes(keeper.handle([call('setValue', 'large', 'x'.repeat(100_000))]))).toEqual(['ok']);
  });

  it('says who is in the way when another process does not let go', () => {
    const { keeper, db, folder } = openKeeper();
    const other = openDatabase(folder);
    onTestFinished(() => void other.close());
    db.pragma('busy_timeout = 20');
    other.exec('BEGIN IMMEDIATE');
    const reply = keeper.handle([call('setValue', 'a', '1'), call('setValue', 'b', '2'), call('getValue', 'a')]);
    expect(outcomes(reply)).toEqual(['store/busy', 'store/busy', 'ok']);
    other.exec('ROLLBACK');
    expect(outcomes(keeper.handle([call('setValue', 'a', '1')]))).toEqual(['ok']);
  });
});

describe('logs', () => {
  it('wait for company, but not past a call about their session', () => {
    const { keeper } = openKeeper();
    keeper.handle(planned());
    expect(keeper.handle([lines('s1', 0, 'one')])).toMatchObject({ answers: [], logs: { released: 0 } });
    expect(keeper.waiting()).toBe(true);
    const reply = keeper.handle([call('updateAction', 's1', 0, { result: 'success' }), call('log', 's1', 0, { first: 0 })]);
    expect(reply.answers[1]).toMatchObject({ value: { total: 1, records: [aLine('one')] } });
    expect(reply.logs.released).toBeGreaterThan(0);
    expect(keeper.waiting()).toBe(false);
  });

  it('are kept in order while the disk is full, and written when there is room', () => {
    const { keeper, db } = openKeeper();
    keeper.handle(planned());
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    const big = 'x'.repeat(70_000);
    const full = keeper.handle([lines('s1', 0, 'first', big)]);
    expect(full.logs).toMatchObject({ released: 0, stalled: { kind: 'store/full' } });
    const still = keeper.handle([lines('s1', 0, 'second'), call('flush'), call('log', 's1', 0, { first: 0 })]);
    expect(outcomes(still)).toEqual(['store/full', 'ok']);
    expect(keeper.writeLogs().logs.stalled).toMatchObject({ kind: 'store/full' });
    db.pragma('max_page_count = 1000000');
    expect(keeper.writeLogs().logs).toMatchObject({ stalled: null, refused: [] });
    const [answer] = keeper.handle([call('log', 's1', 0, { first: 0 })]).answers;
    expect(answer).toMatchObject({ value: { records: [{ text: 'first' }, { text: big }, { text: 'second' }] } });
  });

  it('of an action that does not exist are refused by name and hold up nobody', () => {
    const { keeper } = openKeeper();
    keeper.handle(planned());
    const reply = keeper.handle([lines('s1', 7, 'lost'), lines('s1', 0, 'kept'), call('flush'), call('log', 's1', 0, { first: 0 })]);
    expect(reply.logs.refused).toMatchObject([{ session: 's1', n: 7, error: { kind: 'store/unknown' } }]);
    expect(reply.answers[1]).toMatchObject({ value: { total: 1 } });
  });
});

describe('owners', () => {
  it('are alive while they hold their lock; a second store of the same process has its own', () => {
    const first = openKeeper();
    const second = openKeeper(first.folder);
    expect([first.owners.id, second.owners.id]).toEqual(['me', 'me-2']);
    expect(first.owners.isAlive('me-2')).toBe(true);
    expect(second.owners.isAlive('me')).toBe(true);
    expect(second.owners.isAlive('gone')).toBe(false);
    expect(second.owners.isAlive('../../rounds')).toBe(false);
  });

  it('that are gone are recovered from in one go, with what they ran', () => {
    const { keeper, owners, folder } = openKeeper();
    const other = openKeeper(folder);
    const sessions = [
      aSession({ id: 'mine', owner: owners.id }),
      aSession({ id: 'theirs', owner: other.owners.id }),
      aSession({ id: 'dead', owner: 'dead-1' }),
      aSession({ id: 'waits', owner: null, status: 'pending-connectivity' }),
      aSession({ id: 'over', owner: null, status: 'passed', endedAt: 7 }),
      aSession({ id: 'alone', batch: 'b2', owner: 'dead-1', status: 'queued' }),
    ];
    const actions = (['pending', 'running', 'success'] as const).map((result, n) => anAction({ session: 'dead', n, result }));
    keeper.handle([call('createBatch', aBatch({ id: 'b2' }), [], []), call('createBatch', aBatch(), sessions, actions)]);
    const reply = keeper.handle([call('recover', 5000), call('recover', 6000), call('actions', 'dead'), call('batch', 'b1'), call('batch', 'b2')]);
    const gone = { status: 'interrupted', reason: 'interrupted', endedAt: 5000, owner: null };
    expect(reply.answers).toMatchObject([
      { value: ['dead', 'waits', 'alone'].map((id) => ({ id, ...gone })) },
      { value: [] },
      { value: [{ result: 'pending', reason: null }, { result: 'unknown', reason: 'interrupted', endedAt: 5000 }, { result: 'success' }] },
      { value: { endedAt: null } },
      { value: { endedAt: 5000 } },
    ]);
    expect(existsSync(join(folder, 'owners', 'me.lock'))).toBe(true);
    expect(readdirSync(join(folder, 'owners')).sort()).toEqual(['me-2.lock', 'me.lock']);
  });
});
