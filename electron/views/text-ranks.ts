/** Texts as people order them (`web-9` before `web-10`), as numbers: thousands are compared once, not with every sort. */

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
export const compareTexts = collator.compare;
/** So many are sorted in one go: a few milliseconds. */
const PIECE = 500;

/** The rank of each text; those that count as equal (`Web`, `web`) have the same. `breathe` is called between the parts. */
export async function rankTexts(texts: readonly string[], breathe: () => Promise<void>): Promise<Map<string, number>> {
  const distinct = [...new Set(texts)];
  let runs: string[][] = [];
  for (let from = 0; from < distinct.length; from += PIECE) {
    await breathe();
    runs.push(distinct.slice(from, from + PIECE).sort(collator.compare));
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let at = 0; at < runs.length; at += 2) merged.push(await mergeRuns(runs[at] ?? [], runs[at + 1] ?? [], breathe));
    runs = merged;
  }
  return ranksOf(runs[0] ?? []);
}

/** The same at once, for few texts. */
export function rankFew(texts: readonly string[]): Map<string, number> {
  return ranksOf([...new Set(texts)].sort(collator.compare));
}

function ranksOf(sorted: readonly string[]): Map<string, number> {
  const ranks = new Map<string, number>();
  let rank = 0;
  for (const [at, text] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before !== undefined && collator.compare(before, text) !== 0) rank += 1;
    ranks.set(text, rank);
  }
  return ranks;
}

async function mergeRuns(a: readonly string[], b: readonly string[], breathe: () => Promise<void>): Promise<string[]> {
  const merged: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (merged.length % PIECE === 0) await breathe();
    const [x, y] = [a[i], b[j]];
    const first = y === undefined || (x !== undefined && collator.compare(x, y) <= 0);
    if (first) i += 1;
    else j += 1;
    merged.push((first ? x : y) ?? '');
  }
  return merged;
}
