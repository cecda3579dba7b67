import { useCallback, useEffect, useRef, useState } from 'react';
import { STREAMS, type Stream } from '../../shared/words.ts';
import type { OutputRecord } from '../../shared/record.ts';
import { call } from '../bridge.ts';
import { LineMap } from './line-map.ts';

/** What of a log is shown: all of it, what went wrong, or what the script itself wrote. */
export const SHOWN = ['all', 'output', 'errors'] as const;
export type Shown = (typeof SHOWN)[number];

const ERRORS: readonly Stream[] = ['stderr', 'error', 'warning'];
const STREAMS_OF: Record<Exclude<Shown, 'all'>, readonly Stream[]> = {
  errors: ERRORS,
  output: STREAMS.filter((stream) => stream !== 'rounds' && !ERRORS.includes(stream)),
};
/** Lines that are asked for at once; shown lines nearer than that come with one call. */
const NEAR = 500;

interface LogRows {
  /** How many rows there are by now. */
  total: number;
  /** All lines were looked at. */
  whole: boolean;
  /** Another with every change of the rows. */
  key: string;
  fetch: (offset: number, limit: number) => Promise<{ rows: OutputRecord[]; total: number }>;
  rowOf: (line: number) => number | null;
}

/** The rows of an action's log, of which `lines` are there; which lines stand in them is found in pieces, as the log grows. */
export function useLogRows(session: string, n: number, lines: number, shown: Shown): LogRows {
  const key = `${session}/${n} ${shown}`;
  const found = useRef<{ key: string; map: LineMap; next: number }>({ key: '', map: new LineMap(), next: 0 });
  const [rows, setRows] = useState({ key: '', total: 0, next: 0 });
  useEffect(() => {
    if (shown === 'all') return;
    if (found.current.key !== key) found.current = { key, map: new LineMap(), next: 0 };
    const of = found.current;
    let current = true;
    const look = async (): Promise<void> => {
      while (current && of.next < lines) {
        const piece = await call('sessions.streams', { session, n, first: of.next, streams: [...STREAMS_OF[shown]] });
        if (!current || piece.next <= of.next) return;
        of.map.add(piece.runs);
        of.next = piece.next;
        setRows({ key, total: of.map.rows, next: of.next });
      }
    };
    void look().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [session, n, lines, shown, key]);
  const fetch = useCallback(
    async (offset: number, limit: number) => {
      if (shown === 'all') {
        const page = await call('sessions.log', { session, n, first: offset, limit });
        return { rows: page.records, total: page.total };
      }
      const { map } = found.current;
      const wanted = Array.from({ length: limit }, (_, at) => map.lineAt(offset + at)).filter((line) => line !== null);
      const records: OutputRecord[] = [];
      for (let at = 0; at < wanted.length;) {
        const first = wanted[at] ?? 0;
        const page = await call('sessions.log', { session, n, first, limit: NEAR });
        const before = at;
        for (; at < wanted.length; at += 1) {
          const record = page.records[(wanted[at] ?? 0) - first];
          if (!record) break;
          records.push(record);
        }
        if (at === before) break;
      }
      return { rows: records, total: map.rows };
    },
    [session, n, shown],
  );
  const rowOf = useCallback((line: number) => (shown === 'all' ? line : found.current.map.rowOf(line)), [shown]);
  if (shown === 'all') return { total: lines, whole: true, key, fetch, rowOf };
  const known = rows.key === key ? rows : { total: 0, next: 0 };
  return { total: known.total, whole: known.next >= lines, key, fetch, rowOf };
}
