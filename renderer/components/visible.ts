/** What turns or hides text without being seen: bidirectional controls, zero width, C0 and C1; not tab, line feed and escape. */
const HIDDEN = /[\0-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function shown(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A text that came from a computer, with every character that could deceive made visible; escapes are left to who knows colours. */
export const visible = (text: string): string => text.replace(HIDDEN, shown);

/** The same where no colours are: escapes are made visible too. */
export const plain = (text: string): string => visible(text).replaceAll('\x1b', '\u241b');
