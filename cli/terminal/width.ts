/** How many columns of a terminal a text takes, and how to cut and pad it to a width. */

/** Wide and fullwidth characters (Unicode's EastAsianWidth W and F), emoji apart. Inclusive pairs, ascending. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];
const ASCII = /^[\x20-\x7e]*$/;
const ZERO = /^[\p{Mark}\p{Cf}\p{Cc}\p{Surrogate}]+$/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2}/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function clusterWidth(cluster: string): number {
  if (ZERO.test(cluster)) return 0;
  if (EMOJI.test(cluster)) return 2;
  const code = cluster.codePointAt(0) ?? 0;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

function clusters(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Columns that the text takes. It holds no control characters (see `harmless`). */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const cluster of clusters(text)) width += clusterWidth(cluster);
  return width;
}

/** The longest beginning that fits. */
function head(parts: string[], width: number): string {
  let taken = '';
  let used = 0;
  for (const part of parts) {
    used += clusterWidth(part);
    if (used > width) break;
    taken += part;
  }
  return taken;
}

/** Cuts the end off: for sentences. */
export function cutEnd(text: string, width: number, ellipsis: string): string {
  if (textWidth(text) <= width) return text;
  const mark = textWidth(ellipsis);
  return width <= mark ? head(clusters(text), width) : head(clusters(text), width - mark) + ellipsis;
}

/** Cuts the middle out: for names, whose beginning and end tell them apart. */
export function cutMiddle(text: string, width: number, ellipsis: string): string {
  if (textWidth(text) <= width) return text;
  const room = width - textWidth(ellipsis);
  if (room < 2) return cutEnd(text, width, ellipsis);
  const parts = clusters(text);
  const front = head(parts, Math.ceil(room / 2));
  const back = head(parts.slice().reverse(), room - textWidth(front));
  return front + ellipsis + clusters(back).reverse().join('');
}

/** Fills up with spaces to the width; longer text stays as it is. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

/** Breaks a sentence at spaces into lines that fit; a word that is longer than a line stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
