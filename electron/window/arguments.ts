import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';

export interface WindowArguments {
  data: string | undefined;
}

/**
 * What the program was started with: `--data DIR` and nothing else. In a clone the rest is Electron's or Chromium's (a debugging
 * port, say); the packaged program refuses it, so that no link or shortcut can open it to others.
 * @throws RoundsError `usage/argument`
 */
export function windowArguments(args: readonly string[], packaged: boolean, cwd: string): WindowArguments {
  let data: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--data' || arg.startsWith('--data=')) {
      const value = arg === '--data' ? args[(at += 1)] : arg.slice('--data='.length);
      if (!value) throw new RoundsError('usage/argument', '--data names no folder', { advice: 'rounds --data DIR' });
      data = path.resolve(cwd, value);
    } else if (packaged) {
      throw new RoundsError('usage/argument', `'${arg.slice(0, 80)}' is no argument of Rounds; allowed: --data DIR`);
    }
  }
  return { data };
}
