import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { databaseAt } from './migration-fixtures.ts';

it('30-logs gives the actions that are there an empty log, dirty rows too', () => {
  const db = databaseAt(20);
  db.pragma('foreign_keys = OFF');
  db.exec(`INSERT INTO batches (pk, id, kind, options, created_at, target_text) VALUES (1, 'b', 'odd', 'no JSON', 1, '');
    INSERT INTO sessions (pk, id, batch, kind, computer_id, computer, tenant, status, created_at, resumed)
      VALUES (1, 's', 'b', 'odd', '', '', '', 'odd', -1, 0);
    INSERT INTO actions (pk, session, n, item, item_name, result, flags, ms, changed, frozen, properties)
      VALUES (1, 1, 0, 'motd', '', 'odd', 'no JSON', 0.5, 7, '', ''),
             (2, 99, 3, 'of no session', '', 'pending', '[]', 0, 0, '{}', '[]')`);
  migrate(db, 30);
  db.pragma('foreign_keys = ON');
  expect(db.prepare('SELECT pk, n, result, log_lines, log_bytes, dropped_lines, dropped_bytes FROM actions').all()).toEqual([
    { pk: 1, n: 0, result: 'odd', log_lines: 0, log_bytes: 0, dropped_lines: 0, dropped_bytes: 0 },
    { pk: 2, n: 3, result: 'pending', log_lines: 0, log_bytes: 0, dropped_lines: 0, dropped_bytes: 0 },
  ]);
  // A log belongs to its action and goes with it.
  db.exec(`INSERT INTO log_chunks VALUES (1, 0, 1, x'00')`);
  db.exec('DELETE FROM actions WHERE pk = 1');
  expect(db.prepare('SELECT * FROM log_chunks').all()).toEqual([]);
  expect(() => db.exec(`INSERT INTO log_chunks VALUES (77, 0, 1, x'00')`)).toThrow('FOREIGN KEY');
});
