/** Databases at an older version, for the tests of the migrations. */
import Database from 'better-sqlite3';
import { migrate } from '../migrate.ts';

/** A database in memory at this version (0: empty). */
export function databaseAt(version: number): Database.Database {
  const db = new Database(':memory:');
  migrate(db, version);
  return db;
}

/** Tables and indexes by name. */
export function namesIn(db: Database.Database): string[] {
  return db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`).pluck().all();
}
