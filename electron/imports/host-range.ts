/** `web[01:50].example.com` as the names that it stands for. Pure. */

/** @returns null where a range cannot be read, or stands for more than `most` names */
export function expandHosts(pattern: string, most: number): string[] | null {
  let names = [''];
  let at = 0;
  for (const found of pattern.matchAll(/\[([^\]]*)\]/g)) {
    const inner = found[1] ?? '';
    const before = pattern.slice(at, found.index);
    at = found.index + found[0].length;
    // An IPv6 address in brackets is none.
    const values = /^[0-9a-f]*:[0-9a-f:.]*::|^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,}/i.test(inner) ? [`[${inner}]`] : range(inner, most);
    if (values === null || names.length * values.length > most) return null;
    names = names.flatMap((name) => values.map((value) => name + before + value));
  }
  const rest = pattern.slice(at);
  return /[[\]]/.test(rest) ? null : names.map((name) => name + rest);
}

function range(text: string, most: number): string[] | null {
  const [, from = '', to = '', by = '1'] = /^(\w*):(\w+)(?::(\d+))?$/.exec(text) ?? [];
  const step = Number(by);
  if (to === '' || step < 1) return null;
  if (/^\d{0,9}$/.test(from) && /^\d{1,9}$/.test(to)) {
    const [first, last] = [Number(from === '' ? '0' : from), Number(to)];
    const width = from.length > 1 && from.startsWith('0') ? from.length : 0;
    if (width > 0 && to.length !== width) return null;
    return numbers(first, last, step, most)?.map((value) => String(value).padStart(width, '0')) ?? null;
  }
  if (/^[a-z]$/i.test(from) && /^[a-z]$/i.test(to))
    return numbers(from.charCodeAt(0), to.charCodeAt(0), step, most)?.map((code) => String.fromCharCode(code)) ?? null;
  return null;
}

function numbers(first: number, last: number, step: number, most: number): number[] | null {
  const size = Math.floor((last - first) / step) + 1;
  return last < first || size > most ? null : Array.from({ length: size }, (_, at) => first + at * step);
}
