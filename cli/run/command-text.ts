/** Commands that people are told to type: they can be pasted as they stand. */

import { shellWord } from '../../shared/shell-word.ts';

/**
 * `rounds` as this call was started: through npm, or the launch file itself, there is no command of that name. With the data
 * folder where the call named one.
 */
export function commandText(env: NodeJS.ProcessEnv, data?: string): string {
  const program = env['ROUNDS_CALLED_AS'] ?? (env['npm_lifecycle_event'] ? 'npm run --silent rounds --' : 'rounds');
  return data === undefined ? program : `${program} --data ${shellWord(data)}`;
}

/** Advice whose sentences begin with `rounds `, as it can be typed here: about the same data folder, where one was named. */
export const typeable = (advice: string, env: NodeJS.ProcessEnv, data?: string): string =>
  advice
    .replace(/(^|; )rounds (?=[a-z])(?!help\b)/g, (_whole, before: string) => `${before}${commandText(env, data)} `)
    .replace(/(^|; )rounds (?=help\b)/g, (_whole, before: string) => `${before}${commandText(env)} `);
