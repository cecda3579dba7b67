/**
 * Text from computers, files and the set-up is hostile until it was through here: it may hold sequences that move the
 * cursor, change the title, reverse the reading order or hide characters. What is shown then is what is there.
 */

/** Colours and other attributes (SGR). They say nothing that a log needs, so they are dropped rather than shown. */
const COLOURS = /(?:\u001b\[|\u009b)[0-9:;]*m/g;

/**
 * C0 and C1 controls, invisible and line-breaking characters, bidirectional controls, tags, lone surrogates.
 * Joiners (U+200C, U+200D) stay: emoji and several scripts need them, and they neither hide nor reorder anything.
 */
const HARMFUL =
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Most text has nothing to escape; one look decides it. */
const PLAIN = /^[\x20-\x7e]*$/;

function escaped(character: string): string {
  switch (character) {
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default: {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
      return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
    }
  }
}

/** One line that can be shown anywhere: colours dropped, every other control character shown escaped (`\x1b`, `\u202e`, `\n`). */
export function harmless(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(COLOURS, '').replace(HARMFUL, escaped);
}

/** A line of script output: like `harmless`, but tabs stay, and the carriage return of a CRLF line end goes. */
export function harmlessLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/\r+$/, '')
    .replace(COLOURS, '')
    .replace(HARMFUL, (character) => (character === '\t' ? character : escaped(character)));
}

/** Text of several lines (an error of a library, YAML's excerpt): lines stay lines. */
export function harmlessText(text: string): string {
  return text.split(/\r?\n/).map(harmlessLine).join('\n');
}

/** One JSON value on one line; what a terminal or an editor could take for a control stays escaped, and it stays JSON. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(HARMFUL, (character) =>
    Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}
