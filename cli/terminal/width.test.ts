import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutEnd, cutMiddle, pad, textWidth, wrap } from './width.ts';

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['web-1', 5],
    ['日本語', 6],
    ['a日b', 4],
    ['한국', 4],
    ['ＡＢ', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['✔', 1],
    ['–', 1],
  ])('%j takes %i', (text, width) => expect(textWidth(text)).toBe(width));
});

describe('cutting', () => {
  it('cuts names in the middle', () => {
    expect(cutMiddle('very-long-host-name.example.org', 15, '…')).toBe('very-lo…ple.org');
    expect(cutMiddle('short', 15, '…')).toBe('short');
    expect(cutMiddle('日本語日本語', 7, '…')).toBe('日…本語');
    expect(cutMiddle('abcdef', 2, '…')).toBe('a…');
    expect(cutMiddle('abcdef', 0, '…')).toBe('');
  });
  it('cuts sentences at the end', () => expect(cutEnd('It was set.', 6, '…')).toBe('It wa…'));
  it('never exceeds the width, and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 0, max: 30 }), (text, width) => {
        for (const cut of [cutEnd(text, width, '…'), cutMiddle(text, width, '…')]) {
          expect(textWidth(cut)).toBeLessThanOrEqual(Math.max(width, 0));
          expect(cut).not.toMatch(/\p{Surrogate}/u);
        }
      }),
    );
  });
});

describe('pad and wrap', () => {
  it('pads by columns', () => {
    expect(pad('日本', 6)).toBe('日本  ');
    expect(pad('7', 3, 'right')).toBe('  7');
    expect(pad('longer', 3)).toBe('longer');
  });
  it('wraps at spaces', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('unbreakable', 4)).toEqual(['unbreakable']);
  });
});
