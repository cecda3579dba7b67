/** What an attempt to connect says of the credentials that it used. */
import type { ReasonCode } from '../../shared/reasons.ts';
import type { ConnectionTarget } from '../transports/transport.ts';

/** Reasons that say that the login's credential was looked at and did not do. */
const LOGIN_FAILED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'auth-refused',
  'key-unreadable',
  'agent-unavailable',
  'login-refused',
  'password-expired',
]);
/** Reasons that say the same of sudo's: the login had worked by then. */
const SUDO_FAILED: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['sudo-refused', 'sudo-password-required']);

export interface CredentialOutcome {
  worked: string[];
  failed: string[];
}

/** @param reason why it failed; null where the computer was reached. Any other reason says nothing of credentials. */
export function credentialOutcome(target: ConnectionTarget, reason: ReasonCode | null): CredentialOutcome {
  const login = target.kind === 'local' || !target.credential ? [] : [target.credential.name];
  const sudo = target.sudo?.password ? [target.sudo.password.name] : [];
  const onTheWay = target.jump ? credentialOutcome(target.jump, null).worked : [];
  const named = (worked: string[], failed: string[]): CredentialOutcome => ({ worked: [...new Set(worked)], failed: [...new Set(failed)] });
  if (reason === null) return named([...onTheWay, ...login, ...sudo], []);
  if (SUDO_FAILED.has(reason)) return named([...onTheWay, ...login], sudo);
  return LOGIN_FAILED.has(reason) ? named(onTheWay, login) : named([], []);
}
