/**
 * A chunk of a log as one blob. Lossless for every JavaScript string, lone surrogates and NUL included.
 *
 *   byte             1: texts are UTF-8; 2: texts are UTF-16LE (only where a text holds half a surrogate pair)
 *   varint           number of records
 *   signed varint    time of the first record, milliseconds since 1970
 *   a record each:   signed varint  milliseconds since the record before (0 for the first)
 *                    byte           stream (log-pack.ts) + 64 partial + 128 escaped
 *                    varint         length of its text in UTF-16 code units
 *   the rest         the texts end to end
 *
 * A varint is little-endian base 128 (LEB128); a signed one is zigzag encoded first.
 */
import type { OutputRecord } from '../../shared/record.ts';
import type { Stream } from '../../shared/words.ts';
import { ESCAPED, META_SIZE, PARTIAL, STREAM_CODES } from './log-pack.ts';

const UTF8 = 1;
const UTF16 = 2;
/** Bytes: a difference of times (log-pack.ts), zigzag encoded, has 50 bits. */
const MAX_VARINT = 8;
const STREAM_BY_CODE = new Map(Object.entries(STREAM_CODES).map(([stream, code]) => [code, stream as Stream]));
/** Quick for the usual string: without the `u` flag first, since most texts hold no surrogate at all. */
const hasLoneSurrogate = (text: string) => /[\ud800-\udfff]/.test(text) && /\p{Surrogate}/u.test(text);

/** Records as columns: what a chunk is made from. */
export interface ChunkSource {
  /** Time of the first record. */
  base: number;
  /** META_SIZE numbers a record. */
  meta: readonly number[];
  /** The texts end to end. */
  text: string;
}

/** A chunk from columns. */
export function encodeChunk({ base, meta, text }: ChunkSource): Buffer {
  const encoding = hasLoneSurrogate(text) ? 'utf16le' : 'utf8';
  const records = meta.length / META_SIZE;
  const bytes = Buffer.byteLength(text, encoding);
  const out = Buffer.allocUnsafe(1 + 2 * MAX_VARINT + records * (2 * MAX_VARINT + 1) + bytes);
  let at = 0;
  const varint = (value: number) => {
    let rest = value;
    while (rest > 127) {
      out[at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    out[at++] = rest;
  };
  out[at++] = encoding === 'utf8' ? UTF8 : UTF16;
  varint(records);
  varint(zigzag(base));
  for (let index = 0; index < meta.length; index += META_SIZE) {
    varint(index === 0 ? 0 : zigzag(meta[index] ?? 0));
    out[at++] = meta[index + 1] ?? 0;
    varint(meta[index + 2] ?? 0);
  }
  at += out.write(text, at, encoding);
  return out.subarray(0, at);
}

/** The records of a chunk. @throws Error when the blob is none. */
export function decodeChunk(data: Uint8Array): OutputRecord[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let position = 0;
  const byte = () => {
    const value = bytes[position++];
    if (value === undefined) throw new Error('it is cut off');
    return value;
  };
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const next = byte();
      value += (next % 128) * factor;
      if (next < 128) return value;
      if (factor > 2 ** 49) throw new Error('a number in it is too long');
    }
  };
  const form = byte();
  if (form !== UTF8 && form !== UTF16) throw new Error(`its form is ${form}; known: ${UTF8}, ${UTF16}`);
  const count = varint();
  let at = unzigzag(varint());
  const heads: { at: number; code: number; length: number }[] = [];
  for (let index = 0; index < count; index++) {
    at += unzigzag(varint());
    heads.push({ at, code: byte(), length: varint() });
  }
  const text = bytes.toString(form === UTF8 ? 'utf8' : 'utf16le', position);
  let start = 0;
  const records = heads.map((head) => {
    const code = head.code % PARTIAL;
    // A newer version may know further streams: what came by one is shown all the same.
    const stream = STREAM_BY_CODE.get(code) ?? (`stream-${code}` as Stream);
    const record: OutputRecord = { at: head.at, stream, text: text.slice(start, start + head.length) };
    if (head.code & PARTIAL) record.partial = true;
    if (head.code & ESCAPED) record.escaped = true;
    start += head.length;
    return record;
  });
  if (start !== text.length) throw new Error(`it holds ${text.length} characters where ${start} are announced`);
  return records;
}

/** Twice the size or twice the size less one: arithmetic, since a time has more than 32 bits. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
