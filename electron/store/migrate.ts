/** Brings a database to the version that this program knows, one numbered step after the other. */
import type { Database } from 'better-sqlite3';
import { RoundsError } from '../../shared/errors.ts';
import { setUp } from './migrations/10-set-up.ts';
import { record } from './migrations/20-record.ts';
import { logs } from './migrations/30-logs.ts';
import { sources } from './migrations/40-sources.ts';
import { itemsOfSessions } from './migrations/50-items-of-sessions.ts';
import { insights } from './migrations/60-insights.ts';

interface Migration {
  /** In tens, so that one may be put between two others. */
  version: number;
  run: (db: Database) => void;
}

const MIGRATIONS: readonly Migration[] = [
  { version: 10, run: setUp },
  { version: 20, run: record },
  { version: 30, run: logs },
  { version: 40, run: sources },
  { version: 50, run: itemsOfSessions },
  { version: 60, run: insights },
];
export const LATEST_VERSION = Math.max(...MIGRATIONS.map(({ version }) => version));
/** `Rnds`: tells our database from any other SQLite file. */
const APPLICATION_ID = 0x526e6473;

const numberOf = (db: Database, pragma: string) => Number(db.pragma(pragma, { simple: true }));

/**
 * Refuses what this program must not touch, before anything is written.
 * @throws RoundsError `store/newer-version`, `store/foreign`.
 */
export function checkVersion(db: Database, path: string): void {
  const version = numberOf(db, 'user_version');
  const application = numberOf(db, 'application_id');
  const empty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  const place = { file: path };
  if (application !== APPLICATION_ID && !(empty && application === 0 && version === 0)) {
    throw new RoundsError('store/foreign', `${path}: it is a database of another program; it was left as it is`, {
      place,
      advice: 'Choose another folder with --data.',
    });
  }
  if (version > LATEST_VERSION) {
    throw new RoundsError(
      'store/newer-version',
      `${path}: a newer version of Rounds wrote it: its version is ${version}, this program knows up to ${LATEST_VERSION}; it was left as it is`,
      {
        place,
        version,
        advice: 'Use the newer Rounds that wrote it, or another folder with --data.',
      },
    );
  }
}

/** Runs what is missing, a transaction each; two processes may do so at the same time. */
export function migrate(db: Database, upTo = LATEST_VERSION): void {
  for (const { version, run } of MIGRATIONS) {
    if (version > upTo || numberOf(db, 'user_version') >= version) continue;
    db.transaction(() => {
      // Asked again under the lock: another process may have been quicker.
      if (numberOf(db, 'user_version') >= version) return;
      run(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
}
