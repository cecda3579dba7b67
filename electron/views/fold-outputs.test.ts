import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable, fingerprint, linesOf, marked, type Said } from './fold-outputs.ts';

const said = (text: string): Said[] => text.split('\n').map((line) => ({ text: line, stream: 'stdout' }));
const EXACT = { blanks: false, names: false };
const texts = (lines: Said[]): string[] => comparable(lines, EXACT, '');
const mark = (here: Said[], there: Said[]) => marked(here, there, { here: texts(here), there: texts(there) });

describe('The lines that a script wrote', () => {
  it('are whole again where they came in pieces, by stream, without our own notes', () => {
    expect(
      linesOf([
        { at: 1, stream: 'stdout', text: 'a', partial: true },
        { at: 2, stream: 'stderr', text: 'oh' },
        { at: 3, stream: 'rounds', text: 'set begun' },
        { at: 4, stream: 'stdout', text: 'b' },
        { at: 5, stream: 'stdout', text: 'c' },
      ]),
    ).toEqual([
      { text: 'ab', stream: 'stdout' },
      { text: 'oh', stream: 'stderr' },
      { text: 'c', stream: 'stdout' },
    ]);
  });
});

it('of a megabyte is cut', () => {
  const pieces = Array.from({ length: 100 }, (_, n) => ({ at: n, stream: 'stdout' as const, text: 'x'.repeat(10_000), partial: true as const }));
  expect(linesOf(pieces)[0]?.text.length).toBeLessThan(5000);
});

describe('What makes no difference', () => {
  const print = (text: string, ignored: { blanks: boolean; names: boolean }, computer: string) =>
    fingerprint(comparable(said(text), ignored, computer));

  it.each([
    ['blanks at the ends', 'a  \nb\n\n', 'a\nb', { blanks: true, names: false }, true],
    ['blanks at the ends where they count', 'a  \nb', 'a\nb', EXACT, false],
    ['blanks at the beginning', ' a', 'a', { blanks: true, names: true }, false],
    ['empty lines between', 'a\n\nb', 'a\nb', { blanks: true, names: true }, false],
  ])('%s', (_, a, b, ignored, same) => {
    expect(print(a, ignored, 'x') === print(b, ignored, 'y')).toBe(same);
  });

  it("is a computer's own name, as a word, whatever the case", () => {
    const names = { blanks: false, names: true };
    expect(print('I am WEB-1.', names, 'web-1')).toBe(print('I am web-2.', names, 'web-2'));
    expect(print('I am web-1', EXACT, 'web-1')).not.toBe(print('I am web-2', EXACT, 'web-2'));
    // Another's name counts, and so does a longer word that has it.
    expect(print('sees web-2', names, 'web-1')).not.toBe(print('sees web-2', names, 'web-2'));
    expect(print('web-10', names, 'web-1')).not.toBe(print('web-20', names, 'web-2'));
    expect(print('a.b', names, 'a.b')).toBe(print('c', names, 'c'));
    expect(print('axb', names, 'a.b')).not.toBe(print('c', names, 'c'));
  });

  it('is never the stream', () => {
    expect(texts([{ text: 'a', stream: 'stderr' }])).not.toEqual(texts([{ text: 'a', stream: 'stdout' }]));
  });
});

describe('One output beside another', () => {
  it('has each line marked: as there, only here, only there', () => {
    expect(mark(said('a\nx\nc'), said('a\nb\nc'))?.map(({ text, mark: how }) => [text, how])).toEqual([
      ['a', 'same'],
      ['b', 'there'],
      ['x', 'here'],
      ['c', 'same'],
    ]);
  });

  it('holds all lines of both, in their order, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 }).map((all) => all.map((text): Said => ({ text, stream: 'stdout' })));
    fc.assert(
      fc.property(lines, lines, (here, there) => {
        const both = mark(here, there);
        if (both === null) return !here.some(({ text }) => there.some((other) => other.text === text));
        const kept = (mark: 'here' | 'there') => both.filter((line) => line.mark !== mark).map(({ text }) => text);
        expect(kept('there')).toEqual(here.map(({ text }) => text));
        expect(kept('here')).toEqual(there.map(({ text }) => text));
        return true;
      }),
    );
  });

  it('is not compared where the two have nothing in common, or too little', () => {
    expect(mark(said('a'), said('b'))).toBeNull();
    const many = (prefix: string) => said(['same', ...Array.from({ length: 1900 }, (_, n) => `${prefix}${n}`)].join('\n'));
    expect(mark(many('a'), many('b'))).toBeNull();
  });
});
