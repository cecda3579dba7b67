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
}

const GAP = 2;
/** Narrower than this a shortened column says nothing. */
const NARROWEST = 8;

const textOf = (cell: Cell | undefined): string => (cell === undefined ? '' : harmless(typeof cell === 'string' ? cell : cell.text));

/** Takes what is too much from the widest column that may be cut, step by step. */
function fit(widths: number[], columns: readonly Column[], limit: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) - limit;
  while (excess > 0) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (column.cut && width > NARROWEST && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
}

/**
 * The lines of a table, without line ends. Columns without any content are left out.
 * `width` is the terminal's; Infinity where nothing is to be cut.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], style: Style, width: number): string[] {
  const texts = rows.map((row) => columns.map((_, index) => textOf(row[index])));
  const kept = columns.map((_, index) => index).filter((index) => texts.some((row) => row[index] !== ''));
  const shown = kept.map((index) => columns[index] ?? { title: '' });
  const widths = kept.map((index) =>
    texts.reduce((most, row) => Math.max(most, textWidth(row[index] ?? '')), textWidth(columns[index]?.title ?? '')),
  );
  if (Number.isFinite(width)) fit(widths, shown, width);
  const line = (cells: string[], tones: (text: string, position: number) => string): string =>
    cells
      .map((text, position) => {
        const column = shown[position];
        const room = widths[position] ?? 0;
        const cut =
          column?.cut === 'middle' ? cutMiddle(text, room, style.ellipsis) : column?.cut === 'end' ? cutEnd(text, room, style.ellipsis) : text;
        const last = position === shown.length - 1 && column?.align !== 'right';
        const padded = last ? cut : pad(cut, room, column?.align);
        return tones(padded, position);
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
