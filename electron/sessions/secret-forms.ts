/**
 * How a secret looks when a program prints it: each form is a plain text, so that finding one is a search and nothing else.
 *
 * Escapes are listed as whole encoders (all of a secret quoted by bash, by JSON, by XML ...), not as every mixture of them, so
 * that the number of forms does not grow with the secret.
 */
import { OutputDecoder } from '../transports/shell/output-decoder.ts';

/** The forms of secrets, by how they are searched for (`needles.ts`). */
export interface SecretForms {
  /** Stand in a text as they are. */
  text: Set<string>;
  /** Base64, in the standard alphabet and without padding. */
  base64: Set<string>;
  /** Lower case hexadecimal. */
  hex: Set<string>;
  /** What the column of characters beside a hex dump shows of it, without blanks. */
  column: Set<string>;
}

/** A shorter line of a longer secret (a brace of its JSON) is none by itself, and would garble every log. */
const SHORTEST_LINE = 6;
/** Fewer characters of base64 or of a dump's column, or twice as many hexadecimal digits, are not searched for: every log has them. */
const SHORTEST_CODE = 4;
/** Of a secret this short only the text itself is searched for. */
const PLAIN_ONLY = 2;

type Escape = (text: string) => string;

/** Adds the forms of a secret, and of each of its lines. */
export function addForms(secret: string, forms: SecretForms): void {
  const whole = secret.replaceAll('\r\n', '\n');
  addFormsOf(whole, forms);
  // With its other line ends it is another text to whoever encodes it.
  if (whole.includes('\n')) {
    addFormsOf(whole.replaceAll('\n', '\r\n'), forms);
    for (const line of whole.split('\n')) if (line.trim().length >= SHORTEST_LINE) addFormsOf(line, forms);
  }
}

function addFormsOf(secret: string, forms: SecretForms): void {
  forms.text.add(secret);
  if (secret.length <= PLAIN_ONLY) return;
  for (const escape of ESCAPES) {
    const text = escape(secret);
    forms.text.add(text);
    // In a line with bytes that are no UTF-8 the decoder writes every backslash twice.
    forms.text.add(text.replaceAll('\\', '\\\\'));
  }
  const utf8 = Buffer.from(secret, 'utf8');
  const little = Buffer.from(secret, 'utf16le');
  const big = Buffer.from(little).swap16();
  if (isLatin1(secret)) addDecoded(Buffer.from(secret, 'latin1'), forms.text);
  forms.text.add([...secret].join('\0'));
  addDecoded(inner(little), forms.text);
  addDecoded(inner(big), forms.text);
  for (const bytes of [utf8, little, big]) {
    addBase64(bytes, forms.base64);
    addHex(bytes, forms.hex);
    const column = bytes
      .toString('latin1')
      .replaceAll(/[^ -~]/g, '.')
      .replaceAll(' ', '');
    if (column.length >= SHORTEST_CODE && /[^.]/.test(column)) forms.column.add(column);
  }
  // hexdump and od -x print words of two bytes, the second one first; which bytes make a word depends on where they stand.
  for (const from of [0, 1]) addHex(Buffer.from(utf8.subarray(from, from + ((utf8.length - from) & ~1))).swap16(), forms.hex);
}

const isLatin1 = (text: string): boolean => /^[\0-ÿ]*$/.test(text);

/** UTF-16 without the NUL at its ends: it may stand on the other side of a line end. */
function inner(wide: Buffer): Buffer {
  const from = wide[0] === 0 ? 1 : 0;
  return wide.subarray(from, wide.at(-1) === 0 ? -1 : undefined);
}

/** Bytes as the decoder shows them: in a line that is UTF-8, if they are, and in one that is not. */
function addDecoded(bytes: Buffer, found: Set<string>): void {
  for (const spoilt of [false, true]) {
    const decoder = new OutputDecoder('stdout');
    const records: { text: string; partial?: true }[] = [];
    const line = (part: Buffer): Buffer => Buffer.concat([part, Buffer.from(spoilt ? [0xff, 0x0a] : [0x0a])]);
    // A byte 0a ends a line, also as half of a character.
    for (let from = 0; from <= bytes.length;) {
      const end = bytes.indexOf(0x0a, from);
      const stop = end < 0 ? bytes.length : end;
      decoder.push(line(bytes.subarray(from, stop)), 0, records as Parameters<OutputDecoder['push']>[2]);
      from = stop + 1;
    }
    const ending = spoilt ? '\\xff' : '';
    const lines = records
      .map(({ text, partial }) => (partial ? text : `${text.slice(0, text.length - ending.length)}\n`))
      .join('')
      .slice(0, -1);
    found.add(lines);
    if (lines.includes('\n')) for (const one of lines.split('\n')) if (one.replaceAll('\0', '').trim().length >= SHORTEST_LINE) found.add(one);
  }
}

/** Where bytes begin in a group of three decides about their base64: what all that surrounds them can share, for each place. */
function addBase64(bytes: Buffer, found: Set<string>): void {
  for (const shift of [0, 1, 2]) {
    const core = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 8) / 6));
    if (core.length >= SHORTEST_CODE) found.add(core);
  }
}

function addHex(bytes: Buffer, found: Set<string>): void {
  if (bytes.length >= SHORTEST_CODE) found.add(bytes.toString('hex'));
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** `pattern` is a character class; every UTF-8 byte of what it matches goes through `byte`. */
const bytewise =
  (pattern: RegExp, byte: (value: number) => string): Escape =>
  (text) =>
    text.replaceAll(pattern, (one) => [...Buffer.from(one, 'utf8')].map(byte).join(''));

/** What `named` names goes first; of the rest what `others` (a character class) matches goes through `code`, by UTF-16 unit. */
function unitwise(named: Record<string, string>, others = '', code: (unit: number) => string = String): Escape {
  const names = Object.keys(named).map((one) => `\\u{${one.charCodeAt(0).toString(16)}}`);
  const pattern = new RegExp(`[${names.join('')}]${others && `|${others}`}`, 'gu');
  const units = (one: string): string => Array.from({ length: one.length }, (_, at) => code(one.charCodeAt(at))).join('');
  return (text) => text.replaceAll(pattern, (one) => named[one] ?? units(one));
}

const CONTROL = String.raw`[\0-\x1f\x7f]`;
const LETTERS = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };
const JSON_NAMED = { ...LETTERS, '"': '\\"', '\\': '\\\\' };
const ANSI_C = { ...LETTERS, '\x07': '\\a', '\v': '\\v', '\x1b': '\\E', '\\': '\\\\', "'": "\\'" };
const octal = (unit: number): string => `\\${unit.toString(8).padStart(3, '0')}`;
const u = (unit: number): string => `\\u${hex(unit, 4)}`;
const bigU = (unit: number): string => `\\u${hex(unit, 4).toUpperCase()}`;

/** Percent-encoding keeps letters, digits and `kept`; who prints the digits in lower case, or a blank as `+`, is another encoder. */
function percent(kept: string): Escape[] {
  const others = new RegExp(`[^A-Za-z0-9${kept}]`, 'gu');
  return [false, true].flatMap((lower) => {
    const code = bytewise(others, (byte) => `%${lower ? hex(byte, 2) : hex(byte, 2).toUpperCase()}`);
    return [code, (text: string) => code(text).replaceAll('%20', '+')];
  });
}

/** The two quotes have many names in XML and HTML; characters that are not ASCII stand as they are or as numbers. */
const XML = [
  ['"', "'"],
  ['&quot;', "'"],
  ['&quot;', '&#39;'],
  ['&quot;', '&#039;'],
  ['&quot;', '&apos;'],
  ['&quot;', '&#x27;'],
  ['&#34;', '&#39;'],
].flatMap(([double = '', single = '']): Escape[] => {
  const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': double, "'": single };
  const numbers = unitwise(named);
  return [numbers, (text) => numbers(text).replaceAll(/[^\0-~]/gu, (one) => `&#${one.codePointAt(0) ?? 0};`)];
});

/** What bash writes between $' and '. */
const QUOTED = unitwise(ANSI_C, CONTROL, octal);
const CLIXML = unitwise({ '&': '&amp;', '<': '&lt;', '>': '&gt;' }, CONTROL, (unit) => `_x${hex(unit, 4).toUpperCase()}_`);

const ESCAPES: Escape[] = [
  (text) => text,
  // sh: single quotes closed for an apostrophe; double quotes; bash's own (printf %q, set -x, ${x@Q}), with and without a UTF-8 locale.
  (text) => text.replaceAll("'", `'\\''`),
  (text) => text.replaceAll("'", `'"'"'`),
  (text) => text.replaceAll(/["$`\\]/g, '\\$&'),
  (text) => text.replaceAll(/["$`\\!]/g, '\\$&'),
  (text) => text.replaceAll(/[ '"\\|&;()<>!{},*[\]?^$`]/g, '\\$&'),
  (text) => text.replaceAll(/[ '"\\|&;()<>!{},*[\]?^$`#~]/g, '\\$&'),
  QUOTED,
  (text) => bytewise(/[^\0-~]/gu, (byte) => `\\${byte.toString(8)}`)(QUOTED(text)),
  // coreutils (ls, printf %q): single quotes with $'' between them for what cannot be printed.
  (text) =>
    text
      .replaceAll("'", `'\\''`)
      .replaceAll(
        /[\0-\x1f\x7f]+/g,
        (run) =>
          `'$'${[...run].map((one) => (LETTERS as Record<string, string>)[one] ?? `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`).join('')}''`,
      ),
  // PowerShell: an apostrophe twice; a grave accent before what is special in double quotes. SQL and CSV double as well.
  (text) => text.replaceAll("'", "''"),
  (text) => text.replaceAll('"', '""'),
  unitwise({ '`': '``', '"': '`"', $: '`$', '\n': '`n', '\r': '`r', '\t': '`t', '\0': '`0', '\x1b': '`e' }),
  (text) => text.replaceAll('`', '``').replaceAll('$', '`$').replaceAll('"', '""'),
  // JSON: plain; ASCII only; with a slash escaped; safe in HTML (Go, PowerShell 5); .NET.
  (text) => JSON.stringify(text).slice(1, -1),
  unitwise(JSON_NAMED, String.raw`[^ -~]`, u),
  unitwise({ ...JSON_NAMED, '/': '\\/' }, String.raw`[^ -~]`, u),
  unitwise({ ...JSON_NAMED, '/': '\\/' }, String.raw`[\0-\x1f]`, u),
  unitwise(JSON_NAMED, String.raw`[\0-\x1f<>&\u2028\u2029]`, u),
  unitwise(JSON_NAMED, String.raw`[\0-\x1f<>&'\u2028\u2029]`, u),
  unitwise({ ...LETTERS, '\\': '\\\\' }, '[^ -~]|["&\'+<>`]', bigU),
  // C and Python: \xHH by byte, and by character below 256.
  unitwise({ ...LETTERS, '\\': '\\\\' }, CONTROL, (unit) => `\\x${hex(unit, 2)}`),
  unitwise({ ...LETTERS, '\\': '\\\\', "'": "\\'" }, CONTROL, (unit) => `\\x${hex(unit, 2)}`),
  (text) =>
    bytewise(/[^ -~]/gu, (byte) => LETTERS[String.fromCharCode(byte) as keyof typeof LETTERS] ?? `\\x${hex(byte, 2)}`)(text.replaceAll('\\', '\\\\')),
  // URLs: encodeURIComponent, RFC 3986, forms, with the slash kept, a whole URI.
  ...["\\-_.!~*'()", '\\-_.~', '\\-_.*', '\\-_.~/', '\\-_.', "\\-_.!~*'();/?:@&=+$,#"].flatMap(percent),
  ...XML,
  // CLIXML, which PowerShell writes on the error stream: the characters of XML, and _xHHHH_ for controls and for what looks like it.
  (text) => CLIXML(text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/gi, '_x005F_')),
];
