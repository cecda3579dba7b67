import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputRecord } from '../../shared/record.ts';
import { createRedactor } from './output-redactor.ts';
import { KnownSecrets } from './redact.ts';

const line = (text: string, partial?: true): OutputRecord => ({ at: 0, stream: 'stdout', text, ...(partial ? { partial } : {}) });
const joined = (records: OutputRecord[]): string => records.map((record) => record.text + (record.partial ? '' : '\n')).join('');

describe('redaction', () => {
  it('takes a secret out in all the forms that it is printed in', () => {
    const secret = 'p@ss wörd/+';
    const redactor = new KnownSecrets([secret]);
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64'),
      Buffer.from(`user:${secret}`).toString('base64'),
      Buffer.from(`xx${secret}yy`).toString('base64'),
      Buffer.from(secret, 'utf16le').toString('base64'),
      Buffer.from(secret).toString('hex'),
      encodeURIComponent(secret),
      [...secret].join('\0'),
      JSON.stringify({ secret }),
    ]) {
      const kept = redactor.text(`before ${form} after`);
      expect(kept).toContain('[secret]');
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(4, -2));
    }
    expect(redactor.text('nothing here')).toBe('nothing here');
  });

  it('takes every line of a secret with several lines', () => {
    const redactor = new KnownSecrets(['first line\nsecond line']);
    expect(redactor.text('a second line b')).toBe('a [secret] b');
  });

  it('finds a secret across cuts of an unfinished line, and loses nothing else', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 3, maxLength: 12, unit: fc.constantFrom('a', 'b', 'c', '*', '\\') }),
        fc.array(fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c', ' ', '*') }), { maxLength: 4 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
        (secret, around, cuts) => {
          const whole = around.join(secret);
          const places = [...new Set(cuts.filter((cut) => cut < whole.length))].sort((a, b) => a - b);
          const pieces = [0, ...places].map((from, i) => whole.slice(from, places[i] ?? undefined));
          const redactor = createRedactor(new KnownSecrets([secret]));
          const out = pieces.flatMap((piece, i) => redactor.records([line(piece, i < pieces.length - 1 ? true : undefined)]));
          const text = joined([...out, ...redactor.records([], true)]);
          expect(text).not.toContain(secret);
          const count = (where: string) => where.split('[secret]').length;
          expect(count(text)).toBe(count(new KnownSecrets([secret]).text(whole)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('passes everything on when there is no secret', () => {
    const records = [line('a', true), line('b')];
    expect(createRedactor(new KnownSecrets()).records(records)).toBe(records);
  });
});
