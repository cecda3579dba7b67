/**
 * What runs just now, as the window shows it: sessions of this process by their events, those of other processes on the same
 * data folder by looking into the record. What ended while the window was open stays until it is closed.
 */
import type { BatchLine, LiveView, SessionLine } from '../../shared/api/sessions.ts';
import type { RunEvent } from '../../shared/events.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { BatchRecord, SessionRecord } from '../../shared/record.ts';
import { isBad, isLiveStatus, SESSION_LIVE_STATUSES, type Result, type SessionStatus } from '../../shared/words.ts';
import type { RunningBatch } from '../sessions/run-request.ts';
import type { Store } from '../store/store.ts';

/** So many lines a view is given at most: what runs first, then what waits, then what ended last. */
export const LINES_LIMIT = 500;
/** So many sessions that ended are kept. */
const KEPT_ENDED = 5000;
/** The last line of output is cut to this. */
const LINE_LENGTH = 200;

const RANK: Partial<Record<SessionStatus, number>> = { running: 0, 'pending-connectivity': 1, queued: 2 };

interface Kept {
  line: SessionLine;
  /** Action number to its position in `line.results` is the identity; what is under way, by number. */
  current: number | null;
  items: string[];
}

export class LiveSessions {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #changed: (session: string | null) => void;
  readonly #batches = new Map<string, BatchRecord>();
  readonly #sessions = new Map<string, Kept>();
  readonly #own = new Set<string>();
  #seen = -1;

  /** `changed` is told of what may look different now: one session, or, with null, of any. */
  constructor(store: Store, now: () => number, changed: (session: string | null) => void) {
    this.#store = store;
    this.#now = now;
    this.#changed = changed;
  }

  /** Takes over a batch that runs in this process. */
  async follow(running: RunningBatch): Promise<void> {
    this.#own.add(running.id);
    running.subscribe((event) => this.#take(event));
    // Where the program ends there is nobody left to read it for.
    void running.finished
      .catch(() => undefined)
      .then(() => this.#reload(running.id))
      .catch(() => undefined);
    await this.#reload(running.id);
  }

  /** Looks whether another process has changed something. Cheap while nobody has. */
  async look(): Promise<void> {
    const version = await this.#store.version();
    if (version === this.#seen) return;
    this.#seen = version;
    const there = await this.#store.sessions({ status: [...SESSION_LIVE_STATUSES], limit: 100_000 });
    const batches = new Set(there.filter((session) => !this.#own.has(session.batch)).map((session) => session.batch));
    for (const { line } of this.#sessions.values()) if (line.elsewhere && isLiveStatus(line.status)) batches.add(line.batch);
    for (const batch of batches) await this.#reload(batch);
  }

  /** The session's line, if it is known here. */
  line(session: string): SessionLine | null {
    return this.#sessions.get(session)?.line ?? null;
  }

  /** Computers whose sessions this process runs. */
  own(): string[] {
    return [...this.#sessions.values()].flatMap(({ line }) => (isLiveStatus(line.status) && !line.elsewhere ? [line.computerId] : []));
  }

  counts(): { running: number; queued: number } {
    let running = 0;
    let queued = 0;
    for (const { line } of this.#sessions.values()) {
      if (line.status === 'running') running += 1;
      else if (isLiveStatus(line.status)) queued += 1;
    }
    return { running, queued };
  }

  view(): LiveView {
    const all = [...this.#sessions.values()].map(({ line }) => line);
    const shown =
      all.length <= LINES_LIMIT
        ? all
        : [...all].sort((a, b) => (RANK[a.status] ?? 3) - (RANK[b.status] ?? 3) || (b.endedAt ?? 0) - (a.endedAt ?? 0)).slice(0, LINES_LIMIT);
    const batches = [...this.#batches.values()].map((batch) => batchLine(batch, all));
    return { batches: batches.sort((a, b) => b.createdAt - a.createdAt), sessions: shown };
  }

  async #reload(id: string): Promise<void> {
    const batch = await this.#store.batch(id);
    if (!batch) return;
    this.#batches.set(id, batch);
    for (const session of (await this.#store.sessions({ batch: id, limit: 100_000 })).reverse()) {
      const own = this.#own.has(id);
      const known = this.#sessions.get(session.id);
      // A session of ours tells everything itself, sooner than the record.
      if (known && own && isLiveStatus(known.line.status) && isLiveStatus(session.status)) continue;
      await this.#read(session, !own);
    }
    this.#forget();
    this.#changed(null);
  }

  async #read(session: SessionRecord, elsewhere: boolean): Promise<void> {
    const actions = await this.#store.actions(session.id);
    const running = actions.find((action) => action.result === 'running');
    this.#sessions.set(session.id, {
      current: running?.n ?? null,
      items: actions.map((action) => action.itemName),
      line: {
        id: session.id,
        batch: session.batch,
        kind: session.kind,
        computer: session.computer,
        computerId: session.computerId,
        tenant: session.tenant,
        status: session.status,
        phase: session.phase,
        reason: sentenceOf(session.reason),
        results: actions.map((action) => action.result),
        now: running ? { item: running.itemName, step: 'set', since: running.startedAt ?? this.#now(), line: '' } : null,
        createdAt: session.createdAt,
        startedAt: session.startedAt,
        endedAt: session.endedAt,
        elsewhere,
      },
    });
    this.#changed(session.id);
  }

  #take(event: RunEvent): void {
    if (!('session' in event)) return;
    const kept = this.#sessions.get(event.session);
    if (!kept) return;
    const { line } = kept;
    switch (event.type) {
      case 'session.status':
        line.status = event.status;
        line.phase = event.phase;
        line.reason = sentenceOf(event.reason);
        if (event.status === 'running') line.startedAt ??= event.at;
        if (!isLiveStatus(event.status)) line.endedAt = event.at;
        break;
      case 'session.planned':
        line.results = event.actions.map((): Result => 'pending');
        kept.items = event.actions.map(({ item }) => item);
        break;
      case 'action.started':
        // Tests are sent ahead: what was judged already stays so.
        if (event.step === 'set') line.results[event.n] = 'running';
        kept.current = event.n;
        line.now = { item: kept.items[event.n] ?? event.item, step: event.step, since: event.at, line: '' };
        break;
      case 'action.output':
        if (line.now && kept.current === event.n) {
          const text = event.records.findLast((record) => record.stream !== 'rounds' && record.text.trim() !== '')?.text;
          if (text !== undefined) line.now.line = text.slice(0, LINE_LENGTH);
        }
        break;
      case 'action.finished':
        line.results[event.n] = event.result;
        if (kept.current === event.n) line.now = null;
        break;
      case 'session.finished':
        line.status = event.status;
        line.endedAt = event.at;
        line.now = null;
        break;
    }
    this.#changed(event.session);
  }

  /** The oldest that ended go first. */
  #forget(): void {
    if (this.#sessions.size <= KEPT_ENDED) return;
    const ended = [...this.#sessions.values()].filter(({ line }) => !isLiveStatus(line.status)).sort((a, b) => a.line.createdAt - b.line.createdAt);
    for (const { line } of ended.slice(0, this.#sessions.size - KEPT_ENDED)) this.#sessions.delete(line.id);
    for (const id of this.#batches.keys()) if (![...this.#sessions.values()].some(({ line }) => line.batch === id)) this.#batches.delete(id);
  }
}

function sentenceOf(reason: SessionRecord['reason']): string | null {
  return reason === null ? null : reasonText(reason).sentence;
}

function batchLine(batch: BatchRecord, all: readonly SessionLine[]): BatchLine {
  const lines = all.filter((line) => line.batch === batch.id);
  const over = lines.filter((line) => !isLiveStatus(line.status));
  return {
    id: batch.id,
    kind: batch.kind,
    title: batch.targetText,
    createdAt: batch.createdAt,
    endedAt: batch.endedAt,
    total: lines.length,
    over: over.length,
    bad: over.filter((line) => line.status !== 'passed' || line.results.some(isBad)).length,
    running: lines.filter((line) => line.status === 'running').length,
    slots: batch.options.concurrency ?? null,
  };
}
