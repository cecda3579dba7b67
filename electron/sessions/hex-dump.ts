/** A line of a hex dump: an offset, bytes, and often a column that shows them as characters (xxd, od, hexdump, Format-Hex). */
const LINE = /^([0-9a-f]{6,16}:?[ \t]+)((?:[0-9a-f]{2}){1,4}(?:[ \t]{1,3}(?:[0-9a-f]{2}){1,4})*)(?:[ \t]{2,}([^ \t].*))?[ \t]*$/i;
/** A longer line is none. */
const LONGEST = 400;

/** Where the bytes of a dump's line stand in it, and where their characters do (empty when it has none). */
export interface DumpColumns {
  bytes: [from: number, to: number];
  characters: [from: number, to: number];
}

/** The columns of a line of a hex dump; null for any other line. */
export function dumpColumns(line: string): DumpColumns | null {
  const first = line.charCodeAt(0) | 32;
  // Nearly every line ends here: neither a digit nor a to f.
  if (!((first >= 48 && first <= 57) || (first >= 97 && first <= 102)) || line.length > LONGEST) return null;
  const [, offset, bytes, characters = ''] = LINE.exec(line) ?? [];
  if (offset === undefined || bytes === undefined) return null;
  const from = line.length - characters.length;
  const framed = /^(?:\|.*\||>.*<)$/.test(characters) ? 1 : 0;
  return {
    bytes: [offset.length, offset.length + bytes.length],
    characters: characters === '' ? [line.length, line.length] : [from + framed, from + characters.length - framed],
  };
}
