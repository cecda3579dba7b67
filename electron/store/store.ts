/**
 * The record and the set-up, as everything above the store sees them: no SQL, no thread.
 * Every call is answered by the worker that owns the database. A promise that resolves means: committed.
 * Errors are RoundsError of kind `store/*`.
 */
import type { Computer, ComputerState, Credential, Deployment, Facts, Group, Item, Tenant } from '../../shared/model.ts';
import type { Limits } from '../../shared/limits.ts';
import type { ActionRecord, BatchRecord, OutputRecord, SessionRecord } from '../../shared/record.ts';
import type { OnboardingState, Phase, SessionStatus, Stream } from '../../shared/words.ts';
import type { ReasonCode } from '../../shared/reasons.ts';
import type { InsightsRecord, InsightsRequest } from './insights.ts';

/**
 * One thing of the set-up and the sources that name it (`file:PATH` of a YAML file, `adopted`, the window). It belongs to
 * all of them, and goes with the last.
 */
export type SetUpEntry = { sources: string[] } & (
  | { kind: 'tenant'; value: Tenant }
  | { kind: 'credential'; value: Credential }
  | { kind: 'computer'; value: Computer }
  | { kind: 'group'; value: Group }
  | { kind: 'deployment'; value: Deployment }
  /** An item folder, absolute path; its id is the path. `copies`: sources that name another folder with the same item. */
  | { kind: 'item-folder'; value: { id: string; path: string; copies?: Record<string, string> } }
  /** There is one, with id `limits`. */
  | { kind: 'limits'; value: { id: 'limits'; limits: Partial<Limits> } }
);
export type SetUpKind = SetUpEntry['kind'];

/** All of it in one transaction: either every change, or none. */
export interface SetUpChange {
  put: SetUpEntry[];
  remove: { kind: SetUpKind; id: string }[];
  /** The `setUpVersion` that it was made for: refused (`store/set-up-changed`) when the set-up is another by now. */
  version?: number;
}

export interface SessionFilter {
  since?: number;
  until?: number;
  tenant?: string;
  /** Computer name or `TENANT/NAME`. */
  computer?: string;
  status?: SessionStatus[];
  /** Text that `TENANT/NAME` contains, whatever the case. */
  computerText?: string;
  /** An item that the session had. */
  item?: string;
  /** Why it, or an action of it (of one item, by id), ended as it did. */
  cause?: { reason: ReasonCode; item?: string };
  batch?: string;
  parent?: string;
  /** Newest first; default 200. */
  limit?: number;
  offset?: number;
}

/** Where a search of logs goes on: how many sessions are behind it, and where in the next one. */
export interface SearchPlace {
  sessions: number;
  n: number;
  line: number;
}

export interface LogSearch {
  /** With `until`, so that sessions that begin meanwhile do not move the others. */
  filter: SessionFilter;
  /** Found whatever the case. */
  text: string;
  from: SearchPlace | null;
  limit: number;
  /** Milliseconds. */
  budget: number;
}

export interface LogHit {
  session: string;
  n: number;
  item: string;
  line: number;
  text: string;
}

export interface LogSearchPage {
  hits: LogHit[];
  /** Null when all was searched. */
  next: SearchPlace | null;
  searched: number;
  /** Pieces of logs that could not be read. */
  unreadable: number;
}

/** One thing that failed; without an item it is the session as a whole. */
export interface Failure {
  session: string;
  computer: string;
  item: { key: string; name: string } | null;
  result: ActionRecord['result'] | null;
  reason: ReasonCode | null;
  detail: string | null;
}

/** An action as one moment in the history of an item on a computer. */
export interface ItemMoment {
  session: string;
  n: number;
  /** When its session was made. */
  at: number;
  result: ActionRecord['result'];
  reason: ReasonCode | null;
  detail: string | null;
}

/** What changes about a session while it runs. A field that is absent stays. */
export interface SessionUpdate {
  status?: SessionStatus;
  reason?: ReasonCode | null;
  detail?: string | null;
  phase?: Phase | null;
  startedAt?: number;
  endedAt?: number | null;
  facts?: Facts;
  owner?: string | null;
  resumed?: number;
}

export type ActionUpdate = Partial<
  Pick<ActionRecord, 'result' | 'reason' | 'detail' | 'flags' | 'startedAt' | 'endedAt' | 'ms' | 'changed' | 'properties'>
>;

export interface SessionCounts {
  session: string;
  /** Result to number of actions. */
  results: Partial<Record<ActionRecord['result'], number>>;
}

export interface SessionResults {
  session: string;
  results: ActionRecord['result'][];
}

export interface LastOfComputer {
  computerId: string;
  id: string;
  status: SessionStatus;
  reason: ReasonCode | null;
  /** Its end, or its beginning while it has none. */
  at: number;
  counts: SessionCounts['results'];
}

export interface MovedSession {
  session: string;
  computerId: string;
  /** It is not over. */
  live: boolean;
  resumed: number;
}

export interface LogPage {
  records: OutputRecord[];
  /** Line number of the first record, from 0. */
  first: number;
  /** Lines in the log by now. */
  total: number;
}

/** Which lines of a log came by certain streams: `runs` are pairs of first line and how many, in order. */
export interface StreamRuns {
  runs: number[];
  /** The line that was looked at last, plus one: where to go on. */
  next: number;
  /** Lines in the log by now. */
  total: number;
}

export interface Store {
  // --- set-up
  readSetUp(): Promise<SetUpEntry[]>;
  /** Another number after every change of the set-up, by whatever process. Cheap. */
  setUpVersion(): Promise<number>;
  changeSetUp(change: SetUpChange): Promise<void>;
  /** Facts, onboarding and last seen of every computer, or of those named. A computer without any has the defaults. */
  computerStates(ids?: string[]): Promise<Record<string, ComputerState>>;
  updateComputerState(id: string, change: { facts?: Facts; onboarding?: OnboardingState; lastSeen?: number }): Promise<void>;
  /** The program's own small values (which recommended deployments were adopted, and the like). */
  getValue(key: string): Promise<string | null>;
  setValue(key: string, value: string): Promise<void>;

  // --- the record, written as it happens
  /** A batch and all its sessions (and, where they are known already, their actions and the items of these) in one transaction. */
  createBatch(batch: BatchRecord, sessions: SessionRecord[], actions: ActionRecord[], items?: Item[]): Promise<void>;
  /**
   * Takes over interrupted sessions to go on with them: queued again, with this process as owner. Returns those that it got;
   * of two processes that ask at the same time one gets a session.
   */
  claim(sessions: string[]): Promise<string[]>;
  endBatch(id: string, endedAt: number): Promise<void>;
  updateSession(id: string, change: SessionUpdate): Promise<void>;
  /** The actions of a session, once, when it is planned; replaces pending ones that are there. Keeps the items' definitions. */
  planSession(id: string, actions: ActionRecord[], items: Item[]): Promise<void>;
  updateAction(session: string, n: number, change: ActionUpdate): Promise<void>;
  /**
   * Adds to an action's log. Committed within a second, whatever comes (P27); resolves when it is accepted and there is
   * room for more (backpressure). Beyond the cap (1,000,000 lines or 256 MiB) output is counted, not kept, and said once.
   */
  appendLog(session: string, n: number, records: OutputRecord[]): Promise<void>;
  /** Everything accepted so far is committed. */
  flush(): Promise<void>;

  // --- reading it
  batch(id: string): Promise<BatchRecord | null>;
  batches(filter: { since?: number; limit?: number }): Promise<BatchRecord[]>;
  session(id: string): Promise<SessionRecord | null>;
  sessions(filter: SessionFilter): Promise<SessionRecord[]>;
  /** How many sessions a filter holds. */
  countSessions(filter: SessionFilter): Promise<number>;
  /** What failed in the newest `limit` sessions of a filter that did not pass, and how many these are. */
  failures(filter: SessionFilter, limit: number): Promise<{ failures: Failure[]; sessions: number }>;
  /** Sums over a period, for pictures. Seconds where there are a million actions, on a thread of its own. */
  insights(request: InsightsRequest): Promise<InsightsRecord>;
  /** The newest actions of an item (`item[:instance]`) on a computer, newest first. */
  itemHistory(computer: string, key: string, limit: number): Promise<ItemMoment[]>;
  /** A piece of a search for text in logs. */
  searchLogs(search: LogSearch): Promise<LogSearchPage>;
  /** Ids of the items that the record knows, with their names as they were last. */
  recordedItems(): Promise<{ id: string; name: string }[]>;
  counts(sessions: string[]): Promise<SessionCounts[]>;
  /** The results of these sessions' actions, in their order. */
  results(sessions: string[]): Promise<SessionResults[]>;
  /** The newest session of each computer (or of those named) that looked at all it should have, with its counts; live ones too. */
  lastSessions(computers?: string[]): Promise<LastOfComputer[]>;
  /**
   * What may look different since a mark of an earlier call (null: what is open now): sessions that began since, and those that
   * run or may be gone on with.
   */
  moved(since: number | null): Promise<{ mark: number; sessions: MovedSession[] }>;
  actions(session: string): Promise<ActionRecord[]>;
  /** The item's definition as a session froze it, or null. */
  item(hash: string): Promise<Item | null>;
  /** Lines from `first`, at most `limit` (default 1000). */
  log(session: string, n: number, range: { first: number; limit?: number }): Promise<LogPage>;
  /** Lines of these streams, from line `first` on, among the next 20,000 lines or fewer. */
  logStreams(session: string, n: number, first: number, streams: readonly Stream[]): Promise<StreamRuns>;
  /** Batch or session ids that begin or end with this; at most `limit` (10). `last` is the newest batch. */
  findIds(text: string, limit?: number): Promise<{ kind: 'batch' | 'session'; id: string }[]>;

  // --- owners, and requests from other processes
  /** This process's owner id: process id, start time, boot identity; its lock is held until close or death. */
  readonly owner: string;
  /**
   * Ends what nobody owns any more: every session that is not over and whose owner holds no lock becomes Interrupted
   * (its running actions Unknown `interrupted`, pending ones stay pending). Returns those sessions.
   */
  recover(now: number): Promise<SessionRecord[]>;
  /** Asks the owner to cancel. */
  requestCancel(id: string, now: number): Promise<void>;
  /** Session and batch ids that somebody asked to cancel, and that concern sessions that are not over. Cheap; polled. */
  cancelRequests(): Promise<string[]>;
  /** Grows with every commit of any process: cheap to poll. */
  version(): Promise<number>;

  /** Flushes, ends the worker, lets go of the lock. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Absolute; made when it is not there (mode 0700). */
  folder: string;
  /** Lower caps, for tests of the cap itself. */
  logCap?: { lines: number; bytes: number };
  /** A better-sqlite3 binary other than the one that comes with the package: for runtimes that cannot load that. */
  nativeBinding?: string;
}
