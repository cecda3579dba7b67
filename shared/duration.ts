import { RoundsError } from './errors.ts';

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The longest duration that is taken: 30 days. No limit of Rounds is infinite (P25). */
export const MAX_DURATION_MS = 30 * 86_400_000;
export const DURATION_PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/**
 * Reads `250ms`, `10s`, `1.5m`, `2h` or `1d` as milliseconds.
 * @throws RoundsError `input/duration` for anything else, for 0 and for more than 30 days.
 */
export function parseDuration(text: string): number {
  const match = DURATION_PATTERN.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  const ms = match && unit !== undefined ? Math.round(Number(match[1]) * unit) : Number.NaN;
  if (!Number.isFinite(ms) || ms < 1 || ms > MAX_DURATION_MS) {
    throw new RoundsError('input/duration', `'${text}' is no duration; allowed: a number and ms, s, m, h or d, from 1ms to 30d (10s, 1.5h)`);
  }
  return ms;
}

/** Milliseconds in the largest unit that keeps them whole: 60000 is `1m`. The inverse of `parseDuration`. */
export function durationText(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNITS[unit] ?? 1;
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}

/** For people: `420 ms`, `3.2 s`, `1 m 04 s`, `2 h 05 m`. */
export function formatElapsed(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} m`;
}
