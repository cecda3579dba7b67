/** Times, durations and sizes, as the screen says them. */
import i18next from 'i18next';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2 min`, `3 d`; the exact time is the tooltip's. */
export function ago(at: number, now: number): string {
  const ms = Math.max(0, now - at);
  if (ms < MINUTE) return i18next.t('time.now');
  if (ms < HOUR) return i18next.t('time.minutes', { n: Math.floor(ms / MINUTE) });
  if (ms < DAY) return i18next.t('time.hours', { n: Math.floor(ms / HOUR) });
  return i18next.t('time.days', { n: Math.floor(ms / DAY) });
}

/** `18 ms`, `0.4 s`, `38 s`, `1 m 04 s`, `1 h 04 m`. */
export function duration(ms: number): string {
  if (ms < 100) return i18next.t('time.lasted.ms', { n: Math.round(ms) });
  if (ms < 10_000) return i18next.t('time.lasted.s', { n: (ms / 1000).toFixed(1) });
  const seconds = Math.round(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (seconds < 60) return i18next.t('time.lasted.s', { n: seconds });
  if (seconds < 3600) return i18next.t('time.lasted.m_s', { m: Math.floor(seconds / 60), s: two(seconds % 60) });
  return i18next.t('time.lasted.h_m', { h: Math.floor(seconds / 3600), m: two(Math.floor((seconds % 3600) / 60)) });
}

/** The time since something began, in whole seconds: it changes before one's eyes. */
export function elapsed(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return seconds < 60 ? i18next.t('time.lasted.s', { n: seconds }) : duration(seconds * 1000);
}

const exactFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
export const exact = (at: number): string => exactFormat.format(at);

const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
/** `14 Nov`. */
export const day = (at: number): string => dayFormat.format(at);

/** `2026-11-14`, the local day, as fields for dates have it. */
export function localDate(at: number): string {
  const date = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `02:04`. */
export const clock = (at: number): string => clockFormat.format(at);

/** `today 02:04`, `yesterday 17:41`, `22 Nov 09:12`. */
export function when(at: number, now: number): string {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const time = clockFormat.format(at);
  if (at >= midnight.getTime()) return i18next.t('time.today', { time });
  midnight.setDate(midnight.getDate() - 1);
  return at >= midnight.getTime() ? i18next.t('time.yesterday', { time }) : `${dayFormat.format(at)} ${time}`;
}

/** `22:31:02.114`, in the log. */
export function stamp(at: number): string {
  const time = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

const numberFormat = new Intl.NumberFormat();
export const count = (n: number): string => numberFormat.format(n);

/** `212 MB`. */
export function bytes(n: number): string {
  if (n < 1e6) return `${Math.max(1, Math.round(n / 1e3))} kB`;
  if (n < 1e9) return `${Math.round(n / 1e6)} MB`;
  return `${(n / 1e9).toFixed(1)} GB`;
}
