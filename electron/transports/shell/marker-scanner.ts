/** The longest marker, prefix and line end included. */
export const MAX_MARKER_BYTES = 512;
/** Begins every marker prefix and stands nowhere else in it: a byte that text hardly ever holds, so that next to nothing is held back. */
export const MARKER_START = 0x1e;

export type ScanItem = { data: Buffer } | { marker: string };

/**
 * Finds our markers in a stream of bytes that is otherwise somebody else's. Pure: bytes in, pieces of data and markers out.
 *
 * A marker is the secret prefix, some words and a newline. It may follow output that has no line end, and be cut anywhere
 * across chunks; bytes at the end of a chunk that may be the beginning of one are held back until the next chunk decides.
 */
export class MarkerScanner {
  readonly #prefix: Buffer;
  #held: Buffer = Buffer.alloc(0);
  /** How many of the held bytes were given out already by `release`. */
  #shown = 0;

  constructor(prefix: string) {
    this.#prefix = Buffer.from(prefix, 'latin1');
    if (this.#prefix[0] !== MARKER_START || this.#prefix.lastIndexOf(MARKER_START) !== 0)
      throw new Error('A marker prefix begins with its start byte, once');
  }

  push(chunk: Buffer): ScanItem[] {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const items: ScanItem[] = [];
    const emit = (from: number, to: number) => {
      const start = Math.max(from, this.#shown);
      if (start < to) items.push({ data: bytes.subarray(start, to) });
    };
    let from = 0;
    let search = 0;
    let hold = -1;
    for (;;) {
      const at = bytes.indexOf(this.#prefix, search);
      if (at < 0) break;
      const end = bytes.indexOf(0x0a, at + this.#prefix.length);
      if (end < 0 && bytes.length - at < MAX_MARKER_BYTES) {
        hold = at;
        break;
      }
      if (end < 0 || end - at >= MAX_MARKER_BYTES) {
        search = at + 1;
        continue;
      }
      emit(from, at);
      items.push({ marker: bytes.toString('latin1', at + this.#prefix.length, end) });
      from = end + 1;
      search = from;
    }
    if (hold < 0) hold = this.#tail(bytes, search);
    emit(from, hold);
    this.#held = Buffer.from(bytes.subarray(hold));
    this.#shown = Math.max(0, this.#shown - hold);
    return items;
  }

  /**
   * Gives out what is held back, so that nothing waits for ever. Should it have been the beginning of a marker after all,
   * the marker is still recognised when its rest comes; only its first bytes were then seen as output.
   */
  release(): Buffer {
    const data = this.#held.subarray(this.#shown);
    this.#shown = this.#held.length;
    return data;
  }

  /** True while bytes wait to be decided that were not given out. */
  get holding(): boolean {
    return this.#held.length > this.#shown;
  }

  /** Where the part of the end begins that may be the beginning of the prefix. */
  #tail(bytes: Buffer, from: number): number {
    const start = bytes.lastIndexOf(MARKER_START);
    if (start < from || bytes.length - start >= this.#prefix.length) return bytes.length;
    return this.#prefix.subarray(0, bytes.length - start).equals(bytes.subarray(start)) ? start : bytes.length;
  }
}
