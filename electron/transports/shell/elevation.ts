import { randomBytes } from 'node:crypto';
import type { ReasonCode } from '../../../shared/reasons.ts';
import { RoundsError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectionTarget } from '../transport.ts';

/** How the shell is started: as the account itself, or as root through sudo. */
export interface Elevation {
  /** Understood by sh, bash, csh and fish alike; never a secret. */
  command: string;
  sudo: boolean;
  /** With a password: what sudo asks with, what the shell greets with once sudo let it through, and the password itself. */
  password?: { prompt: string; greeting: string; secret: string };
}

/**
 * Chooses the command, and asks for sudo's password where the target names one.
 * @throws RoundsError `connect/secret-missing` when nobody can give the password.
 */
export async function elevation(target: ConnectionTarget, context: ConnectContext): Promise<Elevation> {
  if (!target.sudo) return { command: 'exec sh', sudo: false };
  const credential = target.sudo.password;
  if (!credential) return { command: 'exec sudo -n -- sh', sudo: true };
  const secret = await context.secrets(credential.name, `password of sudo on ${target.computer}`);
  if (secret === null || secret === '') {
    throw new RoundsError('connect/secret-missing', `Nobody gave the password '${credential.name}' for sudo on ${target.computer}`, {
      reason: 'secret-missing',
    });
  }
  const token = randomBytes(9).toString('hex');
  const [prompt, greeting] = [`rounds-password-${token}`, `rounds-shell-${token}`];
  return { command: `exec sudo -S -p ${prompt} -- sh -c 'echo ${greeting};exec sh'`, sudo: true, password: { prompt, greeting, secret } };
}

/** What sudo is asked once more after it refused, in a language that can be read. */
export const SUDO_QUESTION = 'exec env LC_ALL=C sudo -n -- sh -c exit';

/** What sudo, PAM and sshd say before they ask for a new password, which nobody is there to choose. */
const EXPIRED = /password (is|has) expired|required to change your password|password change required|expired password/i;

export function passwordExpired(text: string): boolean {
  return EXPIRED.test(text);
}

/** Reads sudo's own words (LC_ALL=C). Null when it says nothing that is known. */
export function classifySudo(text: string): ReasonCode | null {
  if (passwordExpired(text)) return 'password-expired';
  if (/you must have a tty|sorry, you must have a tty/i.test(text)) return 'sudo-needs-terminal';
  if (
    /not in the sudoers|not allowed to (execute|run)|may not run sudo|incorrect password|sorry, try again|no new privileges|no valid sudoers|account validation failure|account expired/i.test(
      text,
    )
  ) {
    return 'sudo-refused';
  }
  if (/a password is required|terminal is required|no tty present|no askpass|interactive authentication is required/i.test(text))
    return 'sudo-password-required';
  if (/sudo['`"]?:?.{0,40}(not found|no such file|unknown command|command not found)|unknown command.{0,10}sudo|not found.{0,10}sudo/i.test(text))
    return 'sudo-missing';
  return null;
}
