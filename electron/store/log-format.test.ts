import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../shared/record.ts';
import { STREAMS } from '../../shared/words.ts';
import { decodeChunk, encodeChunk } from './log-format.ts';
import { addToDraft, finishDraft, MAX_TIME, startDraft, wrongRecord } from './log-pack.ts';
import { aLine } from './test-records.ts';

const anyRecord: fc.Arbitrary<OutputRecord> = fc
  .record({
    at: fc.oneof(fc.integer({ min: 0, max: MAX_TIME }), fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 })),
    stream: fc.constantFrom(...STREAMS),
    text: fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) })),
    partial: fc.boolean(),
    escaped: fc.boolean(),
  })
  .map(({ partial, escaped, ...rest }) => ({ ...rest, ...(partial && { partial }), ...(escaped && { escaped }) }));

function roundTrip(records: OutputRecord[]): OutputRecord[] {
  const draft = startDraft('s', 0);
  addToDraft(draft, records);
  return decodeChunk(encodeChunk(finishDraft(draft)));
}

describe('a chunk', () => {
  it('gives back every record as it was', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 30 }), (records) => {
        expect(roundTrip(records)).toEqual(records);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['NUL', 'a\0b'],
    ['half a surrogate pair', 'x\ud800y'],
    ['halves that meet across records', '\ud83d'],
    ['a carriage return', 'a\rb\r'],
    ['a line feed', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['a byte order mark', '\ufeffa'],
    ['the replacement character', 'a\ufffdb'],
    ['an emoji', '\u{1f600}'],
  ])('keeps %s', (_, text) => {
    const records = [aLine(text), aLine('\ude00', { stream: 'stderr', at: 0 }), aLine(''), aLine(text, { partial: true, escaped: true })];
    expect(roundTrip(records)).toEqual(records);
  });

  it('costs five bytes a line more than its text', () => {
    const draft = startDraft('s', 0);
    addToDraft(
      draft,
      Array.from({ length: 1000 }, (_, index) => aLine('x'.repeat(90), { at: 1_700_000_000_000 + index })),
    );
    expect(encodeChunk(finishDraft(draft)).length).toBeLessThan(1000 * 95);
  });

  it('that is damaged is an error or other records, never a hang or a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(1, 2), (bytes, form) => {
        try {
          expect(Array.isArray(decodeChunk(Uint8Array.of(form, ...bytes)))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
    expect(() => decodeChunk(Uint8Array.of())).toThrow('cut off');
    expect(() => decodeChunk(Uint8Array.of(9))).toThrow('its form is 9');
    expect(() => decodeChunk(Uint8Array.of(1, 255, 255, 255, 255, 255, 255, 255, 255, 255))).toThrow('too long');
    // A stream that only a newer version knows.
    expect(decodeChunk(Uint8Array.of(1, 1, 0, 0, 60, 1, 65))).toEqual([{ at: 0, stream: 'stream-60', text: 'A' }]);
    expect(() => decodeChunk(Uint8Array.of(1, 1, 0, 0, 0, 5, 65))).toThrow('1 characters where 5');
  });
});

it('a record that the format cannot hold is named', () => {
  expect(wrongRecord([aLine('a'), aLine('b', { at: 1.5 })])).toContain('1.5');
  expect(wrongRecord([aLine('b', { at: Number.NaN })])).toContain('NaN');
  expect(wrongRecord([aLine('b', { at: -1 })])).toContain('-1');
  expect(wrongRecord([aLine('b', { stream: 'toString' as 'stdout' })])).toContain("'toString'");
  expect(wrongRecord([aLine('b')])).toBeNull();
});
