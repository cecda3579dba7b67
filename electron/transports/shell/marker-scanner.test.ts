import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkerScanner } from './marker-scanner.ts';

const PREFIX = '\x1e0123456789abcdef';

/** Splits bytes at random places, also into single bytes. */
function chunked(bytes: Buffer, sizes: number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

/** Output that imitates markers as well as one can who does not know the secret. */
const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom('\x1e', '\x1e0123', '\x1e0123456789abc', '\x1e0123456789abcdeX e 1 0\n', '123456789abcdef e 1 0\n', '\n', 'e 1 0\n'),
);

describe('MarkerScanner', () => {
  it('finds every marker and loses no byte, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(hostile, fc.boolean()), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 9 }),
        (pieces, sizes) => {
          const sent = pieces.map(([text, marker], n) => text + (marker ? `${PREFIX}e ${n} 0\n` : '')).join('');
          const wantedMarkers = pieces.flatMap(([, marker], n) => (marker ? [`e ${n} 0`] : []));
          const wantedData = pieces.map(([text]) => text).join('');
          const scanner = new MarkerScanner(PREFIX);
          const items = chunked(Buffer.from(sent), sizes).flatMap((chunk) =>
            scanner.push(chunk).map((item) => ('data' in item ? { data: Buffer.from(item.data) } : item)),
          );
          const data = [...items.flatMap((item) => ('data' in item ? [item.data] : [])), scanner.release()];
          expect(items.flatMap((item) => ('marker' in item ? [item.marker] : []))).toEqual(wantedMarkers);
          expect(Buffer.concat(data).toString()).toBe(wantedData);
        },
      ),
    );
  });

  it('holds back nothing that cannot begin a marker', () => {
    const scanner = new MarkerScanner(PREFIX);
    expect(scanner.push(Buffer.from('no line end'))).toEqual([{ data: Buffer.from('no line end') }]);
    expect(scanner.holding).toBe(false);
  });

  it('recognises a marker whose beginning was released', () => {
    const scanner = new MarkerScanner(PREFIX);
    expect(scanner.push(Buffer.from('x\x1e0123'))).toEqual([{ data: Buffer.from('x') }]);
    expect(scanner.release().toString()).toBe('\x1e0123');
    expect(scanner.release().length).toBe(0);
    expect(scanner.push(Buffer.from('456789abcdefe 1'))).toEqual([]);
    expect(scanner.push(Buffer.from(' 0\nz'))).toEqual([{ marker: 'e 1 0' }, { data: Buffer.from('z') }]);
  });

  it('gives out released bytes once when they were none of a marker', () => {
    const scanner = new MarkerScanner(PREFIX);
    scanner.push(Buffer.from('\x1e012'));
    expect(scanner.release().toString()).toBe('\x1e012');
    expect(scanner.push(Buffer.from('! next'))).toEqual([{ data: Buffer.from('! next') }]);
  });

  it('takes a prefix without a line end for output once it is too long for a marker', () => {
    const scanner = new MarkerScanner(PREFIX);
    const text = PREFIX + 'e'.repeat(2000);
    const data = [...scanner.push(Buffer.from(text)), { data: scanner.release() }];
    expect(Buffer.concat(data.flatMap((item) => ('data' in item ? [item.data] : []))).toString()).toBe(text);
  });
});
