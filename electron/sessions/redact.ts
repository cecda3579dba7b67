/**
 * Takes secrets out of everything that is kept (P31), in the forms that `secret-forms.ts` lists.
 *
 * Encoded forms are searched for as if blanks and line ends were not there. That finds them however they are grouped and
 * wrapped, at one needle a form; needles for every piece that some width could leave would be many, short, and found in logs
 * where no secret is.
 */
import { dumpColumns } from './hex-dump.ts';
import { HEAD, Needles, SKIP, unitsOf, type Hit } from './needles.ts';
import { addForms, type SecretForms } from './secret-forms.ts';

const MASK = '[secret]';
/** A secret that is shorter is taken out only where it stands alone: `a` is in every line, and masking it would tell it. */
const ANYWHERE = 3;
/** A line without blanks that is this long may be one of wrapped base64 or hexadecimal. */
const ROW = /^[ \t]*[\w+/=-]{16,}[ \t]*$/;

const BLANK = 32;
const isBlank = (code: number): boolean => code === BLANK || (code >= 9 && code <= 13);
const among = (characters: string) => (code: number) => characters.includes(String.fromCharCode(code));
const separatesBytes = among(':,-%\\');

/** Base64 in both alphabets, through blanks and line ends. */
function foldBase64(code: number): number {
  if (isBlank(code)) return SKIP;
  return code === 0x2d ? 0x2b : code === 0x5f ? 0x2f : code;
}

/** Hexadecimal in either case, through blanks, line ends, and what is written between bytes. */
function foldHex(code: number): number {
  if (isBlank(code) || separatesBytes(code)) return SKIP;
  return code >= 0x41 && code <= 0x46 ? code + 32 : code;
}

const foldColumn = (code: number): number => (isBlank(code) ? SKIP : code);

/** How a text ends: no more of it comes; its last line is whole; its last line goes on. */
export type TextEnd = 'over' | 'line' | 'cut';

/** The secrets that a run has handed out so far. What is known later is taken out from then on. */
export class KnownSecrets {
  readonly #seen = new Set<string>();
  #lanes: { text: Needles; base64: Needles; hex: Needles; column: Needles } | null = null;
  /** Needles that are shorter than a head, and the beginnings of them; the expression finds all. */
  readonly #short = new Set<string>();
  #shortPattern: RegExp | null = null;

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  /** An empty one is none. */
  add(secret: string): void {
    if (secret === '' || this.#seen.has(secret)) return;
    this.#seen.add(secret);
    const lanes = (this.#lanes ??= {
      text: new Needles(),
      base64: new Needles(foldBase64),
      hex: new Needles(foldHex),
      column: new Needles(foldColumn),
    });
    const forms: SecretForms = { text: new Set(), base64: new Set(), hex: new Set(), column: new Set() };
    addForms(secret, forms);
    for (const lane of ['text', 'base64', 'hex', 'column'] as const) {
      for (const form of forms[lane]) {
        if (form.length >= HEAD) lanes[lane].add(form);
        else this.#short.add(form);
      }
    }
    if (this.#short.size > 0) this.#shortPattern = shortPattern([...this.#short]);
  }

  get none(): boolean {
    return this.#lanes === null;
  }

  /** A text without them. */
  text(value: string): string {
    return mask(value, this.find(value, 'over').hits);
  }

  /** Where they stand in a text, in order and apart from each other; and from where on its end may be the beginning of one. */
  find(text: string, end: TextEnd): { hits: Hit[]; open: number } {
    if (!this.#lanes) return { hits: [], open: text.length };
    const { text: plain, base64, hex, column } = this.#lanes;
    const hits: Hit[] = [];
    const units = unitsOf(text);
    const views = hexViews(text, units);
    const cut = end === 'cut';
    const loose = cut || (end === 'line' && endsInRow(text));
    let open = Math.min(plain.search(units, hits, cut), base64.search(units, hits, loose), hex.search(views.hex, hits, loose));
    if (views.column !== null) open = Math.min(open, column.search(views.column, hits, loose));
    if (this.#shortPattern) {
      for (const match of text.matchAll(this.#shortPattern)) hits.push([match.index, match.index + match[0].length]);
      if (cut) open = Math.min(open, this.#shortEnd(text));
    }
    return { hits: hits.length > 0 ? merge(withoutMasks(text, hits)) : hits, open };
  }

  /** Whether one that stands alone does so is seen only when the text goes on. */
  #shortEnd(text: string): number {
    for (let count = HEAD - 1; count > 0; count--) {
      const tail = text.slice(-count);
      for (const needle of this.#short) if (tail.length === count && needle.startsWith(tail)) return text.length - count;
    }
    return text.length;
  }
}

/** A text with a mask in the place of each hit. The hits are in order and apart from each other. */
export function mask(text: string, hits: readonly Hit[]): string {
  if (hits.length === 0) return text;
  let masked = '';
  let at = 0;
  for (const [from, to] of hits) {
    masked += text.slice(at, from) + MASK;
    at = to;
  }
  return masked + text.slice(at);
}

/** In order, and those that overlap as one. */
export function merge(hits: Hit[]): Hit[] {
  const merged: Hit[] = [];
  for (const [from, to] of hits.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** A secret that is part of the mask is not taken out of a mask: what was redacted once stays as it is. */
function withoutMasks(text: string, hits: Hit[]): Hit[] {
  if (!text.includes(MASK)) return hits;
  return hits.filter(([from, to]) => {
    const at = text.lastIndexOf(MASK, from);
    return at < 0 || to > at + MASK.length || to - from === MASK.length;
  });
}

function shortPattern(needles: string[]): RegExp {
  const escaped = needles
    .sort((a, b) => b.length - a.length)
    .map((one) => {
      const text = one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      return one.length < ANYWHERE ? `(?<![\\p{L}\\p{N}_])${text}(?![\\p{L}\\p{N}_])` : text;
    });
  return new RegExp(escaped.join('|'), 'gu');
}

function endsInRow(text: string): boolean {
  const stop = text.endsWith('\n') ? text.length - 1 : text.length;
  const line = text.slice(text.lastIndexOf('\n', stop - 1) + 1, stop);
  return ROW.test(line) || dumpColumns(line) !== null;
}

/**
 * What the search for hexadecimal looks at: the text with blanks for what stands around the bytes (`0x68, 0x75`, the columns
 * of a dump); and of dumps the column of characters, null where there is no dump. Every character stays in its place.
 */
function hexViews(text: string, units: Uint16Array): { hex: Uint16Array; column: Uint16Array | null } {
  let hex = units;
  let column: Uint16Array | null = null;
  for (let from = 0; from < text.length;) {
    const next = text.indexOf('\n', from);
    const stop = next < 0 ? text.length : next;
    const columns = dumpColumns(text.slice(from, stop));
    if (columns) {
      if (hex === units) hex = units.slice();
      // NUL is in no needle: a line that is no dump ends what the column holds.
      column ??= new Uint16Array(text.length);
      const { bytes, characters } = columns;
      hex.fill(BLANK, from, from + bytes[0]).fill(BLANK, from + bytes[1], stop);
      column.fill(BLANK, from, stop + 1).set(units.subarray(from + characters[0], from + characters[1]), from + characters[0]);
    }
    from = stop + 1;
  }
  for (const { index } of text.includes('x') ? text.matchAll(/0x|\\x/g) : []) {
    if (hex === units) hex = units.slice();
    hex.fill(BLANK, index, index + 2);
  }
  return { hex, column };
}
