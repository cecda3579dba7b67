import { describe, expect, it } from 'vitest';
import { addToDraft, finishDraft, startDraft } from './log-pack.ts';
import type { Entry } from './messages.ts';
import { call, openKeeper } from './test-keeper.ts';
import { aBatch, aLine, anAction, anItem, aSession } from './test-records.ts';

const READ: Record<string, () => Entry> = {
  sessions: () => call('sessions', {}),
  actions: () => call('actions', 's1'),
  items: () => call('item', 'hash-1'),
  batches: () => call('batches', {}),
  set_up: () => call('readSetUp'),
  computer_states: () => call('computerStates'),
  log_chunks: () => call('log', 's1', 0, { first: 0 }),
};

describe('what the database gives back', () => {
  it.each([
    ['sessions', 's1', `UPDATE sessions SET status = ''`, 'status'],
    ['sessions', 's1', `UPDATE sessions SET facts = '{"a":'`, 'JSON'],
    ['actions', 's1/0', `UPDATE actions SET frozen = '{}'`, 'frozen.itemHash'],
    ['items', 'hash-1', `UPDATE items SET definition = '[]'`, 'object'],
    ['batches', 'b1', `UPDATE batches SET options = '{"kind":5}'`, 'options'],
    ['set_up', 'tenant Acme', `UPDATE set_up SET value = '{"name":5}'`, 'value.name'],
    ['computer_states', 'Acme/a', `UPDATE computer_states SET facts = '{"a":5}'`, 'facts.a'],
    ['log_chunks', 's1/0 from line 0', `UPDATE log_chunks SET data = x'0105'`, 'cut off'],
    ['log_chunks', 's1/0', `DELETE FROM log_chunks`, 'ends at line 0 where 1 are announced'],
  ])('is checked: table %s, row %s', (table, id, sql, why) => {
    const { keeper, db } = openKeeper();
    const draft = startDraft('s1', 0);
    addToDraft(draft, [aLine('one')]);
    keeper.handle([
      call('createBatch', aBatch(), [aSession()], []),
      call('planSession', 's1', [anAction()], [anItem()]),
      call('changeSetUp', { put: [{ sources: ['f'], kind: 'tenant', value: { name: 'Acme' } }], remove: [] }),
      call('updateComputerState', 'Acme/a', { lastSeen: 1 }),
      { type: 'log', pack: finishDraft(draft) },
      call('flush'),
    ]);
    const read = READ[table];
    if (!read) throw new Error(`no call reads ${table}`);
    expect(keeper.handle([read()]).answers).toMatchObject([{ ok: true }]);
    db.exec(sql);
    expect(keeper.handle([read()]).answers).toMatchObject([
      { ok: false, error: { kind: 'store/row', details: { table, id }, message: expect.stringContaining(why) as string } },
    ]);
  });
});

it('words that only a newer version knows are given back as they are', () => {
  const { keeper, db } = openKeeper();
  keeper.handle([call('createBatch', aBatch(), [aSession()], []), call('planSession', 's1', [anAction(), anAction({ n: 1 })], [anItem()])]);
  db.exec(`UPDATE batches SET kind = 'audit', options = json_set(options, '$.kind', 'audit', '$.offline', json('{"rule":"on-connect"}'));
    UPDATE sessions SET status = 'waiting', reason = 'window-closed', phase = 'waiting', kind = 'audit';
    UPDATE actions SET result = 'postponed', reason = 'out-of-window', flags = '["new"]',
      frozen = json_set(frozen, '$.mode', 'repair', '$.state', json('{"between":["1","2"]}')) WHERE n = 1`);
  const [batch, sessions, actions, counts] = keeper.handle([
    call('batch', 'b1'),
    call('sessions', {}),
    call('actions', 's1'),
    call('counts', ['s1']),
  ]).answers;
  expect(batch).toMatchObject({ ok: true, value: { kind: 'audit', options: { offline: { rule: 'on-connect' } } } });
  expect(sessions).toMatchObject({ ok: true, value: [{ status: 'waiting', reason: 'window-closed', phase: 'waiting' }] });
  expect(actions).toMatchObject({
    ok: true,
    value: [
      { result: 'pending' },
      { result: 'postponed', reason: 'out-of-window', flags: ['new'], frozen: { mode: 'repair', state: { between: ['1', '2'] } } },
    ],
  });
  expect(counts).toMatchObject({ ok: true, value: [{ session: 's1', results: { pending: 1, postponed: 1 } }] });
});
