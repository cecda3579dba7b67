/**
 * Finds any of many texts in a long one in a single pass, at nearly the same cost for one as for thousands: a rolling hash of
 * the last four characters says where one may begin, and only there it is compared (Rabin and Karp). An Aho-Corasick automaton
 * would do the same; for a key of 64 KiB in all its forms it has millions of states, which this does without, and it would
 * have to be built anew for every secret that is added.
 *
 * A long text is searched for in pieces that overlap: nothing has to be remembered for longer than a piece, and a part of it
 * is found as well.
 */

/** As many characters as the hash holds; what is shorter is none of these needles. */
export const HEAD = 4;
const PIECE = 64;
const HASH_BITS = 18;
const HASH_MASK = (1 << HASH_BITS) - 1;
/** Five bits a character: four of them later, one has left the hash. */
const HASH_SHIFT = 5;
/** The last three characters of it: a table of them is small enough for the processor's nearest cache. */
const NEAR_MASK = (1 << (3 * HASH_SHIFT)) - 1;

/** What `fold` says of a character that is passed over. */
export const SKIP = -1;

/** The UTF-16 units of a text: several times as quick to go through as the text itself. */
export function unitsOf(text: string): Uint16Array {
  const bytes = Buffer.allocUnsafe(text.length * 2);
  bytes.write(text, 'utf16le');
  return new Uint16Array(bytes.buffer, bytes.byteOffset, text.length);
}

/** A place that was found: from, to. */
export type Hit = [from: number, to: number];

export class Needles {
  readonly #needles: string[] = [''];
  /** Of each needle the next one with the same hash; 0: none. */
  readonly #next: number[] = [0];
  /** Of each hash the first needle; 0: none. */
  readonly #first = new Int32Array(1 << HASH_BITS);
  /** Whether a needle's hash ends so: what nearly every character of a text is asked, and nothing more. */
  readonly #near = new Uint8Array(NEAR_MASK + 1);
  readonly #known = new Set<string>();
  /** The beginnings that are shorter than a head. */
  readonly #beginnings = new Set<string>();
  /** Characters below 128 as they are compared, or SKIP. */
  readonly #fold: Int32Array;

  /** @param fold a unit below 128 as it is compared, or SKIP where it counts for nothing */
  constructor(fold: (code: number) => number = (code) => code) {
    this.#fold = Int32Array.from({ length: 128 }, (_, code) => fold(code));
  }

  /** @param text of at least HEAD characters, folded already */
  add(text: string): void {
    for (let from = 0; ; from += PIECE - HEAD) {
      // The last piece is a full one as well.
      const last = from + PIECE >= text.length;
      const start = last ? Math.max(0, text.length - PIECE) : from;
      this.#add(text.slice(start, start + PIECE));
      if (last) return;
    }
  }

  #add(piece: string): void {
    if (this.#known.has(piece)) return;
    this.#known.add(piece);
    let hash = 0;
    for (let at = 0; at < HEAD; at++) {
      if (at > 0) this.#beginnings.add(piece.slice(0, at));
      hash = ((hash << HASH_SHIFT) ^ piece.charCodeAt(at)) & HASH_MASK;
    }
    this.#near[hash & NEAR_MASK] = 1;
    this.#next.push(this.#first[hash] ?? 0);
    this.#first[hash] = this.#needles.push(piece) - 1;
  }

  /**
   * Adds what it finds in `text` to `hits`, and returns from where on the end of the text may be the beginning of a needle
   * (its length when from nowhere). Less than a head at the end counts as such a beginning only when `loose` says so.
   */
  search(text: Uint16Array, hits: Hit[], loose: boolean): number {
    const fold = this.#fold;
    const near = this.#near;
    const first = this.#first;
    const length = text.length;
    let open = length;
    let hash = 0;
    for (let at = 0; at < length; at++) {
      let code = text[at] ?? 0;
      if (code < 128) {
        code = fold[code] ?? 0;
        if (code === SKIP) continue;
      }
      hash = ((hash << HASH_SHIFT) ^ code) & HASH_MASK;
      if (near[hash & NEAR_MASK] === 0 || first[hash] === 0) continue;
      const from = this.#back(text, at + 1, HEAD);
      if (from < 0) continue;
      for (let needle = first[hash] ?? 0; needle !== 0; needle = this.#next[needle] ?? 0) {
        const to = this.#compare(text, from, this.#needles[needle] ?? '');
        if (to > 0) hits.push([from, to]);
        else if (to < 0 && from < open) open = from;
      }
    }
    return loose ? Math.min(open, this.#looseEnd(text)) : open;
  }

  /** Where the needle ends that stands at `from`; 0 when none does, -1 when the text ends first. */
  #compare(text: Uint16Array, from: number, needle: string): number {
    const fold = this.#fold;
    let matched = 0;
    for (let at = from; at < text.length; at++) {
      let code = text[at] ?? 0;
      if (code < 128) code = fold[code] ?? code;
      if (code === SKIP) continue;
      if (code !== needle.charCodeAt(matched)) return 0;
      if (++matched === needle.length) return at + 1;
    }
    return -1;
  }

  /** Where the last `count` characters before `end` begin; -1 when there are not so many. */
  #back(text: Uint16Array, end: number, count: number): number {
    let left = count;
    for (let at = end - 1; at >= 0; at--) {
      const code = text[at] ?? 0;
      if (code < 128 && this.#fold[code] === SKIP) continue;
      if (--left === 0) return at;
    }
    return -1;
  }

  #looseEnd(text: Uint16Array): number {
    for (let count = HEAD - 1; count > 0; count--) {
      const from = this.#back(text, text.length, count);
      if (from < 0) continue;
      const tail = Array.from(text.subarray(from), (code) => (code < 128 ? (this.#fold[code] ?? 0) : code)).filter((code) => code !== SKIP);
      if (this.#beginnings.has(String.fromCharCode(...tail))) return from;
    }
    return text.length;
  }
}
