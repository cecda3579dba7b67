import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { databaseAt, namesIn } from './migration-fixtures.ts';

it('50-items-of-sessions adds an index and changes no row', () => {
  const db = databaseAt(40);
  const before = db.prepare('SELECT * FROM set_up').all();
  migrate(db, 50);
  expect(db.pragma('user_version', { simple: true })).toBe(50);
  expect(namesIn(db)).toContain('actions_by_item');
  expect(db.prepare('SELECT * FROM set_up').all()).toEqual(before);
});
