/** Aligned tables for people: measured in columns of the terminal, made harmless, cut to its width. */
import { harmless } from './harmless.ts';
import type { Toned } from './marks.ts';
import type { Style } from './style.ts';
import { cutEnd, cutMiddle, pad, textWidth } from './width.ts';

export type Cell = string | Toned;

export interface Column {
  title: string;
  align?: 'left' | 'right';
  /** How a cell is shortened where the table is wider than the terminal: names in the middle, sentences at the end; else never. */
  cut?: 'middle' | 'end';
  /** Not cut to less than this many columns, as long as others can be left out. */
  least?: number;
  /** Left out where cutting is not enough; the lowest first. Names to be typed are neither cut nor left out. */
  drop?: number;
}

const GAP = 2;
/** Narrower than this a shortened column says nothing. */
const NARROWEST = 8;

const textOf = (cell: Cell | undefined): string => (cell === undefined ? '' : harmless(typeof cell === 'string' ? cell : cell.text));

/**
 * Takes what is too much from the widest column that may be cut, step by step. Returns whether it fits. `roomy` columns keep
 * what they need at least.
 */
function fit(widths: number[], columns: readonly Column[], limit: number, roomy: boolean): boolean {
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) - limit;
  while (excess > 0) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (column.cut && width > (roomy ? (column.least ?? NARROWEST) : NARROWEST) && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) return false;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
  return true;
}

/** Where not even that is enough, rows with a very long name are longer than the terminal; the others are not padded to it. */
function overflow(widths: number[], columns: readonly Column[], limit: number): void {
  for (let excess = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) - limit; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= Math.max(NARROWEST, textWidth(columns[widest]?.title ?? ''))) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

/**
 * The lines of a table, without line ends. Columns without any content are left out.
 * `width` is the terminal's; Infinity where nothing is to be cut.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], style: Style, width: number): string[] {
  const texts = rows.map((row) => columns.map((_, index) => textOf(row[index])));
  let kept = columns.map((_, index) => index).filter((index) => texts.some((row) => row[index] !== ''));
  // A name to be typed that takes most of the terminal makes its own row longer, not the columns of all others narrower.
  const counted = (column: Column, own: number) => (column.cut || own <= (width * 3) / 4 ? own : 0);
  const natural = columns.map((column, index) =>
    texts.reduce((most, row) => Math.max(most, counted(column, textWidth(row[index] ?? ''))), textWidth(column.title)),
  );
  let widths = kept.map((index) => natural[index] ?? 0);
  const columnsOf = (indices: readonly number[]) => indices.map((index) => columns[index] ?? { title: '' });
  while (Number.isFinite(width) && !fit(widths, columnsOf(kept), width, true)) {
    const ranks = kept.map((index) => columns[index]?.drop ?? Infinity);
    const least = ranks.indexOf(Math.min(...ranks));
    if (ranks[least] === Infinity) {
      if (!fit(widths, columnsOf(kept), width, false)) overflow(widths, columnsOf(kept), width);
      break;
    }
    kept = kept.filter((_, position) => position !== least);
    widths = kept.map((index) => natural[index] ?? 0);
  }
  const shown = columnsOf(kept);
  const line = (cells: string[], tones: (text: string, position: number) => string): string =>
    cells
      .map((text, position) => {
        const column = shown[position];
        // Columns to the right that this row leaves empty lend it their room.
        const lastOfRow = cells.slice(position + 1).every((cell) => cell === '');
        const to = lastOfRow ? cells.length : position + 1;
        const room = widths.slice(position, to).reduce((sum, one) => sum + one + GAP, -GAP);
        const cut =
          column?.cut === 'middle' ? cutMiddle(text, room, style.ellipsis) : column?.cut === 'end' ? cutEnd(text, room, style.ellipsis) : text;
        if (column?.align === 'right') return tones(pad(cut, widths[position] ?? 0, 'right'), position);
        return tones(lastOfRow ? cut : pad(cut, room), position);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const header = line(
    shown.map((column) => column.title),
    (text) => style.paint('dim', text),
  );
  const body = rows.map((row, number) =>
    line(
      kept.map((index) => texts[number]?.[index] ?? ''),
      (text, position) => {
        const cell = row[kept[position] ?? -1];
        return typeof cell === 'object' ? style.paint(cell.tone, text) : text;
      },
    ),
  );
  return rows.length === 0 ? [] : [header, ...body];
}

/** `key   value` lines, keys dim and aligned; entries without a value are left out. */
export function fieldLines(fields: readonly (readonly [string, Cell | null | undefined])[], style: Style): string[] {
  const present = fields.filter((field): field is readonly [string, Cell] => field[1] !== null && field[1] !== undefined && textOf(field[1]) !== '');
  const width = Math.max(0, ...present.map(([key]) => textWidth(key)));
  return present.map(([key, value]) => {
    const text = textOf(value);
    return `${style.paint('dim', pad(key, width))}  ${typeof value === 'object' ? style.paint(value.tone, text) : text}`;
  });
}
