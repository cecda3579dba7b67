/** What the titles of the pictures say: each states what was found. Pure. */
import type { DaysFinding, InsightsView, MapFinding } from '../../shared/api/insights.ts';
import { isFailure, sumOf, type VerdictCounts } from '../../shared/insights.ts';

/** So many days with anything done must stand on each side before a change of them is told. */
const SIDE_DAYS = 3;
/** This share of the computers on which an item fails makes it one tenant's matter. */
const NEARLY_ALL = 0.8;
/** Fewer failures a day are chance. */
const WORTH_TELLING = 1;

/** Where one item fails, as far as the title needs it. */
export interface FailingItem {
  key: string;
  name: string;
  /** Those on which it fails now, and for each the day (its beginning) since which it does. */
  on: { computer: string; tenant: string; since: number }[];
}

/** Of the items that fail now, the one that fails on most computers, and longest among equals. */
export function mapFinding(failing: readonly FailingItem[], judged: boolean, computers: number, days: readonly number[]): MapFinding {
  if (!judged) return { kind: 'nothing-judged' };
  const first = (one: FailingItem): number => Math.min(...one.on.map(({ since }) => since));
  const [worst] = failing.filter(({ on }) => on.length > 0).sort((a, b) => b.on.length - a.on.length || first(a) - first(b));
  if (!worst) return { kind: 'nothing-fails', computers };
  const since = first(worst);
  const [only, ...others] = worst.on;
  if (only && others.length === 0) {
    const at = days.indexOf(since);
    return { kind: 'one-computer', item: worst.name, key: worst.key, computer: only.computer, since, days: at === -1 ? 1 : days.length - at };
  }
  const tenant = tenantOfMost(worst.on);
  const there = tenant === null ? worst.on : worst.on.filter((one) => one.tenant === tenant);
  return { kind: 'computers', item: worst.name, key: worst.key, computers: there.length, tenant, since: Math.min(...there.map((one) => one.since)) };
}

/** The tenant of nearly all of them; null where they are spread. */
function tenantOfMost(on: FailingItem['on']): string | null {
  const counts = new Map<string, number>();
  for (const { tenant } of on) counts.set(tenant, (counts.get(tenant) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most && most[1] >= on.length * NEARLY_ALL ? most[0] : null;
}

const failures = (counts: VerdictCounts): number => sumOf(counts, isFailure);

/** The day after which failures are at least twice as many, or at most half, where there is one. Today is not over, so it does not count. */
export function daysFinding(days: InsightsView['days']): DaysFinding {
  const done = days.filter(({ counts }) => sumOf(counts, () => true) > 0);
  if (done.length === 0) return { kind: 'nothing-done' };
  const mean = (some: typeof done): number => some.reduce((sum, { counts }) => sum + failures(counts), 0) / some.length;
  if (mean(done) === 0) return { kind: 'no-failures' };
  const over = done.filter(({ at }) => at !== days.at(-1)?.at);
  let best: { at: number; before: number; after: number } | null = null;
  for (let cut = SIDE_DAYS; cut <= over.length - SIDE_DAYS; cut += 1) {
    const [before, after, at] = [mean(over.slice(0, cut)), mean(over.slice(cut)), over[cut]?.at ?? 0];
    if (!best || Math.abs(after - before) > Math.abs(best.after - best.before)) best = { at, before, after };
  }
  if (best && Math.max(best.before, best.after) >= WORTH_TELLING) {
    if (best.after >= 2 * best.before) return { kind: 'rose', before: best.before, after: best.after, since: best.at };
    if (best.after <= best.before / 2) return { kind: 'fell', before: best.before, after: best.after, since: best.at };
  }
  return { kind: 'about', perDay: mean(done) };
}
