/** The set-up's entries, what is known of computers, and small kept values. */
import type { Database } from 'better-sqlite3';
import type { ComputerState } from '../../shared/model.ts';
import { RoundsError } from '../../shared/errors.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { statement } from './database.ts';
import type { Handlers } from './messages.ts';
import { decode, json, type Row } from './rows.ts';
import { computerStateSchema, setUpEntrySchema } from './schemas.ts';
import type { SetUpEntry } from './store.ts';

/** The id under which an entry is kept and removed. */
export function entryId(entry: SetUpEntry): string {
  switch (entry.kind) {
    case 'tenant':
    case 'credential':
    case 'deployment':
      return entry.value.name;
    case 'computer':
    case 'group':
    case 'item-folder':
    case 'limits':
      return entry.value.id;
    default:
      return assertNever(entry, 'kind of a set-up entry');
  }
}

/** Where the number of changes of the set-up is kept. */
const CHANGES = 'set-up-changes';

const versionOf = (db: Database): number => Number(statement(db, `SELECT value FROM kept_values WHERE key = '${CHANGES}'`).get()?.value ?? 0);

type SetUpCall = 'readSetUp' | 'setUpVersion' | 'changeSetUp' | 'computerStates' | 'updateComputerState' | 'getValue' | 'setValue';

/** The calls about the set-up. */
export function setUpHandlers(db: Database): Pick<Handlers, SetUpCall> {
  return {
    readSetUp: () =>
      statement(db, 'SELECT kind, id, sources, value FROM set_up ORDER BY kind, id')
        .all()
        .map((row) =>
          decode(setUpEntrySchema, 'set_up', `${String(row.kind)} ${String(row.id)}`, () => ({
            kind: row.kind,
            sources: json(row.sources),
            value: json(row.value),
          })),
        ),

    setUpVersion: () => versionOf(db),

    changeSetUp({ put, remove, version }) {
      if (version !== undefined && version !== versionOf(db))
        throw new RoundsError('store/set-up-changed', 'the set-up was changed meanwhile', { advice: 'Look at it as it is now, then try again.' });
      const deleteEntry = statement(db, 'DELETE FROM set_up WHERE kind = ? AND id = ?');
      const putEntry = statement(
        db,
        `INSERT INTO set_up (kind, id, sources, value) VALUES (?, ?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET sources = excluded.sources, value = excluded.value`,
      );
      statement(
        db,
        `INSERT INTO kept_values (key, value) VALUES ('${CHANGES}', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`,
      ).run();
      for (const { kind, id } of remove) deleteEntry.run(kind, id);
      for (const entry of put) putEntry.run(entry.kind, entryId(entry), JSON.stringify(entry.sources), JSON.stringify(entry.value));
      // A computer that was removed is forgotten, but for its history: one of the same name may be another machine.
      const forget = statement(
        db,
        `DELETE FROM computer_states WHERE computer = ? AND NOT EXISTS (SELECT 1 FROM set_up WHERE kind = 'computer' AND id = computer)`,
      );
      for (const { kind, id } of remove) if (kind === 'computer') forget.run(id);
    },

    computerStates(ids) {
      const known = statement(db, 'SELECT * FROM computer_states WHERE computer = ?');
      const all = () => [
        ...statement(db, `SELECT id AS computer FROM set_up WHERE kind = 'computer'`).all(),
        ...statement(db, 'SELECT * FROM computer_states').all(),
      ];
      const rows = ids ? ids.map((id): Row => known.get(id) ?? { computer: id }) : all();
      return Object.fromEntries(rows.map((row) => [String(row.computer), stateFromRow(row)]));
    },

    updateComputerState(id, { facts, onboarding, lastSeen }) {
      const present = statement(db, 'SELECT * FROM computer_states WHERE computer = ?').get(id);
      const before = stateFromRow(present ?? { computer: id });
      statement(db, 'INSERT OR REPLACE INTO computer_states (computer, facts, onboarding, last_seen) VALUES (?, ?, ?, ?)').run(
        id,
        JSON.stringify(facts ?? before.facts),
        onboarding ?? before.onboarding,
        lastSeen ?? before.lastSeen,
      );
    },

    getValue: (key) => {
      const value = statement(db, 'SELECT value FROM kept_values WHERE key = ?').get(key)?.value;
      return typeof value === 'string' ? value : null;
    },
    setValue(key, value) {
      statement(db, 'INSERT OR REPLACE INTO kept_values (key, value) VALUES (?, ?)').run(key, value);
    },
  };
}

/** A row of `computer_states`, or one that names a computer of which nothing is known yet. */
function stateFromRow(row: Row): ComputerState {
  if (row.facts === undefined) return { facts: {}, onboarding: 'needs-onboarding', lastSeen: null };
  return decode(computerStateSchema, 'computer_states', row.computer, () => ({
    facts: json(row.facts),
    onboarding: row.onboarding,
    lastSeen: row.last_seen,
  }));
}
