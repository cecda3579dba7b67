import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { databaseAt, namesIn } from './migration-fixtures.ts';

it('10-set-up makes the tables of the set-up in an empty database', () => {
  const db = databaseAt(0);
  migrate(db, 10);
  expect(db.pragma('user_version', { simple: true })).toBe(10);
  expect(namesIn(db)).toEqual(['computer_states', 'kept_values', 'set_up']);
  const insert = db.prepare('INSERT INTO set_up VALUES (?, ?, ?, ?)');
  insert.run('tenant', 'Acme', 'files', '{}');
  expect(() => insert.run('tenant', 'Acme', 'files', '{}')).toThrow('UNIQUE');
  expect(() => insert.run('tenant', null, 'files', '{}')).toThrow('NOT NULL');
});
