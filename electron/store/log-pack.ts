/**
 * Log records on their way to the worker: columns instead of objects, since cloning an object a line would be most of what
 * the main thread does while a script floods. The worker joins packs and writes them as chunks (see log-format.ts).
 */
import type { OutputRecord } from '../../shared/record.ts';
import type { Stream } from '../../shared/words.ts';

/** Numbers of the streams in packs and in chunks on disk: never renumbered, only added; at most 63. */
export const STREAM_CODES: Readonly<Record<Stream, number>> = {
  stdout: 0,
  stderr: 1,
  warning: 2,
  verbose: 3,
  progress: 4,
  error: 5,
  information: 6,
  debug: 7,
  rounds: 8,
};
export const PARTIAL = 64;
export const ESCAPED = 128;

/** Numbers a record: milliseconds since the record before, code (stream and flags), length in UTF-16 code units. */
export const META_SIZE = 3;

export interface LogPack {
  session: string;
  n: number;
  /** Time of the first record, milliseconds since 1970. */
  base: number;
  /** META_SIZE numbers a record. */
  meta: number[];
  /** The records' texts end to end. */
  text: string;
  /** About the bytes that it holds in memory; what backpressure counts. */
  cost: number;
}

/** A pack that is being filled. */
export interface LogDraft extends Omit<LogPack, 'text'> {
  texts: string[];
  /** Time of the last record. */
  last: number;
}

/** Some time in the year 10889: differences of times stay exact. */
export const MAX_TIME = 2 ** 48;

const COST_PER_RECORD = 48;

/** Begins a pack. */
export function startDraft(session: string, n: number): LogDraft {
  return { session, n, base: 0, meta: [], texts: [], cost: 0, last: 0 };
}

/** What the format cannot hold, in a sentence; null when all of it is well. */
export function wrongRecord(records: readonly OutputRecord[]): string | null {
  for (const { at, stream, text } of records) {
    if (!Number.isInteger(at) || at < 0 || at > MAX_TIME) return `Time of a log record is ${at}; allowed: whole milliseconds since 1970`;
    if (!Object.hasOwn(STREAM_CODES, stream))
      return `Stream of a log record is '${String(stream)}'; allowed: ${Object.keys(STREAM_CODES).join(', ')}`;
    if (typeof text !== 'string') return 'Text of a log record is no string';
  }
  return null;
}

/** Adds checked records; answers their cost. */
export function addToDraft(draft: LogDraft, records: readonly OutputRecord[]): number {
  let cost = 0;
  for (const record of records) {
    if (draft.meta.length === 0) draft.base = draft.last = record.at;
    const code = STREAM_CODES[record.stream] + (record.partial ? PARTIAL : 0) + (record.escaped ? ESCAPED : 0);
    draft.meta.push(record.at - draft.last, code, record.text.length);
    draft.texts.push(record.text);
    draft.last = record.at;
    cost += COST_PER_RECORD + record.text.length;
  }
  draft.cost += cost;
  return cost;
}

/** The pack as it is sent. */
export function finishDraft({ session, n, base, meta, texts, cost }: LogDraft): LogPack {
  return { session, n, base, meta, text: texts.join(''), cost };
}
