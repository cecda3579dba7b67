/** Debian's (deb-version(7)) and RPM's (rpmvercmp) orders of versions. */
import { invalidVersion } from './compare.ts';

interface Parts {
  epoch: bigint;
  upstream: string;
  revision: string;
}

const digits = (text: string, from: number): number => {
  let end = from;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
};
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Numbers of any length, without losing digits. */
function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

function splitDebian(text: string): Parts {
  const match = /^(?:(\d+):)?([0-9A-Za-z.+~:-]+)$/.exec(text);
  const rest = match?.[2];
  if (!rest || rest.endsWith('-')) return invalidVersion('debian', text, '[epoch:]upstream[-revision]');
  const dash = rest.lastIndexOf('-');
  const [upstream, revision] = dash < 0 ? [rest, ''] : [rest.slice(0, dash), rest.slice(dash + 1)];
  return { epoch: BigInt(match?.[1] ?? '0'), upstream, revision };
}

/** `~` sorts before everything, even the end; letters before other characters. */
const debianRank = (text: string, at: number): number => {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if (isDigit(code)) return 0;
  if (text[at] === '~') return -1;
  return isLetter(code) ? code : code + 256;
};

function compareDebianPart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a.charCodeAt(i))) || (j < b.length && !isDigit(b.charCodeAt(j)))) {
      const difference = debianRank(a, i) - debianRank(b, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const endA = digits(a, i);
    const endB = digits(b, j);
    const difference = compareNumbers(a.slice(i, endA), b.slice(j, endB));
    if (difference !== 0) return difference;
    i = endA;
    j = endB;
  }
  return 0;
}

/** Source: deb-version(7), "Sorting algorithm". */
export function compareDebian(a: string, b: string): number {
  const left = splitDebian(a);
  const right = splitDebian(b);
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  return compareDebianPart(left.upstream, right.upstream) || compareDebianPart(left.revision, right.revision);
}

function splitRpm(text: string): Parts {
  const match = /^(?:(\d+):)?([0-9A-Za-z._+~^]+)(?:-([0-9A-Za-z._+~^]+))?$/.exec(text);
  if (!match?.[2]) return invalidVersion('rpm', text, '[epoch:]version[-release]');
  return { epoch: BigInt(match[1] ?? '0'), upstream: match[2], revision: match[3] ?? '' };
}

/** Source: rpmvercmp of rpm 4.15 and up, with `~` (before the end) and `^` (after the end, before anything else). */
function compareRpmPart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  const separator = (text: string, at: number): boolean =>
    at < text.length && !isDigit(text.charCodeAt(at)) && !isLetter(text.charCodeAt(at)) && text[at] !== '~' && text[at] !== '^';
  while (i < a.length || j < b.length) {
    while (separator(a, i)) i++;
    while (separator(b, j)) j++;
    if (a[i] === '~' || b[j] === '~') {
      if (a[i] !== '~') return 1;
      if (b[j] !== '~') return -1;
      i++;
      j++;
      continue;
    }
    if (a[i] === '^' || b[j] === '^') {
      if (i >= a.length) return -1;
      if (j >= b.length) return 1;
      if (a[i] !== '^') return 1;
      if (b[j] !== '^') return -1;
      i++;
      j++;
      continue;
    }
    if (i >= a.length || j >= b.length) break;
    const numeric = isDigit(a.charCodeAt(i));
    const run = (text: string, from: number): number => {
      let end = from;
      while (end < text.length && (numeric ? isDigit : isLetter)(text.charCodeAt(end))) end++;
      return end;
    };
    const endA = run(a, i);
    const endB = run(b, j);
    // A number is newer than a word.
    if (endB === j) return numeric ? 1 : -1;
    const left = a.slice(i, endA);
    const right = b.slice(j, endB);
    const difference = numeric ? compareNumbers(left, right) : left < right ? -1 : left > right ? 1 : 0;
    if (difference !== 0) return difference;
    i = endA;
    j = endB;
  }
  return Number(i < a.length) - Number(j < b.length);
}

/** A release is compared only where both name one. */
export function compareRpm(a: string, b: string): number {
  const left = splitRpm(a);
  const right = splitRpm(b);
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  const version = compareRpmPart(left.upstream, right.upstream);
  return version !== 0 || left.revision === '' || right.revision === '' ? version : compareRpmPart(left.revision, right.revision);
}
