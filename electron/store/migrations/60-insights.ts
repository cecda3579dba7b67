import type { Database } from 'better-sqlite3';

/**
 * What the pictures of Insights read of every action of a period, in the index by which results are counted already: a million
 * actions are some 100 MB of it, and some GB of rows with their plans and parameters.
 */
export function insights(db: Database): void {
  db.exec(`
    DROP INDEX actions_by_result;
    CREATE INDEX actions_by_result ON actions (session, result, item, instance, reason, n);
  `);
}
