import { RoundsError } from '../../../shared/errors.ts';
import { durationText } from '../../../shared/duration.ts';
import type { ReasonCode } from '../../../shared/reasons.ts';
import type { ChannelEnd, Link } from '../link.ts';
import { classifySudo, passwordExpired, SUDO_QUESTION, type Elevation } from './elevation.ts';
import { NoiseLog } from './noise-log.ts';

/** How long sudo is given to say why it refused, milliseconds. */
const SUDO_ANSWER_MS = 3000;
const LOGIN_REFUSED =
  /account is (currently )?not available|account (has )?expired|nologin|shell access|not allowed to (log ?in|execute|run)|access denied|: restricted\b/i;

function failure(reason: ReasonCode, message: string, noise: NoiseLog): RoundsError {
  return new RoundsError(`connect/${reason}`, noise.text ? `${message}; it said: ${noise.text}` : message, { reason });
}

/** The shell was started, but did not answer in time. */
export function shellSilent(limit: number, noise: NoiseLog): RoundsError {
  return failure('shell-silent', `The shell did not answer within ${durationText(limit)}`, noise);
}

/** sudo asked for the password a second time. */
export function refusedTwice(): RoundsError {
  return new RoundsError('connect/sudo-refused', 'sudo did not take the password', { reason: 'sudo-refused' });
}

/** sudo took the password and wants a new one. */
export function expired(noise: NoiseLog): RoundsError {
  return failure('password-expired', 'sudo let no shell through', noise);
}

/** The shell, or what stands in its place, ended before it answered: says which of the known causes it was. */
export async function shellEnded(link: Link, elevation: Elevation, end: ChannelEnd, noise: NoiseLog): Promise<RoundsError> {
  if (end.status === null && end.signal === null) return failure('connection-lost', 'The connection broke while the shell started', noise);
  const how = end.signal === null ? `status ${end.status}` : `signal ${end.signal}`;
  if (elevation.sudo) {
    const found = classifySudo(noise.text) ?? classifySudo(await askSudo(link)) ?? (noise.text.includes('sudo:') ? 'sudo-refused' : null);
    // It was given one.
    const reason = elevation.password && found === 'sudo-password-required' ? 'sudo-refused' : found;
    if (reason) return failure(reason, `sudo let no shell through (${how})`, noise);
  }
  if (passwordExpired(noise.text)) return failure('password-expired', `The account may not run commands (${how})`, noise);
  if (LOGIN_REFUSED.test(noise.text)) return failure('login-refused', `The account may not run commands (${how})`, noise);
  return failure('shell-ended', `The shell ended with ${how} before it answered`, noise);
}

/** sudo's refusal once more, in English. Empty when it cannot be had. */
async function askSudo(link: Link): Promise<string> {
  try {
    const channel = await link.exec(SUDO_QUESTION);
    const noise = new NoiseLog();
    channel.onStdout((data) => noise.add('stdout', data));
    channel.onStderr((data) => noise.add('stderr', data));
    channel.end();
    const timer = setTimeout(() => channel.close(), SUDO_ANSWER_MS);
    await channel.ended;
    clearTimeout(timer);
    return noise.text;
  } catch {
    return '';
  }
}
