/**
 * Where secrets come from: the environment, stdin, the vault, a prompt once a run. They are kept in memory only, and the
 * environment is emptied of them before any child process starts.
 */
import type { SecretSource } from '../electron/transports/transport.ts';
import type { Prompt } from './prompt.ts';
import { harmless } from './terminal/harmless.ts';

export const PREFIX = 'ROUNDS_SECRET_';

/** `motd-token` is served by `ROUNDS_SECRET_MOTD_TOKEN`: upper case, every other character an underscore. */
export function secretVariable(name: string): string {
  return PREFIX + Array.from(name.toUpperCase(), (character) => (/[A-Z0-9]/.test(character) ? character : '_')).join('');
}

/** Takes every secret out of the environment: variable to value. An empty one counts as not given. */
export function takeSecrets(env: NodeJS.ProcessEnv): Map<string, string> {
  const taken = new Map<string, string>();
  for (const name of Object.keys(env)) {
    // Windows knows variables whatever their case.
    if (!name.toUpperCase().startsWith(PREFIX)) continue;
    const value = env[name];
    delete env[name];
    if (value) taken.set(name.toUpperCase(), value);
  }
  return taken;
}

/** The source that the engine asks: environment first, then what stdin held, then the vault, then the prompt. */
export function createSecretSource(options: {
  taken: ReadonlyMap<string, string>;
  stdin: ReadonlyMap<string, string>;
  prompt: Prompt;
  vault?: SecretSource;
}): SecretSource {
  const { taken, stdin, prompt } = options;
  const asked = new Map<string, Promise<string | null>>();
  return async (name, purpose) => {
    const variable = secretVariable(name);
    const known = taken.get(variable) ?? stdin.get(variable);
    if (known !== undefined) return known;
    const kept = (await options.vault?.(name, purpose)) ?? null;
    if (kept !== null) return kept;
    if (!prompt.canAsk) return null;
    let answer = asked.get(name);
    if (!answer) {
      answer = prompt.ask(`Secret '${harmless(name)}' (${harmless(purpose)}): `, { echo: false }).then((typed) => typed || null);
      asked.set(name, answer);
    }
    return answer;
  };
}
