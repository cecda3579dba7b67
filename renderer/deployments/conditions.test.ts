import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conditionsOf, filterOf } from './conditions.ts';

it('is the same filter there and back', () => {
  const name = fc.string({ minLength: 1, maxLength: 5 }).filter((text) => text !== '__proto__');
  fc.assert(
    fc.property(
      fc.record(
        {
          platform: fc.constantFrom('linux' as const, 'windows' as const),
          role: fc.constantFrom('server' as const),
          tag: name,
          fact: fc.dictionary(name, name, { minKeys: 1 }),
        },
        { requiredKeys: [] },
      ),
      (filter) => {
        expect(filterOf(conditionsOf(filter))).toEqual({ ...filter, ...(filter.fact ? { fact: { ...filter.fact } } : {}) });
      },
    ),
  );
});
