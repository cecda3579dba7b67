import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { databaseAt } from './migration-fixtures.ts';

it('40-sources gives every entry to the files of the set that made it, dirty rows too', () => {
  const db = databaseAt(30);
  const insert = db.prepare('INSERT INTO set_up VALUES (?, ?, ?, ?)');
  insert.run('tenant', 'Acme', 'files:/a b/x.yaml', '{"name":"Acme"}');
  insert.run('tenant', 'Globex', 'files:/a.yaml\n/b.yaml', 'no JSON');
  insert.run('deployment', 'D', 'adopted', '{}');
  insert.run('no kind', '', '', '');
  migrate(db, 40);
  expect(db.pragma('user_version', { simple: true })).toBe(40);
  expect(db.prepare('SELECT id, sources, value FROM set_up ORDER BY kind, id').all()).toEqual([
    { id: 'D', sources: '["adopted"]', value: '{}' },
    { id: '', sources: '[""]', value: '' },
    { id: 'Acme', sources: '["file:/a b/x.yaml"]', value: '{"name":"Acme"}' },
    { id: 'Globex', sources: '["file:/a.yaml","file:/b.yaml"]', value: 'no JSON' },
  ]);
});
