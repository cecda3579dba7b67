/** The one place that opens SQLite files. */
import Database from 'better-sqlite3';

let binding: string | undefined;

/** From now on this binary of better-sqlite3 is used, for runtimes that cannot load the one that comes with the package. */
export function useBinding(file: string): void {
  binding = file;
}

/** See better-sqlite3. */
export function openSqlite(path: string, options: Database.Options = {}): Database.Database {
  return new Database(path, { ...options, ...(binding === undefined ? {} : { nativeBinding: binding }) });
}
