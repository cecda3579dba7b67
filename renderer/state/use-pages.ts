import { useCallback, useEffect, useRef, useState } from 'react';
import { RowBook } from './row-book.ts';

const PAGE = 100;

interface Page<Row> {
  rows: Row[];
  total: number;
}

/**
 * Rows of a list that is too long to be asked for whole: pages of it, asked for as they come into view, and anew when
 * `key` (another list) or `version` (the same list, changed) is another. Old rows stay until the new ones are there. Whoever
 * calls this is drawn again when what comes with the rows changes; rows that came are the book's (`useRows`).
 */
export function usePages<Row, Extra extends Page<Row>>(
  key: string,
  version: unknown,
  fetch: (offset: number, limit: number) => Promise<Extra>,
): {
  total: number;
  /** What came with the rows; null before the first. */
  extra: Omit<Extra, 'rows'> | null;
  /** Of the list that was answered last. */
  key: string | null;
  failed: unknown;
  book: RowBook<Row>;
  rowAt: (index: number) => Row | undefined;
  onRange: (first: number, last: number) => void;
} {
  const [book] = useState(() => new RowBook<Row>(PAGE));
  const [state, setState] = useState<{ key: string | null; extra: Omit<Extra, 'rows'> | null; failed: unknown }>({
    key: null,
    extra: null,
    failed: null,
  });
  const wanted = useRef<{ first: number; last: number }>({ first: 0, last: 0 });
  const asked = useRef(new Set<string>());
  const fetcher = useRef(fetch);
  fetcher.current = fetch;
  const generation = `${key}\n${JSON.stringify(version)}`;
  const current = useRef(generation);
  current.current = generation;

  const ask = useCallback(() => {
    const { first, last } = wanted.current;
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      const name = `${generation}\n${page}`;
      if (asked.current.has(name)) continue;
      asked.current.add(name);
      fetcher.current(page * PAGE, PAGE).then(
        ({ rows, ...extra }) => {
          if (current.current !== generation) return;
          book.put(key, page, rows);
          setState((before) =>
            before.key === key && before.failed === null && JSON.stringify(before.extra) === JSON.stringify(extra)
              ? before
              : { key, extra, failed: null },
          );
        },
        (failed: unknown) => {
          asked.current.delete(name);
          if (current.current === generation) setState((before) => ({ ...before, failed }));
        },
      );
    }
  }, [generation, key, book]);

  useEffect(() => {
    asked.current = new Set([...asked.current].filter((name) => name.startsWith(`${generation}\n`)));
    ask();
  }, [ask, generation]);

  const onRange = useCallback(
    (first: number, last: number) => {
      wanted.current = { first, last };
      ask();
    },
    [ask],
  );
  const { extra, failed } = state;
  return { total: extra?.total ?? 0, extra, key: state.key, failed, book, rowAt: book.rowAt, onRange };
}
