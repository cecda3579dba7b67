/** The worker's work without its thread: takes what arrived, answers it, and keeps the logs moving. */
import type { Database } from 'better-sqlite3';
import { databasePath } from './database.ts';
import { createLogWriter, type LogCap } from './log-writer.ts';
import { readLog, readStreams } from './log-reader.ts';
import { CALLS, FLUSHES_SESSION, type Answered, type Call, type Entry, type ErrorData, type Handlers, type Reply } from './messages.ts';
import type { Owners } from './owners.ts';
import { recordReadHandlers } from './record-read.ts';
import { recordWriteHandlers } from './record-write.ts';
import { recoveryHandlers } from './recovery.ts';
import { setUpHandlers } from './set-up.ts';
import { errorData } from './store-error.ts';
import { createWriteGroup, type Attempt } from './write-group.ts';

export interface Keeper {
  /** Answers entries in order. Writes side by side are one transaction; no answer is given before it is committed. */
  handle(entries: readonly Entry[]): Reply;
  /** Writes the logs that wait; to be called within LOG_DELAY_MS whenever `waiting` is true. */
  writeLogs(): Reply;
  /** Logs wait to be written. */
  waiting(): boolean;
}

/** How long a line may wait in the worker; with the way there and the commit it is on disk within 500 ms. */
export const LOG_DELAY_MS = 250;

/** Over an open database. */
export function createKeeper(db: Database, folder: string, owners: Owners, cap: LogCap): Keeper {
  const path = databasePath(folder);
  const group = createWriteGroup(db, path);
  const logs = createLogWriter(db, path, cap);
  /** Own commits; SQLite's `data_version` only grows with those of others. */
  let commits = 0;
  let stalled: ErrorData | null = null;
  let answers: Answered[] = [];
  /** Writes of the group under way: answered when it is committed. */
  let held: { seq: number; attempt: Attempt }[] = [];
  const handlers: Handlers = {
    ...setUpHandlers(db),
    ...recordWriteHandlers(db),
    ...recordReadHandlers(db),
    ...recoveryHandlers(db, owners),
    log: (session, n, range) => readLog(db, session, n, range),
    logStreams: (session, n, first, streams) => readStreams(db, session, n, first, streams),
    flush: () => undefined,
    version: () => commits + Number(db.pragma('data_version', { simple: true })),
  };

  const answer = (seq: number, attempt: Attempt) => {
    answers.push(attempt.ok ? { seq, ok: true, value: attempt.value } : { seq, ok: false, error: errorData(attempt.error, path) });
  };
  const run = ({ name, args }: Call): unknown => (handlers[name] as (...given: unknown[]) => unknown)(...args);

  function commit(): void {
    const began = db.inTransaction;
    const failure = group.commit();
    if (failure) {
      logs.rolledBack();
      // Whatever the call, logs that wait could not be written either.
      if (logs.holds()) stalled = errorData(failure, path);
    } else {
      logs.committed();
      if (began) commits++;
    }
    for (const { seq, attempt } of held) answer(seq, failure && attempt.ok ? { ok: false, error: failure } : attempt);
    held = [];
  }

  function writeLogs(which: Parameters<typeof logs.write>[0]): Attempt {
    const attempt = group.attempt(() => logs.write(which));
    stalled = attempt.ok ? null : errorData(attempt.error, path);
    return attempt;
  }

  /** Logs that a call must find on disk. */
  function logsBefore({ name, args }: Call): Attempt {
    const session = FLUSHES_SESSION.has(name) && typeof args[0] === 'string' ? args[0] : undefined;
    if (name === 'flush' && logs.holds()) return writeLogs('all');
    if (session !== undefined && logs.holds(session)) return writeLogs({ session });
    return { ok: true, value: undefined };
  }

  function handleCall(call: Call): void {
    const before = logsBefore(call);
    if (CALLS[call.name] === 'write') {
      held.push({ seq: call.seq, attempt: before.ok ? group.attempt(() => run(call)) : before });
      return;
    }
    // A read stands outside of the transaction, and shows what is there even when logs cannot be written at present.
    commit();
    try {
      answer(call.seq, { ok: true, value: run(call) });
    } catch (error) {
      answers.push({ seq: call.seq, ok: false, error: errorData(error, path) });
    }
  }

  function reply(): Reply {
    commit();
    const given = answers;
    answers = [];
    return { type: 'reply', answers: given, logs: { ...logs.takeReport(), stalled } };
  }

  return {
    handle(entries) {
      for (const entry of entries) {
        if (entry.type === 'log') logs.add(entry.pack);
        else if (entry.type === 'call') handleCall(entry.call);
      }
      if (logs.hasFull()) writeLogs('full');
      return reply();
    },
    writeLogs() {
      writeLogs('all');
      return reply();
    },
    waiting: () => logs.holds(),
  };
}
