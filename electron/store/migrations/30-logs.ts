import type { Database } from 'better-sqlite3';

/** The actions' output in chunks (see log-format.ts), found by their first line, and its totals beside each action. */
export function logs(db: Database): void {
  db.exec(`
    ALTER TABLE actions ADD COLUMN log_lines INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE actions ADD COLUMN log_bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE actions ADD COLUMN dropped_lines INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE actions ADD COLUMN dropped_bytes INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE log_chunks (
      action INTEGER NOT NULL REFERENCES actions (pk) ON DELETE CASCADE,
      first_line INTEGER NOT NULL,
      lines INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (action, first_line)
    ) STRICT;
  `);
}
