/** The known word that is nearest to a mistyped one, for "did you mean". */

/** Edits (insert, remove, replace, swap of neighbours) from one word to the other. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Null when nothing is near. Long input is not compared: it is no typing mistake. */
export function nearest(word: string, known: Iterable<string>): string | null {
  if (word.length > 60) return null;
  const wanted = word.toLowerCase();
  let best: { name: string; edits: number } | null = null;
  for (const name of known) {
    const other = name.toLowerCase();
    const edits = other.startsWith(wanted) && wanted.length >= 3 ? 1 : distance(wanted, other);
    if (edits <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)) && edits < (best?.edits ?? Infinity)) best = { name, edits };
  }
  return best?.name ?? null;
}

/** What an error says of the nearest word, to stand behind its complaint; nothing where none is near. */
export const didYouMean = (near: string | null): string => (near === null ? '' : `; did you mean ${near}?`);
