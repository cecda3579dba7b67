/**
 * How names are ordered: by Unicode code points after NFC, never by a locale, so that every workstation orders alike.
 */

/** UTF-16 puts the surrogates below U+E000 to U+FFFF; this moves them above, which makes the order that of code points. */
function codePointWeight(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return codePointWeight(a) - codePointWeight(b);
  }
  return left.length - right.length;
}

/** Orders names and ids: negative when `left` comes first. 0 only for the very same text. */
export function compareNames(left: string, right: string): number {
  if (left === right) return 0;
  return compareCodePoints(left.normalize('NFC'), right.normalize('NFC')) || compareCodePoints(left, right);
}

/** Orders the keys of a plan: by item, then the one without an instance, then by instance. */
export function compareKeys(left: { item: string; instance: string | null }, right: { item: string; instance: string | null }): number {
  const byItem = compareNames(left.item, right.item);
  if (byItem !== 0 || left.instance === right.instance) return byItem;
  if (left.instance === null) return -1;
  return right.instance === null ? 1 : compareNames(left.instance, right.instance);
}
