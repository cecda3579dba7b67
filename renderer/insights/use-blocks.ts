import { useCallback, useEffect, useRef, useState } from 'react';
import type { InsightsBlock, InsightsFilter } from '../../shared/api/insights.ts';
import { call } from '../bridge.ts';

/** Columns that are asked for together. */
export const BLOCK = 256;

/**
 * Columns of the heat map as they come into view. When the picture is another (`made`) they are asked for anew; the old ones stay
 * until then.
 */
export function useBlocks(
  filter: InsightsFilter,
  made: number,
): { blockOf: (column: number) => InsightsBlock | undefined; see: (first: number, last: number) => void } {
  const key = JSON.stringify(filter);
  const [held, setHeld] = useState<{ key: string; blocks: ReadonlyMap<number, InsightsBlock> }>({ key, blocks: new Map() });
  const asked = useRef(new Set<string>());
  const seen = useRef<[number, number]>([0, 0]);
  const ask = useCallback(() => {
    const [first, last] = seen.current;
    for (let block = Math.floor(first / BLOCK); block <= Math.floor(last / BLOCK); block += 1) {
      const name = `${key} ${made} ${block}`;
      if (asked.current.has(name)) continue;
      asked.current.add(name);
      call('insights.block', { filter: JSON.parse(key) as InsightsFilter, first: block * BLOCK, limit: BLOCK }).then(
        (found) => setHeld((before) => ({ key, blocks: new Map(before.key === key ? before.blocks : []).set(block, found) })),
        () => asked.current.delete(name),
      );
    }
  }, [key, made]);
  useEffect(ask, [ask]);
  const see = useCallback(
    (first: number, last: number) => {
      seen.current = [first, last];
      ask();
    },
    [ask],
  );
  const blockOf = useCallback((column: number) => (held.key === key ? held.blocks.get(Math.floor(column / BLOCK)) : undefined), [held, key]);
  return { blockOf, see };
}
