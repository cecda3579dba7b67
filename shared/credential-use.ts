import type { ReasonCode } from './reasons.ts';

/** When a credential was last taken or refused, and where: kept by its name, so that it stays true when computers change theirs. */
export interface CredentialUse {
  session: string;
  /** `TENANT/NAME`. */
  computer: string;
  at: number;
  /** Null where it worked. */
  reason: ReasonCode | null;
}

/** Under which the store keeps it. */
export const credentialUseKey = (outcome: 'worked' | 'failed', name: string): string => `credential-${outcome} ${name}`;
