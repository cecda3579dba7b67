import { useCallback, useEffect, useRef, useState } from 'react';

const PAGE = 200;

interface Page<Row> {
  rows: Row[];
  total: number;
}

/**
 * Rows of a list that is too long to be asked for whole: pages of it, asked for as they come into view, and anew when
 * `key` (another list) or `version` (the same list, changed) is another. Old rows stay until the new ones are there.
 */
export function usePages<Row, Extra extends Page<Row>>(
  key: string,
  version: unknown,
  fetch: (offset: number, limit: number) => Promise<Extra>,
): {
  total: number;
  extra: Extra | null;
  failed: unknown;
  rowAt: (index: number) => Row | undefined;
  onRange: (first: number, last: number) => void;
} {
  const [state, setState] = useState<{ key: string; pages: ReadonlyMap<number, Row[]>; extra: Extra | null; failed: unknown }>({
    key,
    pages: new Map(),
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
        (answer) => {
          if (current.current !== generation) return;
          setState((before) => {
            const pages = new Map(before.key === key ? before.pages : []);
            pages.set(page, answer.rows);
            return { key, pages, extra: answer, failed: null };
          });
        },
        (failed: unknown) => {
          asked.current.delete(name);
          if (current.current === generation) setState((before) => ({ ...before, failed }));
        },
      );
    }
  }, [generation, key]);

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
  const { pages, extra, failed } = state;
  const rowAt = useCallback((index: number) => pages.get(Math.floor(index / PAGE))?.[index % PAGE], [pages]);
  return { total: extra?.total ?? 0, extra, failed, rowAt, onRange };
}
