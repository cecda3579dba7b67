/**
 * Every coded cause under a result or a session status, in one place: what it means, and, for failures, what to do.
 * Codes are the record's words: they are never renamed, only added.
 */

/**
 * By which a technician retries (P14), in the order in which they are told. `offline`: there was no computer to talk to, or
 * it went away. `connection`: it is there, and how it is connected to does not fit. `credential`: who one is there. `script`:
 * the item, its scripts and its parameters. What an audit finds is nobody's failure: `not-compliant`.
 */
export const RETRY_CAUSES = [
  'offline',
  'connection',
  'trust',
  'credential',
  'timeout',
  'restart',
  'script',
  'not-compliant',
  'dependency',
  'cancelled',
  'interrupted',
] as const;
export type RetryCause = (typeof RETRY_CAUSES)[number];

interface ReasonText {
  /** One sentence, for people. */
  sentence: string;
  /** What to do about it, for failures. */
  advice?: string;
  cause?: RetryCause;
  /** A retry, with all that the session froze, ends the same way: what mends it is a new run. */
  frozen?: true;
}

export const REASONS = {
  // good
  'set-and-verified': { sentence: 'It was set, and the test afterwards says compliant.' },
  'compliant-now': { sentence: 'The test before its set says compliant: what came before it brought it there.' },
  'already-compliant': { sentence: 'The test says compliant; nothing was changed.' },
  'value-read': { sentence: 'Its value was read; monitoring changes nothing.' },
  'ran-untested': { sentence: 'The script ended with status 0; nothing was tested afterwards.' },
  'would-change': { sentence: 'Not compliant; a run would change it.' },
  'depends-on-change': { sentence: 'What it depends on would change first, so what it would do is not known yet.' },
  'not-included': { sentence: 'The winning deployment has an enforcement that this run does not include.' },
  'not-selected': { sentence: 'The run was for chosen items, and this is none of them.' },
  condition: { sentence: 'The condition of the item does not hold here.' },
  'dependency-skipped': { sentence: 'What it depends on was skipped or is not applicable.' },
  'reboot-suppressed': {
    sentence: 'A restart is pending and restarts are suppressed, so it was not started.',
    advice: 'Restart the computer, then retry.',
    cause: 'restart',
  },
  platform: { sentence: 'The item is not made for this platform.' },
  'test-not-applicable': { sentence: 'The test of the item says that it does not apply here.' },
  'ignored-by': { sentence: 'A deployment says that this item is ignored here.' },
  'not-found': { sentence: 'The software is not there, and only an update was asked for.' },
  // bad: the item
  'not-compliant': {
    sentence: 'The test says not compliant, and the deployment only audits.',
    advice: 'Change the deployment to enforce, or mend it by hand.',
    cause: 'not-compliant',
  },
  'not-compliant-after-set': {
    sentence: 'It was set, but the test afterwards still says not compliant.',
    advice: 'Read the log of the set; the script ended well without effect.',
    cause: 'script',
  },
  'test-failed': {
    sentence: 'The test ended with a status that means neither compliant nor not compliant.',
    advice: 'Read the log: the test itself is broken or lacks a right.',
    cause: 'script',
  },
  'set-failed': { sentence: 'The set ended with a failure.', advice: 'Read the log of the set.', cause: 'script' },
  'set-missing': {
    sentence: 'The item has no way to set this.',
    advice: 'Deploy it with mode audit, or add the script to the item.',
    cause: 'script',
  },
  'test-missing': { sentence: 'The item has no test for this platform, so nothing can be said.', advice: 'Add a test to the item.', cause: 'script' },
  'get-failed': { sentence: 'The value could not be read.', advice: 'Read the log of the get script.', cause: 'script' },
  'exit-status': { sentence: 'The script ended with a status other than 0.', advice: 'Read the log.', cause: 'script' },
  signalled: {
    sentence: 'The script was ended by a signal that Rounds did not send.',
    advice: 'Read the log; the computer may lack memory.',
    cause: 'script',
  },
  'script-syntax': { sentence: 'The script is not valid for the shell.', advice: 'Mend the script of the item.', cause: 'script' },
  'input-requested': {
    sentence: 'The script asked for input, and nobody is there to answer.',
    advice: 'Make the script non-interactive, or give the right to do it without a password.',
    cause: 'script',
  },
  'shell-missing': {
    sentence: 'The shell that the script needs is not on the computer.',
    advice: 'Install it, or use a script for a shell that is there.',
    cause: 'script',
  },
  'restart-pending': {
    sentence: 'It asked for a restart, which is pending because restarts are suppressed.',
    advice: 'Restart the computer, then retry.',
    cause: 'restart',
  },
  incompatible: { sentence: 'The test of the item says that this computer is incompatible.' },
  'no-downgrade': {
    sentence: 'A newer version is there, and the item has no way to go back.',
    advice: 'Uninstall it by hand, or ask for another version.',
  },
  'version-unknown': {
    sentence: 'A version is not readable under the version scheme of the item.',
    advice: 'Mend the detect or available script of the item, or its version scheme.',
    cause: 'script',
  },
  'version-unavailable': {
    sentence: 'The version that is asked for is not to be had.',
    advice: 'Check the package sources of the computer.',
    cause: 'script',
  },
  'parameter-invalid': {
    sentence: 'A parameter does not fit the schema of the item.',
    advice: 'Mend the deployment, then run again.',
    cause: 'script',
    frozen: true,
  },
  'secret-missing': {
    sentence: 'A secret that it needs was not given.',
    advice: 'Give it when it is asked for, or keep it in the vault.',
    cause: 'credential',
  },
  'item-missing': {
    sentence: 'The item is not in the catalogue.',
    advice: 'Add the folder of the item to the set-up, then run again.',
    cause: 'script',
    frozen: true,
  },
  'item-broken': {
    sentence: 'The item could not be loaded.',
    advice: 'Mend what is named there, then run again.',
    cause: 'script',
    frozen: true,
  },
  'item-changed': {
    sentence: 'Files of the item are not those that the session froze.',
    advice: 'Run again instead of retrying.',
    cause: 'script',
    frozen: true,
  },
  'files-not-pushed': {
    sentence: 'The files of the item could not be brought to the computer.',
    advice: 'Look for a full or read-only disk.',
    cause: 'script',
  },
  'log-limit': { sentence: 'The output exceeded what the log takes.' },
  'internal-error': { sentence: 'Rounds itself failed here.', advice: 'Report it with the log.', cause: 'script' },
  // bad: time
  'idle-timeout': {
    sentence: 'The script said nothing for longer than the idle limit and was ended.',
    advice: 'Raise idleOutput, or make the script speak.',
    cause: 'timeout',
  },
  'action-timeout': {
    sentence: 'The action took longer than its limit and was ended.',
    advice: 'Raise the timeout of the item or the action limit.',
    cause: 'timeout',
  },
  'session-timeout': {
    sentence: 'The session took longer than its limit.',
    advice: 'Raise the session limit, or do less in one session.',
    cause: 'timeout',
  },
  // bad: dependencies
  'dependency-failed': {
    sentence: 'What it depends on did not become compliant.',
    advice: 'Mend that first; retry takes both.',
    cause: 'dependency',
  },
  'not-deployed': {
    sentence: 'It depends on an item that no deployment asks for and that has no defaults to run with.',
    advice: 'Deploy that item too.',
    cause: 'dependency',
  },
  'dependency-cycle': {
    sentence: 'It depends on itself through others.',
    advice: 'Take one of the dependencies out of the items.',
    cause: 'dependency',
  },
  // the connection, one for each step
  'resolve-timeout': { sentence: 'The name was not resolved in time.', advice: 'Check the name and the DNS of this workstation.', cause: 'offline' },
  'name-not-found': { sentence: 'The name does not resolve.', advice: 'Check the host of the connection.', cause: 'offline' },
  'connect-timeout': {
    sentence: 'Nothing answered on the port in time.',
    advice: 'Is it on? Check the address and the firewall, or retry when it is back.',
    cause: 'offline',
  },
  'connect-refused': {
    sentence: 'The computer refused the connection on the port.',
    advice: 'Check that its SSH server runs, and the port.',
    cause: 'offline',
  },
  unreachable: { sentence: 'There is no way to the address.', advice: 'Check the network and the address.', cause: 'offline' },
  'connection-lost': {
    sentence: 'The connection broke, and what happened then could not be established.',
    advice: 'Look at the computer, then retry.',
    cause: 'offline',
  },
  'computer-restarted': {
    sentence: 'The computer was restarted while it ran, and how far it came could not be established.',
    advice: 'Find out what restarted it, then retry: the test decides what is still to be done.',
    cause: 'restart',
  },
  'protocol-error': {
    sentence: 'What answers there does not speak the protocol.',
    advice: 'Check the port: something else listens there.',
    cause: 'connection',
  },
  'handshake-timeout': {
    sentence: 'The port answered, but the protocol did not begin in time.',
    advice: 'Check the port, and the load of the computer.',
    cause: 'offline',
  },
  algorithms: { sentence: 'No algorithm that both sides allow.', advice: 'Update the SSH server of the computer.', cause: 'connection' },
  'host-key-unknown': {
    sentence: 'The host key is not known, and nobody said that it is to be trusted.',
    advice: 'Compare the fingerprint, then trust it with rounds doctor or ssh.',
    cause: 'trust',
  },
  'host-key-changed': {
    sentence: 'The host key is not the known one.',
    advice: 'If the computer was set up anew, remove the old line; if not, somebody may be in between.',
    cause: 'trust',
  },
  'host-key-revoked': { sentence: 'The host key is marked as revoked.', advice: 'Do not connect; give the computer a new host key.', cause: 'trust' },
  'auth-refused': {
    sentence: 'The computer refused the credential.',
    advice: 'Check the user, the credential and what the server allows.',
    cause: 'credential',
  },
  'auth-timeout': {
    sentence: 'Authentication did not end in time.',
    advice: 'Check the DNS and the directory service of the computer, or raise authenticate.',
    cause: 'timeout',
  },
  'key-unreadable': { sentence: 'The private key cannot be read.', advice: 'Check the file, its rights and its passphrase.', cause: 'credential' },
  'agent-unavailable': {
    sentence: 'The SSH agent cannot be reached or holds no key.',
    advice: 'Start the agent and add the key.',
    cause: 'credential',
  },
  'credential-missing': {
    sentence: 'The connection names no credential, or one that does not exist.',
    advice: 'Name a credential of the set-up.',
    cause: 'credential',
  },
  'login-refused': {
    sentence: 'The login was accepted, but the account may not run commands.',
    advice: 'Look at nologin, the shell of the account, forced commands and limits.',
    cause: 'credential',
  },
  'channel-refused': {
    sentence: 'The server opens no further channel.',
    advice: 'Raise MaxSessions, or close other sessions of this user.',
    cause: 'connection',
  },
  'shell-silent': {
    sentence: 'The shell started but never answered.',
    advice: 'Look at what the login files of the account do: they may read or hang.',
    cause: 'connection',
  },
  'shell-ended': {
    sentence: 'The shell ended before it answered.',
    advice: "Look at what the login files of the account do, at the account's shell and at forced commands.",
    cause: 'connection',
  },
  'sudo-password-required': {
    sentence: 'sudo asks for a password.',
    advice: 'Give the connection sudo: {credential: NAME}, or allow it without a password.',
    cause: 'credential',
  },
  'sudo-refused': { sentence: 'sudo refused the password or the user.', advice: 'Check the password and the sudoers file.', cause: 'credential' },
  'password-expired': {
    sentence: 'The password of the account has expired.',
    advice: 'Log in by hand, set a new password, and give the new one to the credential.',
    cause: 'credential',
  },
  'sudo-missing': { sentence: 'sudo is not on the computer.', advice: 'Install it, or connect as root.', cause: 'connection' },
  'sudo-needs-terminal': {
    sentence: 'sudo wants a terminal (requiretty).',
    advice: 'Take requiretty out of the sudoers file for this user.',
    cause: 'connection',
  },
  'jump-failed': { sentence: 'The jump host could not be reached or opens no way on.', advice: 'Look at the jump host first.', cause: 'offline' },
  'too-many-open-files': {
    sentence: 'This workstation had no free file descriptor left.',
    advice: 'Raise the limit of open files (ulimit -n) where you start Rounds, or lower --concurrency.',
    cause: 'connection',
  },
  'transport-unavailable': {
    sentence: 'This kind of connection cannot be used here.',
    advice: 'Use a kind that this version and this workstation support.',
    cause: 'connection',
  },
  'connection-invalid': { sentence: 'The connection settings are not usable.', advice: 'Mend the connection in the set-up.', cause: 'connection' },
  // ended from outside
  'cancelled-by-operator': { sentence: 'It was cancelled.', cause: 'cancelled' },
  'still-running': {
    sentence: 'It was ended here, but the process may still run on the computer.',
    advice: 'Look for the process that the log names.',
    cause: 'cancelled',
  },
  interrupted: { sentence: 'The program that ran it ended in the middle.', advice: 'Resume the session.', cause: 'interrupted' },
  'offline-deadline': { sentence: 'It stayed away until the time to which it was waited for.', advice: 'Retry when it is back.', cause: 'offline' },
} as const satisfies Record<string, ReasonText>;

export type ReasonCode = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];

/** Whether a reason is this one, or is of this cause. */
export function hasCause(reason: ReasonCode | null, cause: RetryCause | ReasonCode): boolean {
  return reason !== null && (reason === cause || reasonText(reason).cause === cause);
}

/** The text of a reason. One that only a newer version knows (it wrote the record) stands for itself. */
export function reasonText(code: ReasonCode): ReasonText {
  return Object.hasOwn(REASONS, code) ? REASONS[code] : { sentence: code };
}
