/** The output of a script without secrets, while it comes. */
import type { OutputRecord } from '../../shared/record.ts';
import { mask, merge, type KnownSecrets } from './redact.ts';
import type { Hit } from './needles.ts';

/** Of what was given out, so much is looked at again with what follows. */
const CONTEXT = 16;
/** More records than these are not held back, whatever they may begin. */
const MOST_HELD = 100;

export interface Redactor {
  /**
   * Output without secrets, in the same lines. What may be the beginning of one is held back until its stream goes on: the
   * end of a line that is not finished, and whole lines while wrapped base64 or hexadecimal, or a secret of several lines,
   * may go on in the next. `last` lets everything go.
   */
  records(records: OutputRecord[], last?: boolean): OutputRecord[];
}

/** A record, or what is left of it, and where it stands in the text of its stream. */
interface Piece {
  record: OutputRecord;
  order: number;
  from: number;
  to: number;
}

/** One for each script: it remembers what it holds back. */
export function createRedactor(secrets: KnownSecrets): Redactor {
  const streams = new Map<OutputRecord['stream'], RedactedStream>();
  let order = 0;
  return {
    records(records, last = false) {
      if (secrets.none) return records;
      for (const record of records) {
        let stream = streams.get(record.stream);
        if (!stream) streams.set(record.stream, (stream = new RedactedStream(secrets)));
        stream.push(record, order++);
      }
      const given = [...streams.values()].map((stream) => stream.take(last));
      const out = given.length === 1 ? (given[0] ?? []) : given.flat().sort((a, b) => a.order - b.order);
      return out.map(({ record }) => record);
    },
  };
}

class RedactedStream {
  readonly #secrets: KnownSecrets;
  #text = '';
  /** Not given out yet; what stands before the first of them in the text is. */
  #pieces: Piece[] = [];
  #added: string[] = [];
  #length = 0;
  /** Found before, and not all of it given out. */
  #hits: Hit[] = [];
  /** A hit goes on in the line whose beginning was given out, and its mask was as well. */
  #masked = false;

  constructor(secrets: KnownSecrets) {
    this.#secrets = secrets;
  }

  push(record: OutputRecord, order: number): void {
    const from = this.#length;
    this.#pieces.push({ record, order, from, to: from + record.text.length });
    this.#added.push(record.text);
    if (!record.partial) this.#added.push('\n');
    this.#length = from + record.text.length + (record.partial ? 0 : 1);
  }

  /** What can be given out. */
  take(all: boolean): Piece[] {
    if (this.#pieces.length === 0 || (this.#added.length === 0 && !all)) return [];
    const text = this.#text + this.#added.join('');
    const cut = this.#pieces.at(-1)?.record.partial === true;
    const found = this.#secrets.find(text, all ? 'over' : cut ? 'cut' : 'line');
    const hits = this.#hits.length > 0 ? merge([...this.#hits, ...found.hits]) : found.hits;
    let open = all ? text.length : found.open;
    if (this.#pieces.filter((piece) => piece.to > open).length > MOST_HELD) open = text.length;

    const out: Piece[] = [];
    const held: Piece[] = [];
    let next = 0;
    for (const piece of this.#pieces) {
      const { record, from, to } = piece;
      if (to > open && (!record.partial || from >= open)) {
        held.push(piece);
        continue;
      }
      const stop = Math.min(to, open);
      if (stop < to) held.push({ ...piece, from: stop });
      while ((hits[next]?.[1] ?? Infinity) <= from) next++;
      out.push(this.#redacted(piece, stop, text, hits, next));
    }
    const rest = Math.max(0, (held[0]?.from ?? text.length) - CONTEXT);
    this.#text = text.slice(rest);
    this.#added = [];
    this.#length = this.#text.length;
    this.#pieces = held.map((piece) => ({ ...piece, from: piece.from - rest, to: piece.to - rest }));
    this.#hits = held[0] ? hits.filter((hit) => hit[1] > rest).map(([from, to]) => [Math.max(0, from - rest), to - rest]) : [];
    return out;
  }

  /** The piece up to `stop`; `first` is the first hit that ends in it or after it. */
  #redacted(piece: Piece, stop: number, text: string, hits: readonly Hit[], first: number): Piece {
    const { record, from, to } = piece;
    const inside: Hit[] = [];
    let at = first;
    let goesOn = false;
    for (let hit = hits[at]; hit && hit[0] < stop; hit = hits[++at]) {
      inside.push([Math.max(hit[0], from) - from, Math.min(hit[1], stop) - from]);
      goesOn = hit[1] > stop;
    }
    const continued = this.#masked && inside[0]?.[0] === 0;
    this.#masked = record.partial === true && (goesOn || (this.#masked && stop === from));
    if (inside.length === 0 && stop === to && from + record.text.length === to) return piece;
    const [start = 0] = continued ? [inside.shift()?.[1]] : [];
    const shown = mask(
      text.slice(from + start, stop),
      inside.map(([begin, end]) => [begin - start, end - start]),
    );
    return { ...piece, record: { ...record, text: shown } };
  }
}
