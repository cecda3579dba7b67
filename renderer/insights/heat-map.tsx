import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { InsightsFilter, InsightsView } from '../../shared/api/insights.ts';
import type { Verdict } from '../../shared/insights.ts';
import { usePreferences } from '../state/preferences.ts';
import { CellTip, type PointedCell } from './cell-tip.tsx';
import { paint, ROW_HEIGHT, seenOf, verdictOfLetter, type HeatMapWindow } from './heat-map-paint.ts';
import classes from './heat-map.module.css';
import { openCell } from './open-cell.ts';
import { BLOCK, useBlocks } from './use-blocks.ts';
import { VerdictBar } from './verdicts.tsx';

/** Names, bars and shares on the left; the line of tenants below. Pixels. */
const HEADS = 264;
const AXIS = 20;
/** Narrowest and widest cell. */
const CELL = { least: 4, most: 15 };

interface HeatMapProps {
  view: InsightsView;
  filter: InsightsFilter;
  label: string;
  /** Key of an item. */
  chosen: string;
  onChoose: (item: string, verdict: Verdict | null) => void;
}

/**
 * Items over computers. Only what is seen is painted and asked for, so that 100 items on 10,000 computers scroll as one on ten.
 * Arrows move from cell to cell, Enter opens one.
 */
export function HeatMap({ view, filter, label, chosen, onChoose }: HeatMapProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const theme = usePreferences((state) => state.value.theme);
  const { items, computers: columns, tenants } = view;
  const scroll = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const [at, setAt] = useState({ scrollLeft: 0, scrollTop: 0 });
  const [pointed, setPointed] = useState<PointedCell | null>(null);
  const { blockOf, see } = useBlocks(filter, view.made);

  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const width = Math.max(0, room.width - HEADS - 14);
  const cell = columns === 0 ? CELL.most : Math.max(CELL.least, Math.min(CELL.most, Math.floor(width / columns)));
  const window = useMemo(
    (): HeatMapWindow => ({
      ...at,
      cell,
      width: Math.min(width, cell * columns),
      height: Math.max(0, Math.min(room.height - AXIS, items.length * ROW_HEIGHT)),
      rows: items.length,
      columns,
    }),
    [at, cell, width, room.height, items.length, columns],
  );
  const letterAt = useCallback((row: number, column: number) => blockOf(column)?.rows[row]?.[column % BLOCK], [blockOf]);
  const seen = seenOf(window);
  useEffect(() => see(...seen.columns), [see, seen.columns[0], seen.columns[1]]);
  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, window, letterAt);
  }, [window, letterAt, theme]);
  // The system's theme changes without anything else of the page.
  useEffect(() => {
    const observer = new MutationObserver(() => canvas.current && paint(canvas.current, window, letterAt));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
    return () => observer.disconnect();
  }, [window, letterAt]);

  const point = useCallback(
    (row: number, column: number): void => {
      const element = canvas.current?.getBoundingClientRect();
      const computer = blockOf(column)?.computers[column % BLOCK];
      const item = items[row];
      if (!element || !computer || !item) return setPointed(null);
      const [x, y] = [element.left + column * cell - at.scrollLeft, element.top + row * ROW_HEIGHT - at.scrollTop];
      setPointed({ row, column, item, computer, verdict: verdictOfLetter(letterAt(row, column)), x, y });
    },
    [blockOf, items, cell, at, letterAt],
  );
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    point(Math.floor((event.clientY - box.top + at.scrollTop) / ROW_HEIGHT), Math.floor((event.clientX - box.left + at.scrollLeft) / cell));
  };
  const open = (): void => void (pointed?.verdict && openCell(pointed.computer.id, pointed.item.key, go));
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (step) {
      const row = Math.max(0, Math.min(items.length - 1, (pointed?.row ?? seen.rows[0]) + (pointed ? (step[0] ?? 0) : 0)));
      const column = Math.max(0, Math.min(columns - 1, (pointed?.column ?? seen.columns[0]) + (pointed ? (step[1] ?? 0) : 0)));
      intoView(scroll.current, window, row, column);
      point(row, column);
    } else if (event.key === 'Enter') open();
    else if (event.key === 'Escape' && pointed) setPointed(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={scroll}
      className={classes.scroll}
      role="group"
      tabIndex={0}
      aria-label={t('insights.mapLabel', { title: label })}
      onKeyDown={onKeyDown}
      onBlur={() => setPointed(null)}
      onScroll={({ currentTarget }) => {
        setAt({ scrollLeft: currentTarget.scrollLeft, scrollTop: currentTarget.scrollTop });
        setPointed(null);
      }}
    >
      <div className={classes.space} style={{ width: HEADS + cell * columns + 14, height: items.length * ROW_HEIGHT + AXIS }}>
        <div className={classes.heads} style={{ width: HEADS, height: items.length * ROW_HEIGHT }}>
          {items.slice(seen.rows[0], seen.rows[1] + 2).map(({ key, name, counts }, index) => (
            <div key={key} className={classes.head} style={{ height: ROW_HEIGHT, top: (seen.rows[0] + index) * ROW_HEIGHT }}>
              <VerdictBar
                name={name}
                counts={counts}
                chosen={chosen === key || (chosen === '' && 'key' in view.map && view.map.key === key)}
                onChoose={(verdict) => onChoose(key, verdict)}
              />
            </div>
          ))}
        </div>
        <canvas
          ref={canvas}
          className={classes.canvas}
          aria-hidden
          style={{ left: HEADS, width: window.width, height: window.height, marginLeft: 0 }}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setPointed(null)}
          onClick={open}
        />
        <div className={classes.axis} style={{ height: AXIS, marginLeft: HEADS, width: cell * columns }}>
          {tenants.map(({ name, first, computers }) => (
            <span key={name} style={{ left: first * cell, width: computers * cell }} title={name}>
              <b>{name}</b>
            </span>
          ))}
        </div>
      </div>
      {pointed && <CellTip pointed={pointed} cell={cell} />}
    </div>
  );
}

/** Scrolls just so far that a cell is seen. */
function intoView(element: HTMLDivElement | null, { width, height, cell, scrollLeft, scrollTop }: HeatMapWindow, row: number, column: number): void {
  const [x, y] = [column * cell, row * ROW_HEIGHT];
  element?.scrollTo({
    left: Math.min(x, Math.max(scrollLeft, x + cell - width)),
    top: Math.min(y, Math.max(scrollTop, y + ROW_HEIGHT - height)),
  });
}
