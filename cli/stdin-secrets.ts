/** Secrets from stdin (`--secrets-stdin`). Loaded only where it is asked for. */
import { messageOf, RoundsError } from '../shared/errors.ts';
import { NAME_ALLOWED, nameSchema } from '../shared/schema-parts.ts';
import type { Io } from './io.ts';
import { PREFIX, secretVariable } from './secrets.ts';

const STDIN_LIMIT = 1024 * 1024;

/** @param line counts from 1. What stands in the line is never told: it may be the secret. */
function wrongLine(line: number, why: string): RoundsError {
  return new RoundsError('input/secrets', `stdin:${line}: ${why}`, { place: { file: 'stdin', line } });
}

/** Text of one line. Bytes that are no UTF-8 would become another secret than the one that was meant. */
function decodeLine(bytes: Uint8Array, line: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: line > 1 }).decode(bytes);
  } catch {
    throw wrongLine(line, 'this line is not valid UTF-8; allowed: text in UTF-8');
  }
}

/**
 * Reads `NAME=value` lines, where NAME is a secret's name or its variable. Empty lines are skipped; the value is taken as it is.
 * @returns variable to value
 * @throws RoundsError `input/secrets`, which names the line and never what stands in it.
 */
export function parseSecretLines(bytes: Uint8Array): Map<string, string> {
  const secrets = new Map<string, { value: string; line: number }>();
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    line++;
    const end = bytes.indexOf(10, start);
    const text = decodeLine(bytes.subarray(start, end < 0 ? undefined : end), line).replace(/\r$/, '');
    start = end < 0 ? bytes.length : end + 1;
    if (text.trim() === '') continue;
    const equals = text.indexOf('=');
    if (equals < 0) throw wrongLine(line, "there is no '=' in this line; allowed: NAME=value, one secret a line");
    const name = text.slice(0, equals).trim();
    const named = nameSchema.safeParse(name);
    if (!named.success) throw wrongLine(line, `what stands before the '=' is no name of a secret; ${named.error.issues[0]?.message ?? NAME_ALLOWED}`);
    const value = text.slice(equals + 1);
    if (value === '') throw wrongLine(line, "nothing stands after the '='; allowed: NAME=value (leave out what you do not give)");
    const variable = secretVariable(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);
    const earlier = secrets.get(variable);
    if (earlier) throw wrongLine(line, `this secret stands in line ${earlier.line} already; allowed: each secret once`);
    secrets.set(variable, { value, line });
  }
  return new Map([...secrets].map(([variable, { value }]) => [variable, value]));
}

/** All of stdin, read and checked before anything runs. @throws RoundsError `input/secrets`. */
export async function readStdinSecrets(io: Io): Promise<Map<string, string>> {
  let bytes: Uint8Array;
  try {
    bytes = await io.readStdin(STDIN_LIMIT);
  } catch (error) {
    throw new RoundsError(
      'input/secrets',
      `stdin cannot be read for secrets: ${messageOf(error)}; allowed: at most ${STDIN_LIMIT} bytes of NAME=value lines`,
      { place: { file: 'stdin' } },
      error,
    );
  }
  return parseSecretLines(bytes);
}
