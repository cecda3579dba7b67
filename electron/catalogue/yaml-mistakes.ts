/**
 * What the YAML parser complains about, in words that say what to do. One table from the parser's codes to sentences; where
 * one code stands for several mistakes, the text around the place tells which. What is not known keeps the parser's words.
 */
import { isScalar, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';

/** A mistake, and where it is to be mended: not always where the parser noticed it. */
export interface Mistake {
  offset: number;
  message: string;
}

interface Found {
  text: string;
  document: Document.Parsed;
  code: YAMLError['code'];
  /** The parser's words. */
  said: string;
  offset: number;
  /** The line of the offset, whole, and what of it comes before and from the offset on. */
  line: string;
  before: string;
  rest: string;
}
type Explain = (found: Found) => Mistake | string | null;

const QUOTE = (word: string): string => `put it in quotes: '${word.replaceAll("'", "''")}'`;
/** As much of a value as a sentence can show. */
const short = (text: string): string => {
  const line = text.trim();
  return line.length > 40 ? `${line.slice(0, 37)}...` : line;
};
const SAME_COLUMN = 'begin it in the same column as the other keys of its entry';
const DASHES = "begin every '- ' of one list in the same column";

/** A dash without its blank, a colon without one, a mark of a merge: wherever the parser stumbles over them. */
function slip({ line }: Found): string | null {
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(line)) return 'this line is a mark of a merge conflict; settle the conflict and remove its marks';
  if (/^\s*-[^\s-]/.test(line)) return "a blank is missing after the '-'; write '- ' before each entry of a list";
  if (/^\s*(?:- +)*[\w-]+:[^\s/\\]/.test(line)) return 'a blank is missing after the colon; write KEY: VALUE';
  return null;
}

/** The place of the bracket that is open at an offset. Quotes and comments are left out as well as lines can tell. */
function openBracket(text: string, until: number): number | null {
  const open: number[] = [];
  const tokens = /'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*"|(?:^|\s)#[^\n]*|[[\]{}]/gm;
  for (let match = tokens.exec(text); match && match.index < until; match = tokens.exec(text)) {
    if (match[0] === '{' || match[0] === '[') open.push(match.index);
    else if (match[0] === '}' || match[0] === ']') open.pop();
  }
  return open.at(-1) ?? null;
}

function unclosed({ text, offset, rest }: Found): Mistake | null {
  const at = openBracket(text, offset);
  if (at === null) return null;
  const opening = text[at] ?? '';
  const closing = opening === '{' ? '}' : ']';
  const [here = ''] = rest;
  if ((here === '}' || here === ']') && here !== closing)
    return { offset, message: `this '${here}' stands where a '${opening}' is open; write '${closing}'` };
  const lineEnd = text.indexOf('\n', at);
  const line = text.slice(at, lineEnd < 0 ? undefined : lineEnd);
  if (/\s#/.test(line))
    return { offset: at, message: `this '${opening}' is not closed: what follows ' #' is a comment; put a value that holds it in quotes` };
  return {
    offset: at,
    message: `this '${opening}' is not closed; put its '${closing}' where it ends, and indent each line of it further than the key it belongs to`,
  };
}

function colonInValue({ text, offset, rest }: Found): Mistake | string {
  const value = /^(.*?):(?:\s|$)/.exec(rest);
  if (value) {
    return `there is a second ': ' in this line; put the whole value in quotes if it belongs to it ('${short(rest)}'), or begin the second key on a line of its own`;
  }
  const next = /\n([ \t]*)\S/.exec(text.slice(offset));
  const column = next ? offset + next.index + 1 + (next[1]?.length ?? 0) : offset;
  return { offset: column, message: `this line is indented further than the key above it, which has its value already; ${SAME_COLUMN}` };
}

/** A line that has no colon where a key is wanted. */
function noKey(found: Found): string {
  const slipped = slip(found);
  if (slipped !== null) return slipped;
  if (/^-(?:\s|$)/.test(found.rest)) return `this '-' begins in another column than the list that it belongs to; ${DASHES}`;
  return `'${short(found.rest)}' is no key with a value; write KEY: VALUE with a colon and a blank (a line of a text is indented further than its key)`;
}

function quoteOpened({ document, offset }: Found): number | null {
  let found: number | null = null;
  visit(document, {
    Scalar(_key, node) {
      if (node.type !== 'QUOTE_DOUBLE' && node.type !== 'QUOTE_SINGLE') return;
      if (node.range && node.range[0] < offset && node.range[1] >= offset - 1) found = node.range[0];
    },
  });
  return found;
}

function afterEnd({ before, rest }: Found): string {
  const [last = ''] = before.trimEnd().slice(-1);
  if (last === "'" || last === '"') {
    const inside = last === "'" ? "an apostrophe inside '...' is written twice ('')" : String.raw`a " inside "..." is written \"`;
    return `'${short(rest)}' stands after the closing quote; put the whole value inside the quotes (${inside})`;
  }
  if ((last === '}' || last === ']') && /^[{[\w'"]/.test(rest))
    return `'${short(rest)}' stands after the '${last}'; put a comma between two entries, or remove it`;
  if (/^[{[]/.test(rest)) return 'a comma is missing before this';
  return `'${short(rest)}' is too much here`;
}

const BY_CODE: Partial<Record<YAMLError['code'], Explain>> = {
  ALIAS_PROPS: () => "a value that begins with '*' is a reference in YAML; put it in quotes",
  BAD_ALIAS: ({ rest }) => `a value that begins with '${rest[0] ?? '*'}' is a reference in YAML; put it in quotes`,
  BAD_DQ_ESCAPE: ({ rest }) =>
    `'${rest.slice(0, 2)}' means nothing inside double quotes; put the value in single quotes ('...'), where a backslash is a backslash`,
  BAD_INDENT: (found) => {
    const { said } = found;
    if (said.startsWith('Flow')) return unclosed(found);
    if (said.includes('sequence')) return `this '-' begins in another column than the '-' above it; ${DASHES}`;
    return slip(found) ?? `this line begins in another column than the keys above it; ${SAME_COLUMN}`;
  },
  BAD_SCALAR_START: ({ rest }) => `a value may not begin with '${rest[0] ?? ''}'; ${QUOTE(short(/^[^,}\]\n]*/.exec(rest)?.[0] ?? rest))}`,
  BLOCK_AS_IMPLICIT_KEY: (found) =>
    found.said.includes('sequence') ? `the '-' of this line begins in another column than the '-' above it; ${DASHES}` : colonInValue(found),
  BLOCK_IN_FLOW: ({ rest }) =>
    `there is a second ': ' before the next comma; put a comma between two keys, or the value in quotes if it belongs to it (from '${short(rest)}' on)`,
  DUPLICATE_KEY: ({ rest, before }) =>
    `the key '${short(/^[^:]*/.exec(rest)?.[0] ?? '')}' stands here twice; allowed: each key once${before === '' ? '' : " (a new entry of a list begins with '- ')"}`,
  MISSING_CHAR: (found) => {
    const { said, document, text } = found;
    if (said.startsWith('Missing closing')) {
      const at = quoteOpened({ ...found, document });
      const quote = said.includes('"') ? '"' : "'";
      const inside = quote === "'" ? "an apostrophe inside is written twice: ''" : String.raw`a " inside is written \"`;
      return { offset: at ?? found.offset, message: `this ${quote} is never closed; put one at the end of the value (${inside})` };
    }
    if (said.startsWith('Sequence item without'))
      return slip(found) ?? `this line belongs neither to the entry above it nor begins a new one; ${SAME_COLUMN}, or with '- '`;
    if (said.startsWith('Implicit map keys')) return noKey(found);
    if (said.startsWith('Missing , ')) return 'a comma is missing before this, or the bracket before it is not closed';
    if (said.startsWith('Missing space after :')) return 'a blank is missing after the colon; write KEY: VALUE';
    if (said.startsWith('Comments must')) return "a blank is missing before this '#'; put the value in quotes if it belongs to it";
    if (said.startsWith('Missing directives-end') && text.startsWith('%')) {
      return { offset: 0, message: "a line that begins with '%' is a directive of YAML; remove it, or put '---' on a line of its own after it" };
    }
    return null;
  },
  MULTILINE_IMPLICIT_KEY: noKey,
  MULTIPLE_ANCHORS: () => "a value that begins with '&' is an anchor in YAML; put it in quotes",
  MULTIPLE_TAGS: () => "a value that begins with '!' is a tag in YAML; put it in quotes",
  RESOURCE_EXHAUSTION: () => 'is nested too deeply',
  TAB_AS_INDENT: () => 'a tab stands where the line is indented; indent with blanks',
  TAG_RESOLVE_FAILED: ({ rest }) => `a value that begins with '!' is a tag in YAML; ${QUOTE(short(/^[^,}\]\n]*/.exec(rest)?.[0] ?? rest))}`,
  UNEXPECTED_TOKEN: (found) => {
    const { said, rest } = found;
    const [here = ''] = rest;
    if (here === '\0') return 'a NUL character stands here; remove it (the file may not be text)';
    if (said.startsWith('Unexpected flow-') && said.includes('-end'))
      return `this '${here}' closes nothing; remove it, or put what it closes before it`;
    if (said.startsWith('Unexpected ,') || said.startsWith('Unexpected empty item'))
      return 'there is a comma too many here, or an entry is missing before it';
    if (said.startsWith('Unexpected block-seq-ind')) return "a list does not begin in the line of its key; begin the line after it with '- '";
    if (said.startsWith('Block scalar header') || said.startsWith('Not a YAML token'))
      return slip(found) ?? "nothing may follow a '|' or '>' in its line; begin the text on the next line, indented further than the key";
    return slip(found) ?? (said.startsWith('Unexpected') ? afterEnd(found) : null);
  },
};

/** What goes wrong elsewhere all the same; after any other the parser has lost its way, and what it says then is no help. */
const ALONE: ReadonlySet<YAMLError['code']> = new Set<YAMLError['code']>([
  'BAD_ALIAS',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'DUPLICATE_KEY',
  'TAG_RESOLVE_FAILED',
]);

/** The mistakes of a text that the parser complained about, as far as they are its own and no consequences. */
export function mistakesOf(documents: readonly Document.Parsed[], text: string): Mistake[] {
  const errors = documents
    .flatMap((document) => [...document.errors, ...document.warnings].map((error) => ({ document, error })))
    .sort((a, b) => a.error.pos[0] - b.error.pos[0]);
  if (errors.length === 0) return [];
  const lone = /\r(?!\n)/.exec(text);
  if (lone)
    return [{ offset: lone.index, message: 'a line ends with a lone carriage return here; save the file with ordinary line ends (LF or CRLF)' }];
  const lost = errors.findIndex(({ error }) => !ALONE.has(error.code));
  return (lost < 0 ? errors : errors.slice(0, lost + 1)).map(({ document, error }) => mistake(document, error, text));
}

function mistake(document: Document.Parsed, error: YAMLError, text: string): Mistake {
  // An end of file is told in the last line that holds something.
  const offset = Math.min(error.pos[0], text.trimEnd().length);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  const found: Found = {
    text,
    document,
    code: error.code,
    said: error.message,
    offset,
    line,
    before: line.slice(0, offset - start),
    rest: line.slice(offset - start),
  };
  const explained = BY_CODE[error.code]?.(found) ?? null;
  if (explained === null) return { offset, message: error.message };
  return typeof explained === 'string' ? { offset, message: explained } : explained;
}

/** What the parser takes, but reads as something else than what was meant. Null where nothing is wrong. */
export function doubtfulKey(text: string, from: number, to: number): string | null {
  const source = text.slice(from, to);
  const startsLine = from === 0 || text[from - 1] === '\n';
  if (source.startsWith('{'))
    return "this is a map where a word is wanted; put a value that begins with '{' in quotes ({{ }} of a template must be filled in first)";
  if (startsLine && /^[\u00a0\u2000-\u200b\u202f\u3000]/.test(source))
    return 'this line begins with blanks that are none for YAML (no-break spaces); replace them by ordinary ones';
  return null;
}

export const ANCHOR_VALUE = "a value that begins with '&' is an anchor in YAML; put it in quotes";
export const aliasValue = (name: string): string =>
  `a value that begins with '*' is a reference in YAML, and there is no &${name}; ${QUOTE(`*${name}`)}`;
/** A scalar that is nothing but an anchor. */
export const isBareAnchor = (node: unknown): boolean => isScalar(node) && node.anchor !== undefined && node.value === null;
