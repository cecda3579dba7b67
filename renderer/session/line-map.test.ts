import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineMap } from './line-map.ts';

it('knows the line of each row and the row of each line', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.nat(60), (shown, cut) => {
      const lines = shown.flatMap((is, line) => (is ? [line] : []));
      const map = new LineMap();
      // In two pieces, line by line: runs that meet are one.
      map.add(lines.filter((line) => line < cut).flatMap((line) => [line, 1]));
      map.add(lines.filter((line) => line >= cut).flatMap((line) => [line, 1]));
      expect(map.rows).toBe(lines.length);
      expect(Array.from({ length: lines.length + 1 }, (_, row) => map.lineAt(row))).toEqual([...lines, null]);
      shown.forEach((is, line) => expect(map.rowOf(line)).toBe(is ? lines.indexOf(line) : null));
    }),
  );
});
