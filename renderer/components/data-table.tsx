/**
 * The one table of the window: virtual rows, one row focused, any number ticked, sorted by whoever gives the rows.
 * Keyboard: arrows or j and k, Home, End, Page keys; Space ticks, Shift+arrow ticks a range; Enter opens.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { usePreferences } from '../state/preferences.ts';
import { useRows, type RowBook } from '../state/row-book.ts';
import { TableRow, type RowActions } from './table-row.tsx';
import { Tick } from './tick.tsx';
import classes from './data-table.module.css';

export interface Column<Row> {
  id: string;
  label: string;
  /** The label is only heard: the cells show it well enough. */
  labelHidden?: boolean;
  /** A CSS grid track. */
  width: string;
  align?: 'end';
  sortable?: boolean;
  cell: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** How many there are; `rowAt` gives those that are here already. */
  total: number;
  rowAt: (index: number) => Row | undefined;
  /** Of which the rows are, where they come in pages: the table is drawn again when some came. */
  book?: RowBook<Row>;
  idOf: (row: Row) => string;
  /** Which rows are seen, so that they can be asked for. */
  onRange?: (first: number, last: number) => void;
  focused: string | null;
  onFocus: (row: Row, index: number) => void;
  onOpen?: (row: Row) => void;
  sort?: { by: string; descending: boolean };
  onSort?: (by: string) => void;
  ticked?: ReadonlySet<string>;
  onTick?: (ids: string[], ticked: boolean) => void;
  /** Rows that can be ticked; all of them where it is not given. */
  tickable?: (row: Row) => boolean;
  tickLabel?: (row: Row) => string;
  all?: { label: string; state: 'all' | 'some' | 'none'; toggle: () => void };
  header?: boolean;
  rowClass?: (row: Row) => string | undefined;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, total, rowAt, idOf, onRange, focused, sort, ticked, onTick } = props;
  useRows(props.book);
  const height = usePreferences((state) => state.value.rowHeight);
  const scroll = useRef<HTMLDivElement>(null);
  const anchor = useRef<number | null>(null);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => virtual.measure(), [height, virtual]);
  useEffect(() => onRange?.(first, last), [first, last, total, onRange]);

  const focusedIndex = (): number => {
    for (let index = first; index <= last; index += 1) {
      const row = rowAt(index);
      if (row !== undefined && idOf(row) === focused) return index;
    }
    return anchor.current ?? -1;
  };
  const go = (to: number, tickRange: boolean): void => {
    const index = Math.max(0, Math.min(total - 1, to));
    const row = rowAt(index);
    virtual.scrollToIndex(index);
    anchor.current = index;
    if (row === undefined) return;
    if (tickRange && onTick) onTick([idOf(row)], true);
    props.onFocus(row, index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = focusedIndex();
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 300) / height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: total - 1,
    };
    const row = rowAt(at);
    const to = steps[event.key];
    if (to !== undefined) go(to, event.shiftKey);
    else if (event.key === ' ' && row !== undefined && onTick) onTick([idOf(row)], !ticked?.has(idOf(row)));
    else if (event.key === 'Enter' && row !== undefined) props.onOpen?.(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const between = (from: number, to: number): string[] => {
    const ids: string[] = [];
    for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) {
      const row = rowAt(at);
      if (row !== undefined) ids.push(idOf(row));
    }
    return ids;
  };
  // The same object for ever, which does what was given last: a row that did not change is not made anew for it.
  const latest = useRef<RowActions<Row>>(null);
  latest.current = {
    click: (event, row, index) => {
      if (event.shiftKey && onTick && anchor.current !== null) onTick(between(anchor.current, index), true);
      else if ((event.ctrlKey || event.metaKey) && onTick) onTick([idOf(row)], !ticked?.has(idOf(row)));
      anchor.current = index;
      props.onFocus(row, index);
    },
    open: (row) => props.onOpen?.(row),
    tick: (row, index, on) => {
      anchor.current = index;
      onTick?.([idOf(row)], on);
    },
  };
  const actions = useMemo(
    (): RowActions<Row> => ({
      click: (...given) => latest.current?.click(...given),
      open: (...given) => latest.current?.open(...given),
      tick: (...given) => latest.current?.tick(...given),
    }),
    [],
  );

  const template = `${onTick ? '36px ' : ''}${columns.map(({ width }) => width).join(' ')}`;
  return (
    <div className={classes.table} role="grid" aria-label={props.label} aria-rowcount={total + 1} aria-multiselectable={onTick !== undefined}>
      {props.header !== false && (
        <div role="rowgroup">
          <div className={classes.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            {onTick && (
              <span className={classes.tick} role="columnheader">
                {props.all && (
                  <Tick label={props.all.label} checked={props.all.state === 'all'} some={props.all.state === 'some'} onChange={props.all.toggle} />
                )}
              </span>
            )}
            {columns.map((column) => {
              const sorted = sort?.by === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined;
              return (
                <span key={column.id} role="columnheader" aria-sort={sorted} className={classes.label} data-align={column.align}>
                  {column.sortable && props.onSort ? (
                    <button type="button" className={classes.sort} onClick={() => props.onSort?.(column.id)}>
                      {column.label}
                      {sorted === 'ascending' && <ArrowUp size={13} strokeWidth={1.75} aria-hidden />}
                      {sorted === 'descending' && <ArrowDown size={13} strokeWidth={1.75} aria-hidden />}
                    </button>
                  ) : (
                    <span className={column.labelHidden ? 'visually-hidden' : undefined}>{column.label}</span>
                  )}
                </span>
              );
            })}
          </div>
        </div>
      )}
      <div ref={scroll} className={classes.scroll} role="rowgroup" tabIndex={0} aria-label={props.label} onKeyDown={onKeyDown} data-table-body>
        <div className={classes.space} style={{ height: virtual.getTotalSize() }} role="presentation">
          {items.map(({ index, start }) => {
            const row = rowAt(index);
            const id = row === undefined ? `empty ${index}` : idOf(row);
            const isTicked = ticked?.has(id) ?? false;
            const isFocused = row !== undefined && id === focused;
            const tickable = onTick !== undefined && row !== undefined && (props.tickable?.(row) ?? true);
            return (
              <TableRow
                key={id}
                row={row}
                index={index}
                start={start}
                height={height}
                template={template}
                columns={columns}
                focused={isFocused}
                ticked={isTicked}
                selected={ticked ? isTicked : isFocused}
                tickColumn={onTick !== undefined}
                tickLabel={tickable ? (props.tickLabel?.(row) ?? id) : null}
                className={row === undefined ? undefined : props.rowClass?.(row)}
                actions={actions}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
