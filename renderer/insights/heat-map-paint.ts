/** The canvas of the heat map. Every verdict has its tone, and where there is room a shape of its own. */
import { isFailure, VERDICTS, type Verdict } from '../../shared/insights.ts';
import { VERDICT_TOKENS } from './verdicts.tsx';

/** Pixels. */
export const ROW_HEIGHT = 18;
/** From here on a cell has room for a shape. */
const SHAPE_WIDTH = 7;

/** What is to be painted: which rows and columns are seen, and where the first of them begin. Pixels of CSS. */
export interface HeatMapWindow {
  width: number;
  height: number;
  scrollLeft: number;
  scrollTop: number;
  cell: number;
  rows: number;
  columns: number;
}

/** The first and the last row and column that are seen. */
export function seenOf({ width, height, scrollLeft, scrollTop, cell, rows, columns }: HeatMapWindow): {
  rows: [first: number, last: number];
  columns: [first: number, last: number];
} {
  const range = (from: number, size: number, each: number, count: number): [number, number] => [
    Math.max(0, Math.min(count - 1, Math.floor(from / each))),
    Math.max(0, Math.min(count - 1, Math.floor((from + size - 1) / each))),
  ];
  return { rows: range(scrollTop, height, ROW_HEIGHT, rows), columns: range(scrollLeft, width, cell, columns) };
}

/** The verdict of a letter of a block; null where there is nothing. */
export function verdictOfLetter(letter: string | undefined): Verdict | null {
  return letter === undefined || letter === '.' ? null : (VERDICTS[letter.charCodeAt(0) - 97] ?? null);
}

/** Paints what is seen. `letterAt` gives undefined for what is not here yet. */
export function paint(canvas: HTMLCanvasElement, window: HeatMapWindow, letterAt: (row: number, column: number) => string | undefined): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = globalThis.devicePixelRatio || 1;
  const { width, height, cell, scrollLeft, scrollTop } = window;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  if (window.rows === 0 || window.columns === 0) return;
  const style = getComputedStyle(canvas);
  const colour = (token: string): string => style.getPropertyValue(token).trim();
  const colours = new Map(VERDICTS.map((verdict) => [verdict, colour(VERDICT_TOKENS[verdict])]));
  const [none, ground, faint] = [colour('--fine'), colour('--background'), colour('--faint')];
  const gap = cell >= 4 ? 1 : 0;
  const [w, h] = [cell - gap, ROW_HEIGHT - 3];
  const { rows, columns } = seenOf(window);
  for (let row = rows[0]; row <= rows[1]; row += 1) {
    const y = row * ROW_HEIGHT - scrollTop + 1.5;
    for (let column = columns[0]; column <= columns[1]; column += 1) {
      const x = column * cell - scrollLeft;
      const verdict = verdictOfLetter(letterAt(row, column));
      context.fillStyle = (verdict && colours.get(verdict)) ?? none;
      if (verdict === null) context.fillRect(x, y + h / 2 - 1, w, 2);
      else context.fillRect(x, y, w, h);
      if (verdict !== null && w >= SHAPE_WIDTH) shape(context, verdict, { x, y, w, h, ground, faint });
    }
  }
}

interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
  ground: string;
  faint: string;
}

/** So that red and green can be told apart by those who see no difference between them. */
function shape(context: CanvasRenderingContext2D, verdict: Verdict, { x, y, w, h, ground, faint }: Place): void {
  const [cx, cy, r] = [x + w / 2, y + h / 2, Math.min(w, 9) / 2 - 1.25];
  context.strokeStyle = ground;
  context.lineWidth = 1.25;
  context.beginPath();
  if (isFailure(verdict)) {
    context.moveTo(cx - r, cy - r);
    context.lineTo(cx + r, cy + r);
    context.moveTo(cx + r, cy - r);
    context.lineTo(cx - r, cy + r);
  } else if (verdict === 'unknown' || verdict === 'would-change') {
    context.arc(cx, cy, r - 0.5, 0, Math.PI * 2);
  } else if (verdict === 'skipped' || verdict === 'not-applicable' || verdict === 'cancelled') {
    context.strokeStyle = faint;
    context.moveTo(cx - r, cy);
    context.lineTo(cx + r, cy);
  }
  context.stroke();
}
