/** Colours of terminals, and nothing else of them: every other escape and control character is made visible. */
import Anser from 'anser';
import { visible } from './visible.ts';

export interface AnsiPart {
  text: string;
  /** `red`, `green`, ...: a name that the stylesheet knows. */
  colour?: string;
  bold: boolean;
}

const CSI_OTHER = /\x1b\[[0-?]*[ -/]*[@-ln-~]/g;
const OTHER_ESCAPES = /\x1b(?!\[)(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g;
export function ansi(text: string): AnsiPart[] {
  // What a progress bar wrote over itself: the last state is what was seen.
  const last = text.includes('\r') ? (text.replace(/\r+$/, '').split('\r').at(-1) ?? '') : text;
  const clean = visible(last.replace(CSI_OTHER, '').replace(OTHER_ESCAPES, ''));
  if (!clean.includes('\x1b[')) return [{ text: clean.replaceAll('\x1b', '\u241b'), bold: false }];
  return Anser.ansiToJson(clean, { use_classes: true, remove_empty: true }).map(({ content, fg, decorations }) => ({
    text: content.replaceAll('\x1b', '\u241b'),
    ...(fg ? { colour: fg.replace('ansi-', '').replace('bright-', '') } : {}),
    bold: decorations.includes('bold'),
  }));
}
