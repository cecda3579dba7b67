import { expect, it } from 'vitest';
import { reasonText, REASON_CODES, type RetryCause } from './reasons.ts';

/** What a technician who reads "14 offline, 6 credential" finds under each. */
const CAUSES: Record<RetryCause, string> = {
  offline:
    'resolve-timeout name-not-found connect-timeout connect-refused unreachable connection-lost handshake-timeout jump-failed offline-deadline',
  connection:
    'protocol-error algorithms channel-refused shell-silent shell-ended sudo-missing sudo-needs-terminal transport-unavailable connection-invalid too-many-open-files',
  trust: 'host-key-unknown host-key-changed host-key-revoked',
  credential:
    'secret-missing auth-refused key-unreadable agent-unavailable credential-missing password-expired login-refused sudo-password-required sudo-refused',
  timeout: 'idle-timeout action-timeout session-timeout auth-timeout',
  restart: 'reboot-suppressed restart-pending computer-restarted',
  script:
    'not-compliant-after-set test-failed set-failed set-missing test-missing get-failed exit-status signalled script-syntax input-requested shell-missing version-unknown version-unavailable parameter-invalid item-missing item-broken item-changed files-not-pushed internal-error',
  'not-compliant': 'not-compliant',
  dependency: 'dependency-failed not-deployed dependency-cycle',
  cancelled: 'cancelled-by-operator still-running',
  interrupted: 'interrupted',
};

it.each(Object.entries(CAUSES))('cause %s holds exactly the reasons that belong there', (cause, reasons) => {
  expect(REASON_CODES.filter((code) => reasonText(code).cause === cause).sort()).toEqual(reasons.split(' ').sort());
});
