/**
 * Where secrets come from: the environment, stdin, the vault, a prompt once a run. They are kept in memory only, and the
 * environment is emptied of them before any child process starts.
 */
import { RoundsError } from '../shared/errors.ts';
import type { SecretSource } from '../electron/transports/transport.ts';
import type { Io } from './io.ts';
import type { Prompt } from './prompt.ts';
import { harmless } from './terminal/harmless.ts';

const PREFIX = 'ROUNDS_SECRET_';
const STDIN_LIMIT = 1024 * 1024;

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

/**
 * Reads `NAME=value` lines, where NAME is a secret's name or its variable. Empty lines are skipped; the value is taken as it is.
 * @throws RoundsError `input/secrets`, which names the line and never what stands in it.
 */
export function parseSecretLines(text: string): Map<string, string> {
  const secrets = new Map<string, string>();
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const equals = line.indexOf('=');
    const name = line.slice(0, Math.max(0, equals)).trim();
    if (name === '') {
      throw new RoundsError('input/secrets', `stdin, line ${index + 1}: not readable as a secret; allowed: NAME=value`, {
        place: { file: 'stdin', line: index + 1 },
      });
    }
    secrets.set(name.startsWith(PREFIX) ? secretVariable(name.slice(PREFIX.length)) : secretVariable(name), line.slice(equals + 1));
  }
  return secrets;
}

/** The source that the engine asks: environment first, then stdin (read once, where it was asked for), then the vault, then the prompt. */
export function createSecretSource(options: {
  taken: Map<string, string>;
  fromStdin: boolean;
  io: Io;
  prompt: Prompt;
  vault?: SecretSource;
}): SecretSource {
  const { taken, io, prompt } = options;
  let stdin: Promise<Map<string, string>> | null = null;
  const asked = new Map<string, Promise<string | null>>();
  const readStdin = async () => {
    let text: string;
    try {
      text = await io.readStdin(STDIN_LIMIT);
    } catch (error) {
      throw new RoundsError('input/secrets', `stdin could not be read for secrets; allowed: at most ${STDIN_LIMIT} bytes`, {}, error);
    }
    return parseSecretLines(text);
  };
  return async (name, purpose) => {
    const variable = secretVariable(name);
    const known = taken.get(variable);
    if (known !== undefined) return known;
    if (options.fromStdin) {
      stdin ??= readStdin();
      const given = (await stdin).get(variable);
      if (given !== undefined) return given;
    }
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
