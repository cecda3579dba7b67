export const RANGES = ['today', 'day', 'week', 'month', 'all', 'custom'] as const;
export type Range = (typeof RANGES)[number];

const DAY_MS = 24 * 60 * 60 * 1000;

/** From when until when, milliseconds since 1970. Days of one's own are whole ones, by this workstation's clock. */
export function rangeOf(range: Range, from: string, until: string, now: number): { since?: number; until?: number } {
  switch (range) {
    case 'today':
      return { since: new Date(now).setHours(0, 0, 0, 0) };
    case 'day':
      return { since: now - DAY_MS };
    case 'week':
      return { since: now - 7 * DAY_MS };
    case 'month':
      return { since: now - 30 * DAY_MS };
    case 'custom': {
      const [first, last] = [dayStart(from), dayStart(until)];
      const end = last === null ? null : new Date(last).setDate(new Date(last).getDate() + 1) - 1;
      return { ...(first === null ? {} : { since: first }), ...(end === null ? {} : { until: end }) };
    }
    case 'all':
      return {};
  }
}

/** `2026-03-29` as the local midnight with which it begins; null for what is no date (yet). */
function dayStart(text: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (day === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(day)).getTime();
  return Number.isFinite(at) && at >= 0 ? at : null;
}
