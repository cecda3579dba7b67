import { memo, type MouseEvent } from 'react';
import type { Column } from './data-table.tsx';
import { Tick } from './tick.tsx';
import classes from './data-table.module.css';

export interface RowActions<Row> {
  click: (event: MouseEvent, row: Row, index: number) => void;
  open: (row: Row) => void;
  tick: (row: Row, index: number, ticked: boolean) => void;
}

interface RowProps<Row> {
  /** Undefined while it is still asked for. */
  row: Row | undefined;
  index: number;
  /** Pixels from the top of all rows. */
  start: number;
  height: number;
  /** The CSS grid tracks of all columns. */
  template: string;
  columns: readonly Column<Row>[];
  focused: boolean;
  ticked: boolean;
  selected: boolean;
  tickColumn: boolean;
  /** Null where it cannot be ticked. */
  tickLabel: string | null;
  className: string | undefined;
  actions: RowActions<Row>;
}

function DrawnRow<Row>(props: RowProps<Row>) {
  const { row, index, start, height, template, columns, focused, ticked, selected, tickColumn, tickLabel, className, actions } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={className === undefined ? classes.row : `${classes.row} ${className}`}
      data-focused={focused || undefined}
      data-ticked={ticked || undefined}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => row !== undefined && actions.click(event, row, index)}
      onDoubleClick={() => row !== undefined && actions.open(row)}
    >
      {row === undefined ? (
        <span className={classes.waiting} role="gridcell" />
      ) : (
        <>
          {tickColumn && (
            <span className={classes.tick} role="gridcell" onClick={(event) => event.stopPropagation()}>
              {tickLabel !== null && <Tick label={tickLabel} checked={ticked} tabIndex={-1} onChange={(on) => actions.tick(row, index, on)} />}
            </span>
          )}
          {columns.map((column) => (
            <span key={column.id} role="gridcell" className={classes.cell} data-align={column.align}>
              {column.cell(row)}
            </span>
          ))}
        </>
      )}
    </div>
  );
}

/** Made anew only when something of it is another: while one scrolls, only rows that come into view are. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow;
