import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { databaseAt, namesIn } from './migration-fixtures.ts';

it('20-record adds the record and leaves the set-up as it is, dirty rows too', () => {
  const db = databaseAt(10);
  db.exec(`INSERT INTO set_up VALUES ('tenant', 'Acme', 'files', 'no JSON'), ('no kind', '', '', '{"a":');
    INSERT INTO computer_states VALUES ('Acme/gone', '[]', 'odd', -1);
    INSERT INTO kept_values VALUES ('', '')`);
  const before = ['set_up', 'computer_states', 'kept_values'].map((table) => db.prepare(`SELECT * FROM ${table}`).all());
  migrate(db, 20);
  expect(db.pragma('user_version', { simple: true })).toBe(20);
  expect(['set_up', 'computer_states', 'kept_values'].map((table) => db.prepare(`SELECT * FROM ${table}`).all())).toEqual(before);
  expect(namesIn(db)).toEqual(expect.arrayContaining(['actions', 'batches', 'items', 'sessions', 'sessions_live', 'sessions_to_cancel']));
});
