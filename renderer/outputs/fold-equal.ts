import type { OutputLine } from '../../shared/api/outputs.ts';

/** Equal lines that stay around one that differs. */
const AROUND = 3;
/** Fewer than this are not worth folding. */
const LEAST = 8;

export type OutputPart = { kind: 'lines'; from: number; lines: OutputLine[] } | { kind: 'folded'; from: number; lines: OutputLine[] };

/** Long runs of equal lines are folded away between what differs. */
export function foldEqual(lines: readonly OutputLine[]): OutputPart[] {
  const near = new Set<number>();
  lines.forEach(({ mark }, at) => {
    if (mark !== 'same') for (let other = at - AROUND; other <= at + AROUND; other += 1) near.add(other);
  });
  const parts: OutputPart[] = [];
  lines.forEach((line, at) => {
    const kind = near.has(at) ? 'lines' : 'folded';
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, from: at, lines: [line] });
  });
  return parts.map((part) => (part.kind === 'folded' && part.lines.length < LEAST ? { ...part, kind: 'lines' } : part));
}
