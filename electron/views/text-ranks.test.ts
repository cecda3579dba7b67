import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankFew, rankTexts } from './text-ranks.ts';

it('gives the same whether made at once or in pieces: numbers by their value, equal ones equal', async () => {
  expect(Object.fromEntries(rankFew(['web-10', 'Web', 'web', 'web-9', 'web']))).toEqual({ Web: 0, web: 0, 'web-9': 1, 'web-10': 2 });
  const texts = fc.array(
    fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.integer({ min: 0, max: 3000 }).map((n) => `pc-${n}`),
    ),
    { maxLength: 1400 },
  );
  await fc.assert(
    fc.asyncProperty(texts, async (given) => {
      const [few, many] = [rankFew(given), await rankTexts(given, () => Promise.resolve())];
      expect(new Map([...many].sort())).toEqual(new Map([...few].sort()));
    }),
    { numRuns: 20 },
  );
});
