/** Colours and characters of one output: decided once from the environment and the terminal. */

export interface Style {
  /** Whether escape sequences are written at all. */
  readonly colour: boolean;
  /** Whether marks beyond ASCII are used. */
  readonly unicode: boolean;
  readonly ellipsis: string;
  bold(text: string): string;
  paint(tone: Tone, text: string): string;
}

export const TONES = {
  plain: [0, 0],
  dim: [2, 22],
  green: [32, 39],
  red: [31, 39],
  orange: [33, 39],
  violet: [35, 39],
  yellow: [93, 39],
  accent: [36, 39],
} as const;
export type Tone = keyof typeof TONES;

export function createStyle(options: { colour: boolean; unicode: boolean }): Style {
  const wrapIn = (open: number, close: number, text: string) => (options.colour && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text);
  return {
    ...options,
    ellipsis: options.unicode ? '…' : '...',
    bold: (text) => wrapIn(1, 22, text),
    paint: (tone, text) => (tone === 'plain' ? text : wrapIn(TONES[tone][0], TONES[tone][1], text)),
  };
}

/**
 * Whether to colour: FORCE_COLOR (not 0 or false) says yes and NO_COLOR (not empty) no, in this order, as Node itself does;
 * else only a terminal that is not `dumb` is coloured.
 */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return isTerminal && env['TERM'] !== 'dumb';
}

/** Whether the locale says UTF-8. Windows consoles and macOS take it whatever the locale says. */
export function wantsUnicode(env: NodeJS.ProcessEnv, platform: string): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  if (locale) return /utf-?8/i.test(locale);
  return platform === 'win32' || platform === 'darwin';
}
