import type { Database } from 'better-sqlite3';

/**
 * An entry of the set-up belongs to every source that names it, as a JSON list: it used to belong to one set of files, whose
 * paths stood one a line. Which of a set named it is not known, so it belongs to all of them until they are applied again.
 */
export function sources(db: Database): void {
  db.exec('ALTER TABLE set_up RENAME COLUMN source TO sources');
  const rows = db.prepare<[], { kind: string; id: string; sources: string }>('SELECT kind, id, sources FROM set_up').all();
  const update = db.prepare('UPDATE set_up SET sources = ? WHERE kind = ? AND id = ?');
  for (const { kind, id, sources: source } of rows) {
    const list = source.startsWith('files:')
      ? source
          .slice('files:'.length)
          .split('\n')
          .map((file) => `file:${file}`)
      : [source];
    update.run(JSON.stringify(list), kind, id);
  }
}
