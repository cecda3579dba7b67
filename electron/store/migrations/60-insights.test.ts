import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { databaseAt, namesIn } from './migration-fixtures.ts';

it('60-insights makes an index wider and changes no row', () => {
  const db = databaseAt(50);
  const [names, rows] = [namesIn(db), db.prepare('SELECT * FROM set_up').all()];
  migrate(db, 60);
  expect(db.pragma('user_version', { simple: true })).toBe(60);
  expect(namesIn(db)).toEqual(names);
  expect(db.prepare('SELECT * FROM set_up').all()).toEqual(rows);
});
