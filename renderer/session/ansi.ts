/** Colours of terminals, and nothing else of them: every other escape and control character is made visible. */
import Anser from 'anser';

export interface AnsiPart {
  text: string;
  /** `red`, `green`, ...: a name that the stylesheet knows. */
  colour?: string;
  bold: boolean;
}

const CSI_OTHER = /\x1b\[[0-?]*[ -/]*[@-ln-~]/g;
const OTHER_ESCAPES = /\x1b(?!\[)(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g;
/** What turns or hides text without being seen: bidirectional controls, zero width, C0 and C1. */
const HIDDEN = /[\0-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const shown = (character: string): string => {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\u${code.toString(16).padStart(4, '0')}`;
};

export function ansi(text: string): AnsiPart[] {
  // What a progress bar wrote over itself: the last state is what was seen.
  const last = text.includes('\r') ? (text.replace(/\r+$/, '').split('\r').at(-1) ?? '') : text;
  const clean = last.replace(CSI_OTHER, '').replace(OTHER_ESCAPES, '').replace(HIDDEN, shown);
  if (!clean.includes('\x1b[')) return [{ text: clean.replaceAll('\x1b', '\u241b'), bold: false }];
  return Anser.ansiToJson(clean, { use_classes: true, remove_empty: true }).map(({ content, fg, decorations }) => ({
    text: content.replaceAll('\x1b', '\u241b'),
    ...(fg ? { colour: fg.replace('ansi-', '').replace('bright-', '') } : {}),
    bold: decorations.includes('bold'),
  }));
}
