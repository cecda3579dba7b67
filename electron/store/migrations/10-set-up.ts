import type { Database } from 'better-sqlite3';

/** The set-up, what is known of its computers, and the program's own small values. */
export function setUp(db: Database): void {
  db.exec(`
    CREATE TABLE set_up (
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      source TEXT NOT NULL,
      value TEXT NOT NULL, -- JSON
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE computer_states (
      computer TEXT NOT NULL PRIMARY KEY, -- TENANT/NAME
      facts TEXT NOT NULL, -- JSON
      onboarding TEXT NOT NULL,
      last_seen INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE kept_values (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
