import { useEffect, useState } from 'react';
import type { HistoryFilter, LogHitRow, SearchFrom } from '../../shared/api/sessions.ts';
import { call, type CallFailed } from '../bridge.ts';
import { failureOf } from '../state/use-call.ts';

/** More than this nobody reads. */
const MOST = 500;

export interface LogSearchState {
  hits: LogHitRow[];
  searched: number;
  unreadable: number;
  state: 'going' | 'over' | 'stopped' | 'full';
  failed: CallFailed | null;
}

const BEGUN: LogSearchState = { hits: [], searched: 0, unreadable: 0, state: 'going', failed: null };

/** Searches piece by piece, and shows what it has as it goes; null while the text is too short. */
export function useLogSearch(filter: HistoryFilter, text: string): { search: LogSearchState | null; stop: () => void } {
  const [search, setSearch] = useState<LogSearchState>(BEGUN);
  const [stopped, setStopped] = useState('');
  const wanted = text.trim();
  const key = JSON.stringify({ filter, wanted });
  const on = wanted.length >= 2;
  useEffect(() => {
    setSearch(BEGUN);
    if (!on || stopped === key) return;
    let current = true;
    const go = async (): Promise<void> => {
      // What begins meanwhile would move the list.
      const still = { ...filter, until: Math.min(filter.until ?? Infinity, Date.now()) };
      let from: SearchFrom | null = null;
      let found: LogSearchState = BEGUN;
      do {
        const page: { hits: LogHitRow[]; next: SearchFrom | null; searched: number; unreadable: number } = await call('sessions.search', {
          filter: still,
          text: wanted,
          from,
        });
        if (!current) return;
        from = page.next;
        const hits = [...found.hits, ...page.hits].slice(0, MOST);
        const state = from === null ? 'over' : hits.length >= MOST ? 'full' : 'going';
        found = { hits, searched: page.searched, unreadable: found.unreadable + page.unreadable, state, failed: null };
        setSearch(found);
      } while (from !== null && found.state === 'going');
    };
    go().catch((error: unknown) => current && setSearch((before) => ({ ...before, state: 'over', failed: failureOf(error) })));
    return () => {
      current = false;
    };
  }, [key, on]);
  const stop = (): void => {
    setStopped(key);
    setSearch((before) => ({ ...before, state: 'stopped' }));
  };
  return { search: on ? search : null, stop };
}
