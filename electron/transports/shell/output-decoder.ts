import { isUtf8 } from 'node:buffer';
import type { OutputRecord } from '../../../shared/record.ts';
import type { ShellStream } from './frame-protocol.ts';
import { characterCut, escapeInvalid } from './utf8.ts';

/** Lines longer than this many bytes are cut into records marked `partial`. */
export const MAX_LINE_BYTES = 65_536;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Bytes of one stream in, records out: a line each. `\n` and `\r\n` end a line, a lone `\r` stays in it; a character may be
 * split across chunks; what is no UTF-8 is kept as `\xHH` (P28). Pure: it holds no timer and reads no clock.
 */
export class OutputDecoder {
  readonly #stream: ShellStream;
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** A part of the current line was given out. */
  #open = false;

  constructor(stream: ShellStream) {
    this.#stream = stream;
  }

  /** True while bytes wait for the end of their line. */
  get waiting(): boolean {
    return this.#restBytes > 0;
  }

  push(chunk: Buffer, at: number, out: OutputRecord[]): void {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last >= 0) {
      const lines = this.#restBytes > 0 ? Buffer.concat([...this.#rest, chunk.subarray(0, last + 1)]) : chunk.subarray(0, last + 1);
      this.#rest = [];
      this.#restBytes = 0;
      this.#lines(lines, at, out);
    }
    // A copy: the chunk's memory is not held on to for a few bytes of it.
    if (last + 1 < chunk.length) this.#keep(Buffer.from(chunk.subarray(last + 1)));
    if (this.#restBytes > MAX_LINE_BYTES) this.#keep(this.#cut(this.#take(), at, out));
  }

  /**
   * Gives out the line that has no end yet. Before the end of the stream: as `partial`, without a character that is not
   * complete. At the end: as it is, and an empty record closes a line of which all was given out before.
   */
  flush(at: number, out: OutputRecord[], end: boolean): void {
    const bytes = this.#take();
    if (end) {
      if (bytes.length > 0 || this.#open) this.#emit(bytes, at, out, false);
      return;
    }
    const cut = safeCut(bytes, bytes.length);
    if (cut > 0) this.#emit(bytes.subarray(0, cut), at, out, true);
    this.#keep(bytes.subarray(cut));
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#rest.push(bytes);
    this.#restBytes += bytes.length;
  }

  #take(): Buffer {
    const bytes = this.#rest.length === 1 && this.#rest[0] ? this.#rest[0] : Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restBytes = 0;
    return bytes;
  }

  /** Whole lines, the last one with its end. */
  #lines(bytes: Buffer, at: number, out: OutputRecord[]): void {
    if (!this.#open && isUtf8(bytes)) {
      const stream = this.#stream;
      const texts = bytes.toString('utf8').split('\n');
      texts.pop();
      // A character is at most three bytes a code unit: only then can a line be too long.
      if (texts.every((text) => text.length * 3 <= MAX_LINE_BYTES)) {
        for (const text of texts) out.push({ at, stream, text: text.endsWith('\r') ? text.slice(0, -1) : text });
        return;
      }
    }
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(NEWLINE, from);
      const stop = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
      this.#emit(this.#cut(bytes.subarray(from, stop), at, out), at, out, false);
      from = end + 1;
    }
  }

  /** Gives out the pieces of a line that is too long, and returns what is left of it. */
  #cut(line: Buffer, at: number, out: OutputRecord[]): Buffer {
    let rest = line;
    while (rest.length > MAX_LINE_BYTES) {
      const cut = safeCut(rest, MAX_LINE_BYTES);
      this.#emit(rest.subarray(0, cut), at, out, true);
      rest = rest.subarray(cut);
    }
    return rest;
  }

  #emit(bytes: Buffer, at: number, out: OutputRecord[], partial: boolean): void {
    const valid = isUtf8(bytes);
    const record: OutputRecord = { at, stream: this.#stream, text: valid ? bytes.toString('utf8') : escapeInvalid(bytes) };
    if (partial) record.partial = true;
    if (!valid) record.escaped = true;
    this.#open = partial;
    out.push(record);
  }
}

/** Where a line that goes on may be cut: splits no character, and no `\r\n`. */
function safeCut(bytes: Buffer, limit: number): number {
  const cut = characterCut(bytes, limit);
  return bytes[cut - 1] === RETURN ? cut - 1 : cut;
}
