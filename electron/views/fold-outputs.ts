/** What a script said on many computers, folded: which said the same, and what is different about the others. Pure. */
import { createHash } from 'node:crypto';
import { diffArrays } from 'diff';
import type { OutputLine } from '../../shared/api/outputs.ts';
import type { OutputRecord } from '../../shared/record.ts';
import type { Stream } from '../../shared/words.ts';

/** So much of an output is looked at and shown, lines and characters; the rest stands in the log. */
export const LINES_COMPARED = 2000;
export const CHARACTERS_COMPARED = 200_000;
/** A line is cut to this. */
const LINE_CHARACTERS = 4000;
/** Two outputs that differ in more lines than this have too little in common to be laid beside each other. */
const MOST_EDITS = 1500;

export interface Ignored {
  blanks: boolean;
  names: boolean;
}

export interface Said {
  text: string;
  stream: Stream;
}

/** Whole lines of what the script itself wrote, a long one cut; our own notes in the log are left out. */
export function linesOf(records: readonly OutputRecord[]): Said[] {
  const lines: Said[] = [];
  /** Of each stream, the line that goes on. */
  const open = new Map<Stream, Said>();
  for (const { stream, text, partial } of records) {
    if (stream === 'rounds') continue;
    const begun = open.get(stream);
    if (begun) begun.text = cut(begun.text + text);
    else lines.push({ text: cut(text), stream });
    const line = begun ?? lines.at(-1);
    if (partial && line) open.set(stream, line);
    else open.delete(stream);
  }
  return lines;
}

const cut = (text: string): string => (text.length > LINE_CHARACTERS ? `${text.slice(0, LINE_CHARACTERS)}...` : text);

/** Lines as they are compared: equal ones are the same text. */
export function comparable(lines: readonly Said[], { blanks, names }: Ignored, computer: string): string[] {
  const own = names ? ownName(computer) : null;
  const texts = lines.map(({ text, stream }) => {
    const named = own ? text.replace(own, '\u0000') : text;
    return `${stream === 'stdout' ? '' : stream}\u0001${blanks ? named.trimEnd() : named}`;
  });
  if (blanks) while (texts.at(-1)?.endsWith('\u0001')) texts.pop();
  return texts;
}

/** A computer's name as a word of its own, whatever the case. */
function ownName(computer: string): RegExp {
  const word = computer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${word}(?![\\p{L}\\p{N}_-])`, 'giu');
}

/** Equal for outputs whose comparable lines are equal. */
export function fingerprint(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\n');
  return hash.digest('base64url');
}

/**
 * The lines of one output beside those of another, in order: as there, only here, only there.
 * Null where they have too little in common.
 */
export function marked(here: readonly Said[], there: readonly Said[], texts: { here: string[]; there: string[] }): OutputLine[] | null {
  const parts = diffArrays(texts.there, texts.here, { maxEditLength: MOST_EDITS });
  if (parts === undefined) return null;
  const lines: OutputLine[] = [];
  let [atHere, atThere] = [0, 0];
  for (const { added, removed, count } of parts) {
    for (let n = 0; n < count; n += 1) {
      const line = removed ? there[atThere] : here[atHere];
      if (line) lines.push({ ...line, mark: added ? 'here' : removed ? 'there' : 'same' });
      if (!removed) atHere += 1;
      if (!added) atThere += 1;
    }
  }
  return lines.some(({ mark }) => mark === 'same') ? lines : null;
}
