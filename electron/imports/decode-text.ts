/** Bytes of a file from anywhere as text: by its byte order mark, else as UTF-8 where it is that, else as Windows writes it. Pure. */

export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';
export type Decoded = { text: string; encoding: Encoding } | { binary: string };

/** How much is looked at to tell text from other files, bytes. */
const LOOK = 64 * 1024;
/** What Windows-1252 has where Latin-1 has control characters: U+0080 and on. Its five gaps stay what they are. */
const WINDOWS =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';
const NOT_TEXT = 'This is no text';

/** Decodes; what is no text in any of the encodings is said to be none. */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes.subarray(2), false);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes.subarray(2), true);
  const zeros = zerosIn(bytes.subarray(0, LOOK));
  // Without a mark: text of mostly Latin letters has a zero in every pair, always on the same side.
  const pairs = Math.min(bytes.length, LOOK) / 2;
  if (bytes.length % 2 === 0 && zeros.odd > pairs * 0.4 && zeros.even === 0) return utf16(bytes, false);
  if (bytes.length % 2 === 0 && zeros.even > pairs * 0.4 && zeros.odd === 0) return utf16(bytes, true);
  if (zeros.even + zeros.odd > 0) return { binary: NOT_TEXT };
  try {
    return checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'UTF-8');
  } catch {
    return checked(windows(bytes), 'Windows-1252');
  }
}

function utf16(bytes: Uint8Array, bigEndian: boolean): Decoded {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  if (bigEndian) even.swap16();
  return checked(even.toString('utf16le'), 'UTF-16');
}

function windows(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => WINDOWS[character.charCodeAt(0) - 0x80] ?? character);
}

/** Text has hardly any control characters besides those that lay it out. */
function checked(text: string, encoding: Encoding): Decoded {
  const whole = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const begin = whole.slice(0, LOOK);
  const odd = begin.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffe\uffff]/g)?.length ?? 0;
  return odd > begin.length * 0.01 ? { binary: NOT_TEXT } : { text: whole, encoding };
}

function zerosIn(bytes: Uint8Array): { even: number; odd: number } {
  const found = { even: 0, odd: 0 };
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 0) found[at % 2 === 0 ? 'even' : 'odd'] += 1;
  return found;
}
