/** Where the store and everything else that is kept lives. */
import path from 'node:path';
import { RoundsError } from '../../shared/errors.ts';

/**
 * `--data`, else ROUNDS_DATA, else the user's data folder of the platform. Absolute.
 * @throws RoundsError `usage/data` where the environment names no home.
 */
export function dataFolder(option: string | undefined, env: NodeJS.ProcessEnv, platform: string): string {
  const named = option ?? (env['ROUNDS_DATA'] || undefined);
  if (named !== undefined) return path.resolve(named);
  const home = platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
  const roaming = env['APPDATA'];
  if (platform === 'win32' && roaming) return path.join(roaming, 'Rounds');
  const xdg = env['XDG_DATA_HOME'];
  // The specification of XDG says: a path that is not absolute is to be ignored.
  if (platform !== 'win32' && platform !== 'darwin' && xdg && path.isAbsolute(xdg)) return path.join(xdg, 'rounds');
  if (!home)
    throw new RoundsError('usage/data', 'The environment names no home folder', { advice: 'Name the folder with --data DIR or ROUNDS_DATA.' });
  switch (platform) {
    case 'win32':
      return path.join(home, 'AppData', 'Roaming', 'Rounds');
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', 'Rounds');
    default:
      return path.join(home, '.local', 'share', 'rounds');
  }
}
