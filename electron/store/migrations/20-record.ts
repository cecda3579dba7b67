import type { Database } from 'better-sqlite3';

/**
 * Batches, sessions, actions and the items as sessions froze them.
 *
 * What is filtered or sorted by is a column with an index that ends in the order of the list, so that a page of it is read
 * without sorting; the rest is JSON. A session names its computer and does not refer to it: history outlives the computer.
 * `pk` orders what was made in the same millisecond, and keeps the keys of a million actions small.
 */
export function record(db: Database): void {
  db.exec(`
    CREATE TABLE items (
      hash TEXT NOT NULL PRIMARY KEY,
      definition TEXT NOT NULL -- JSON
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE batches (
      pk INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      options TEXT NOT NULL, -- JSON
      created_at INTEGER NOT NULL,
      ended_at INTEGER,
      parent TEXT,
      target_text TEXT NOT NULL,
      cancel_requested_at INTEGER
    ) STRICT;
    CREATE INDEX batches_by_date ON batches (created_at);
    CREATE INDEX batches_open ON batches (pk) WHERE ended_at IS NULL;
    CREATE INDEX batches_to_cancel ON batches (pk) WHERE cancel_requested_at IS NOT NULL AND ended_at IS NULL;

    CREATE TABLE sessions (
      pk INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      batch TEXT NOT NULL REFERENCES batches (id),
      kind TEXT NOT NULL,
      computer_id TEXT NOT NULL,
      computer TEXT NOT NULL,
      tenant TEXT NOT NULL,
      status TEXT NOT NULL,
      reason TEXT,
      detail TEXT,
      phase TEXT,
      parent TEXT,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      ended_at INTEGER,
      facts TEXT, -- JSON
      owner TEXT,
      resumed INTEGER NOT NULL,
      cancel_requested_at INTEGER
    ) STRICT;
    CREATE INDEX sessions_by_date ON sessions (created_at);
    CREATE INDEX sessions_by_batch ON sessions (batch, created_at);
    CREATE INDEX sessions_by_parent ON sessions (parent, created_at) WHERE parent IS NOT NULL;
    CREATE INDEX sessions_by_computer_id ON sessions (computer_id, created_at);
    CREATE INDEX sessions_by_computer ON sessions (computer, created_at);
    CREATE INDEX sessions_by_tenant ON sessions (tenant, created_at);
    CREATE INDEX sessions_by_tenant_status ON sessions (tenant, status, created_at);
    CREATE INDEX sessions_by_status ON sessions (status, created_at);
    CREATE INDEX sessions_live ON sessions (batch, owner) WHERE status IN ('queued', 'pending-connectivity', 'running');
    CREATE INDEX sessions_to_cancel ON sessions (pk)
      WHERE cancel_requested_at IS NOT NULL AND status IN ('queued', 'pending-connectivity', 'running');

    CREATE TABLE actions (
      pk INTEGER PRIMARY KEY,
      session INTEGER NOT NULL REFERENCES sessions (pk),
      n INTEGER NOT NULL,
      item TEXT NOT NULL,
      item_name TEXT NOT NULL,
      instance TEXT,
      result TEXT NOT NULL,
      reason TEXT,
      detail TEXT,
      flags TEXT NOT NULL, -- JSON
      started_at INTEGER,
      ended_at INTEGER,
      ms REAL NOT NULL,
      changed INTEGER NOT NULL,
      frozen TEXT NOT NULL, -- JSON
      planned TEXT, -- JSON
      properties TEXT NOT NULL, -- JSON
      UNIQUE (session, n)
    ) STRICT;
    CREATE INDEX actions_by_result ON actions (session, result);
  `);
}
