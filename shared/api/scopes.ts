import { z } from 'zod';
import type { Limits } from '../limits.ts';
import type { ConnectionOptions, Filter } from '../model.ts';
import type { LimitsForm } from '../setup-schema.ts';
import { call } from './call.ts';
import { editSchema, type EditAnswer } from './edit.ts';

/** A tenant or a group: what computers inherit from. */
export interface ScopeRow {
  kind: 'tenant' | 'group';
  /** `Acme`, `Acme/Web servers`, `Laptops`. */
  id: string;
  name: string;
  tenant: string | null;
  /** How many it holds; null where that cannot be said, and why. */
  computers: number | null;
  problem: string | null;
  /** Computers of which a fact that its filter asks for is not known yet. */
  notKnown: number;
  filter: Filter | null;
  connection: ConnectionOptions | null;
  limits: Partial<Limits>;
}

export type ConnectionField = keyof ConnectionOptions;

/** How far the connection defaults of a tenant or a group reach. */
export interface ReachField {
  field: ConnectionField;
  /** For so many computers it decides. */
  holds: number;
  /** What decides for the others, by whose it is (`group Acme/Web servers`; null: the computer's own). */
  overridden: { by: string | null; count: number }[];
}

export interface Reach {
  /** Computers that it holds, and the first of their ids. */
  computers: number;
  names: string[];
  notKnown: number;
  /** Why it holds nobody at all. */
  problem: string | null;
  fields: ReachField[];
}

export interface FixedGroup {
  id: string;
  tenant: string | null;
  members: string[];
  form: unknown;
  hash: string;
}

export const scopeCalls = {
  /** Groups with fixed members, as forms that an edit can change. */
  'groups.fixed': call<{ groups: FixedGroup[] }>()(z.strictObject({})),
  'scopes.list': call<{ rows: ScopeRow[] }>()(z.strictObject({})),
  /** What an edit of a tenant or a group would do, and how far it would reach. Changes nothing. */
  'scopes.reach': call<{ answer: EditAnswer; reach: Reach | null }>()(
    z.strictObject({ edit: editSchema, of: z.strictObject({ kind: z.enum(['tenant', 'group']), id: z.string().max(1000) }) }),
  ),
  /** The limits of the set-up as a form: only what differs from the defaults. */
  'limits.get': call<{ form: LimitsForm; hash: string | null; files: string[] }>()(z.strictObject({})),
};
