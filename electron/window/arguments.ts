import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';

export interface WindowArguments {
  data: string | undefined;
  /** Of the texts; absent: English. Only in a clone, for tests. */
  language?: string;
}

const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z]{2,8})?$/;

/**
 * What the program was started with: `--data DIR` and nothing else. In a clone also `--language TAG`, which shows what is not
 * translated, and the rest is Electron's or Chromium's (a debugging port, say); the packaged program refuses both, so that no
 * link or shortcut can open it to others.
 * @throws RoundsError `usage/argument`
 */
export function windowArguments(args: readonly string[], packaged: boolean, cwd: string): WindowArguments {
  let data: string | undefined;
  let language: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--data' || arg.startsWith('--data=')) {
      const value = arg === '--data' ? args[(at += 1)] : arg.slice('--data='.length);
      if (!value) throw new RoundsError('usage/argument', '--data names no folder', { advice: 'rounds --data DIR' });
      data = path.resolve(cwd, value);
    } else if (packaged) {
      throw new RoundsError('usage/argument', `'${arg.slice(0, 80)}' is no argument of Rounds; allowed: --data DIR`);
    } else if (arg.startsWith('--language=')) {
      language = arg.slice('--language='.length);
      if (!LANGUAGE.test(language)) throw new RoundsError('usage/argument', `'${language.slice(0, 80)}' is no language; allowed: en, en-XA`);
    }
  }
  return { data, ...(language === undefined ? {} : { language }) };
}
