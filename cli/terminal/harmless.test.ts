import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless, harmlessLine, harmlessText, jsonLine } from './harmless.ts';

const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('text from computers', () => {
  it.each([
    ['plain words', 'plain words'],
    ['日本語 é 👩‍👩‍👧 עברית', '日本語 é 👩‍👩‍👧 עברית'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u009b1;31mred', 'red'],
    ['\u001b[2Jcleared', '\\x1b[2Jcleared'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['\u001b[38:2::255:0:0mtrue colour', 'true colour'],
    ['evil\u202etxt.exe', 'evil\\u202etxt.exe'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['lone \ud800 half', 'lone \\ud800 half'],
    ['c1 \u0085 next', 'c1 \\x85 next'],
  ])('%j becomes %j', (text, expected) => expect(harmless(text)).toBe(expected));

  it('keeps tabs of output and drops the CR of a CRLF', () => expect(harmlessLine('a\tb\u001b[1m\r')).toBe('a\tb'));
  it('keeps lines lines', () => expect(harmlessText('a\r\nb\u0007\nc')).toBe('a\nb\\x07\nc'));

  it('never lets a control or a bidi control through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !HARMFUL.test(harmless(text))));
  });
  it('a sequence that colours alone would leave behind is escaped, not completed', () => {
    expect(HARMFUL.test(harmless('\u001b\u001b[0m[2J'))).toBe(false);
  });
});

describe('jsonLine', () => {
  it('is one line, harmless, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = jsonLine({ text });
        expect(HARMFUL.test(line)).toBe(false);
        expect(line).not.toContain('\u2028');
        expect((JSON.parse(line) as { text: string }).text).toBe(text);
      }),
    );
  });
});
