/** Points in time as people write them, and as they read them. Local time; `now` comes from outside. */
import { parseDuration } from '../shared/duration.ts';
import { messageOf, RoundsError } from '../shared/errors.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads an ISO date or date and time, `today`, `yesterday`, or how long ago (`2h`, `3d`) as milliseconds since 1970.
 * A day means its beginning for `since` and its end for `until`.
 * @throws RoundsError `usage/option`.
 */
export function parseWhen(option: 'since' | 'until', text: string, now: number): number {
  const day = dayOf(text.trim(), now);
  if (day) {
    const [year, month, date] = day;
    // The Date constructor, not a sum of hours: days with a change of the clock are not 24 hours long.
    return option === 'since' ? new Date(year, month, date).getTime() : new Date(year, month, date + 1).getTime() - 1;
  }
  if (DATE_TIME.test(text.trim())) {
    const at = new Date(text.trim().replace(' ', 'T')).getTime();
    if (Number.isFinite(at)) return at;
  }
  try {
    return now - parseDuration(text);
  } catch (error) {
    const allowed = 'a date (2025-03-01), a date and time (2025-03-01T22:00), today, yesterday, or how long ago (2h, 3d)';
    throw new RoundsError('usage/option', `--${option}: '${text.slice(0, 60)}' is no time; allowed: ${allowed}`, { option, cause: messageOf(error) });
  }
}

function dayOf(text: string, now: number): [number, number, number] | null {
  const today = new Date(now);
  if (text === 'today') return [today.getFullYear(), today.getMonth(), today.getDate()];
  if (text === 'yesterday') return [today.getFullYear(), today.getMonth(), today.getDate() - 1];
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])];
  const read = new Date(year, month, date);
  return read.getMonth() === month && read.getDate() === date ? [year, month, date] : null;
}

const two = (value: number) => String(value).padStart(2, '0');

/** `2025-03-01 22:00:05`, local. */
export function dateTime(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockTime(at).slice(0, 8)}`;
}

/** `22:00:05.123`, local. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`, then the date. */
export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  if (minutes < 14 * 1440) return `${Math.floor(minutes / 1440)} d ago`;
  return dateTime(at).slice(0, 10);
}
