import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, compareNames } from './names.ts';

/** Big-endian UTF-32 as hexadecimal: its order as text is that of code points. */
const utf32 = (text: string): string => [...text].map((each) => (each.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('é', 'e\u0301', 'f', '\uffee', '\u{10000}', '\u{1f600}', '', 'a', 'B'),
);

describe('the order of names', () => {
  it('is that of code points after NFC, and 0 only for the same text', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [left, right] = [utf32(a.normalize('NFC')), utf32(b.normalize('NFC'))];
        const expected = left === right ? Math.sign(compareNames(a, b)) : left < right ? -1 : 1;
        expect(Math.sign(compareNames(a, b))).toBe(expected);
        expect(Math.sign(compareNames(b, a))).toBe(0 - expected);
        expect(compareNames(a, b) === 0).toBe(a === b);
      }),
      { numRuns: 2000 },
    );
  });

  it('puts an item without an instance before its instances', () => {
    const keys = [
      { item: 'b', instance: null },
      { item: 'a', instance: 'x' },
      { item: 'a', instance: '' },
      { item: 'a', instance: null },
    ];
    expect(keys.sort(compareKeys).map(({ item, instance }) => `${item} ${instance}`)).toEqual(['a null', 'a ', 'a x', 'b null']);
    expect(compareKeys({ item: 'a', instance: null }, { item: 'a', instance: null })).toBe(0);
  });
});
