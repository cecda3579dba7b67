const ACCENTS: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ü',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ø',
  U: 'Û',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  y: 'ý',
};

/** `Run` becomes `[Rüñ~]`: a third longer, accented, and in brackets, with what is filled in left as it is. */
export function pseudoText(text: string): string {
  const accented = text
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith('{{') ? part : [...part].map((letter) => ACCENTS[letter] ?? letter).join('')))
    .join('');
  return `[${accented}${'~'.repeat(Math.ceil(text.length / 3))}]`;
}

type Texts = { readonly [key: string]: string | Texts };

export function pseudo<T extends Texts>(texts: T): T {
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, typeof value === 'string' ? pseudoText(value) : pseudo(value)])) as T;
}
