/** The main thread's end of the logs: packs them, and holds back who writes more than the worker can take. */
import { RoundsError } from '../../shared/errors.ts';
import type { OutputRecord } from '../../shared/record.ts';
import { addToDraft, startDraft, wrongRecord, type LogDraft } from './log-pack.ts';
import { errorFromData, type LogReport } from './messages.ts';

/** Bytes (about) that may be under way to the disk before `append` waits. */
const HIGH_WATER = 16 * 1024 * 1024;
/** Who waits goes on when it is down to this. */
const LOW_WATER = HIGH_WATER / 2;

export interface LogSender {
  /** See Store.appendLog. */
  append(session: string, n: number, records: readonly OutputRecord[]): Promise<void>;
  /** What the worker said about logs. */
  report(report: LogReport): void;
  /** Packs begun since are sent before what follows, so later records start new ones. */
  endPacks(): void;
  /** Logs were refused since this was last asked: why. */
  takeRefusal(): RoundsError | null;
  /** No more is taken, and why; what was taken is still written. */
  refuse(error: RoundsError): void;
  /** No more will be written: everybody who waits is told. */
  fail(error: RoundsError): void;
}

/** `send` takes a pack that is still filled until `endPacks`. */
export function createLogSender(send: (draft: LogDraft) => void): LogSender {
  const open = new Map<string, LogDraft>();
  const refusals = new Map<string, RoundsError>();
  let refusal: RoundsError | null = null;
  let stalled: RoundsError | null = null;
  let failed: RoundsError | null = null;
  let outstanding = 0;
  let waiting: { resolve: () => void; reject: (error: RoundsError) => void }[] = [];
  const accepted = Promise.resolve();
  const keyOf = (session: string, n: number) => `${n}/${session}`;

  return {
    append(session, n, records) {
      const key = keyOf(session, n);
      const refused = failed ?? stalled ?? refusals.get(key);
      if (refused) return Promise.reject(refused);
      const wrong = wrongRecord(records);
      if (wrong) return Promise.reject(new RoundsError('store/argument', wrong));
      if (records.length === 0) return accepted;
      let draft = open.get(key);
      if (!draft) {
        draft = startDraft(session, n);
        open.set(key, draft);
        send(draft);
      }
      outstanding += addToDraft(draft, records);
      if (outstanding < HIGH_WATER) return accepted;
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    report(report) {
      outstanding -= report.released;
      stalled = report.stalled ? errorFromData(report.stalled) : null;
      for (const { session, n, error } of report.refused) {
        refusal = errorFromData(error);
        refusals.set(keyOf(session, n), refusal);
      }
      if (outstanding > LOW_WATER && !stalled) return;
      const free = waiting;
      waiting = [];
      // What they gave is accepted either way; the next call says that the disk is full.
      for (const { resolve } of free) resolve();
    },
    endPacks: () => open.clear(),
    takeRefusal() {
      const taken = refusal;
      refusal = null;
      return taken;
    },
    refuse(error) {
      failed ??= error;
    },
    fail(error) {
      failed ??= error;
      const told = waiting;
      waiting = [];
      for (const { reject } of told) reject(error);
    },
  };
}
