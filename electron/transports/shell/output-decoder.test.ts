import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../../shared/record.ts';
import { MAX_LINE_BYTES, OutputDecoder } from './output-decoder.ts';

function decode(bytes: Buffer, sizes: number[], flushEvery = 0): OutputRecord[] {
  const decoder = new OutputDecoder('stdout');
  const out: OutputRecord[] = [];
  let at = 0;
  for (let n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    decoder.push(bytes.subarray(at, at + size), 1, out);
    if (flushEvery > 0 && n % flushEvery === 0) decoder.flush(1, out, false);
    at += size;
  }
  decoder.flush(1, out, true);
  return out;
}

/** The bytes that records stand for, line ends as `\n`. */
function bytesOf(records: OutputRecord[]): Buffer {
  return Buffer.concat(
    records.map((record) => {
      const text = record.escaped
        ? Buffer.concat(
            [...record.text.matchAll(/\\x([0-9a-f]{2})|\\\\|[^\\]+/g)].map(([whole, hex]) =>
              hex !== undefined ? Buffer.from([parseInt(hex, 16)]) : Buffer.from(whole === '\\\\' ? '\\' : whole),
            ),
          )
        : Buffer.from(record.text);
      return record.partial ? text : Buffer.concat([text, Buffer.from('\n')]);
    }),
  );
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });

describe('OutputDecoder', () => {
  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), sizes, (parts, cut) => {
        const text = parts.map((part) => part.replaceAll(/[\r\n]/g, '')).join('\r\n');
        const lines = text === '' ? [] : text.split('\r\n');
        if (lines.at(-1) === '') lines.pop();
        expect(decode(Buffer.from(text), cut).map((record) => record.text)).toEqual(lines);
      }),
    );
  });

  it('keeps every byte, valid or not, also when flushed in the middle', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), sizes, fc.integer({ min: 0, max: 3 }), (raw, cut, flushEvery) => {
        const bytes = Buffer.from(raw.map((byte) => (byte === 0x0d ? 0x20 : byte)));
        const wanted = bytes.length > 0 && bytes.at(-1) !== 0x0a ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes;
        expect(bytesOf(decode(bytes, cut, flushEvery)).equals(wanted)).toBe(true);
      }),
    );
  });

  it('shows undecodable bytes escaped, and only in the line that holds them', () => {
    const bytes = Buffer.concat([Buffer.from('C:\\temp\nb'), Buffer.from([0xff, 0xc3]), Buffer.from('\\é\nok\n')]);
    expect(decode(bytes, [3])).toEqual([
      { at: 1, stream: 'stdout', text: 'C:\\temp' },
      { at: 1, stream: 'stdout', text: 'b\\xff\\xc3\\\\é', escaped: true },
      { at: 1, stream: 'stdout', text: 'ok' },
    ]);
  });

  it('keeps a lone carriage return, takes one before a line end, also split from it', () => {
    expect(decode(Buffer.from('10%\r20%\r\nx\r\r\n'), [4, 1]).map((record) => record.text)).toEqual(['10%\r20%', 'x\r']);
    expect(decode(Buffer.from('a\r\nb'), [2], 1).map((record) => record.text)).toEqual(['a', '', 'b', '']);
  });

  it('cuts a line that is too long, between characters', () => {
    const line = 'é'.repeat(MAX_LINE_BYTES);
    for (const cut of [[7], [1000], [10_000_000]]) {
      const records = decode(Buffer.from(`x${line}\nnext\n`), cut);
      expect(records.at(-1)?.text).toBe('next');
      expect(
        records
          .slice(0, -1)
          .map((record) => record.text)
          .join(''),
      ).toBe(`x${line}`);
      expect(records.every((record) => Buffer.byteLength(record.text) <= MAX_LINE_BYTES && !record.escaped)).toBe(true);
      expect(records.slice(0, -1).map((record) => record.partial === true)).toEqual(records.slice(0, -1).map((_, n) => n < records.length - 2));
    }
  });

  it('flushes a prompt as partial and closes the line when its end comes', () => {
    const decoder = new OutputDecoder('stderr');
    const out: OutputRecord[] = [];
    decoder.push(Buffer.from('Continue? é').subarray(0, 11), 5, out);
    expect(decoder.waiting).toBe(true);
    decoder.flush(6, out, false);
    decoder.push(Buffer.from('é').subarray(1), 7, out);
    decoder.push(Buffer.from('\n'), 8, out);
    decoder.flush(9, out, true);
    expect(out).toEqual([
      { at: 6, stream: 'stderr', text: 'Continue? ', partial: true },
      { at: 8, stream: 'stderr', text: 'é' },
    ]);
  });
});
