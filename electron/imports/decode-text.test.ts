import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
/** Text as files hold it: no control characters but those that lay it out. */
const plain = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\p{Cc}\p{Cs}\uFEFF\uFFFE\uFFFF]/u.test(text));

describe('bytes become text', () => {
  it('in UTF-8, with a mark and without', () => {
    expect(decodeText(Buffer.from('näme,日本語'))).toEqual({ text: 'näme,日本語', encoding: 'UTF-8' });
    expect(decodeText(Buffer.from('\uFEFFname'))).toEqual({ text: 'name', encoding: 'UTF-8' });
  });

  it('in UTF-16 of either order, with a mark and without', () => {
    const text = 'Name;Straße\r\nweb-1;Ölweg 3\r\n';
    for (const bytes of [Buffer.from(`\uFEFF${text}`, 'utf16le'), Buffer.from(text, 'utf16le'), big(`\uFEFF${text}`), big(text)])
      expect(decodeText(bytes)).toEqual({ text, encoding: 'UTF-16' });
  });

  it('in what Windows writes, where it is no UTF-8', () => {
    expect(decodeText(Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x80, 0x20, 0x93]))).toEqual({
      text: 'Müller € “',
      encoding: 'Windows-1252',
    });
  });

  it('and what is no text is said to be none', () => {
    for (const bytes of [Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8, 0]), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(64, 1)])
      expect(decodeText(bytes)).toHaveProperty('binary');
  });

  it('the same text back from every encoding, and never a throw', () => {
    fc.assert(
      fc.property(plain, (text) => {
        expect(decodeText(Buffer.from(text))).toMatchObject({ text });
        expect(decodeText(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toMatchObject({ text });
        expect(decodeText(big(`\uFEFF${text}`))).toMatchObject({ text });
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void decodeText(bytes)));
  });
});
