import type { Database } from 'better-sqlite3';

/** Which sessions did an item: asked for by the history's filter, one look for each session. */
export function itemsOfSessions(db: Database): void {
  db.exec('CREATE INDEX actions_by_item ON actions (item, session)');
}
