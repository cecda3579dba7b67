import { RoundsError } from '../../../shared/errors.ts';

/** What POSIX allows as the name of a variable; longer ones are a mistake. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

/** A text as one single-quoted word of sh: nothing in it is looked at. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Refuses what no process could be given: names that sh cannot export, and NUL, which ends a value in the operating system.
 * @throws RoundsError `input/environment` or `input/script`.
 */
export function checkScript(text: string, env: Record<string, string>): void {
  if (text.includes('\0')) {
    throw new RoundsError('input/script', `The script holds a NUL character at position ${text.indexOf('\0')}; no shell can run it`);
  }
  for (const [name, value] of Object.entries(env)) {
    if (!NAME.test(name)) {
      throw new RoundsError('input/environment', `'${name}' is no name of a variable; allowed: letters, digits and _, not beginning with a digit`);
    }
    if (value.includes('\0')) {
      throw new RoundsError('input/environment', `The value of ${name} holds a NUL character, which no environment variable can hold`);
    }
  }
}

/** `A='1' B='2'`: the words of an export. Empty for no variables; the values stand on the shell's stdin only, never on a command line. */
export function assignments(env: Record<string, string>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join(' ');
}
