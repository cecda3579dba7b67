import { z } from 'zod';
import { nameSchema, pathSchema } from '../schema-parts.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from '../words.ts';
import { call } from './call.ts';
import { MAX_SECRET } from './questions.ts';

/** The vault as the screen knows it. */
export interface VaultView {
  /** `none`: every secret is asked for, each run. */
  kind: 'none' | 'passphrase' | 'keychain';
  locked: boolean;
  kept: number;
  /** Why it cannot be used, and what to do. */
  problem: { message: string; advice: string | null } | null;
  /** Null where the system has a real keychain, else why it is refused. */
  keychainRefused: string | null;
  /** Minutes without use after which it locks itself; null: never. */
  lockMinutes: number | null;
}

/** A computer and when. */
export interface Occasion {
  session: string;
  computer: string;
  at: number;
  /** The sentence of its reason, where it failed. */
  reason: string | null;
}

/** A credential of the set-up, or a secret that only parameters name. */
export interface CredentialRow {
  name: string;
  kind: CredentialKind | 'parameter';
  keyFile: string | null;
  /** Since when a value is kept; null: none is. */
  since: number | null;
  /** How many computers are reached with it. */
  computers: number;
  /** Names of deployments whose parameters name it. */
  deployments: string[];
  /** Of the computers that use it now, by the record. */
  worked: Occasion | null;
  failed: Occasion | null;
  /** What names it so that it cannot be removed: `tenant Acme`. */
  usedBy: string[];
}

/** There is nothing to say but that it was done. */
export type Done = Record<string, never>;

const secret = z.string().min(1).max(MAX_SECRET);
const empty = z.strictObject({});

export const vaultCalls = {
  'vault.create': call<Done>()(
    z.discriminatedUnion('protection', [
      z.strictObject({ protection: z.literal('passphrase'), passphrase: secret }),
      z.strictObject({ protection: z.literal('keychain') }),
    ]),
  ),
  'vault.unlock': call<Done>()(z.strictObject({ passphrase: secret.optional() })),
  'vault.lock': call<Done>()(empty),
  'vault.changePassphrase': call<Done>()(z.strictObject({ old: secret, fresh: secret })),
  /** Gives its file another name and so makes room for a new one. */
  'vault.setAside': call<{ file: string | null }>()(empty),
  'credentials.list': call<{ rows: CredentialRow[] }>()(empty),
  /** Adds one, or changes the one of that name. */
  'credentials.save': call<Done>()(
    z.strictObject({ name: nameSchema, kind: z.enum(CREDENTIAL_KINDS), keyFile: pathSchema.optional(), add: z.boolean() }),
  ),
  /** Refused while something names it. Its value goes with it. */
  'credentials.remove': call<Done>()(z.strictObject({ name: nameSchema })),
  /** Keeps a value. There is no call that gives one back. */
  'secrets.set': call<Done>()(z.strictObject({ name: nameSchema, value: secret })),
  'secrets.remove': call<Done>()(z.strictObject({ name: nameSchema })),
};
