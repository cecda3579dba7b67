import { z } from 'zod';
import type { ConnectionOptions, Facts } from '../model.ts';
import type { Plan } from '../plan.ts';
import type { SessionRecord } from '../record.ts';
import {
  CONNECTION_KINDS,
  PLATFORMS,
  SESSION_STATUSES,
  type ConnectionKind,
  type OnboardingState,
  type Result,
  type SessionStatus,
} from '../words.ts';
import { call } from './call.ts';
import { editSchema, type EditAnswer } from './edit.ts';

/** At most this many rows a page. */
export const PAGE_LIMIT = 500;
const text = z.string().max(200);
/** `Tenant/name`. */
const id = z.string().min(1).max(1000);
const names = z.array(id).max(1000);

export const computerFilterSchema = z.strictObject({
  /** Words that name, tenant, address or a tag contain. */
  text: text.default(''),
  tenants: names.default([]),
  platforms: z.array(z.enum(PLATFORMS)).max(3).default([]),
  connections: z.array(z.enum(CONNECTION_KINDS)).max(4).default([]),
  tags: names.default([]),
  groups: names.default([]),
  statuses: z.array(z.enum(SESSION_STATUSES)).max(20).default([]),
});
export type ComputerFilter = z.input<typeof computerFilterSchema>;

export const COMPUTER_COLUMNS = ['name', 'tenant', 'platform', 'connection', 'tags', 'lastSeen', 'lastResult', 'compliance'] as const;
export type ComputerColumn = (typeof COMPUTER_COLUMNS)[number];

/** The last maintenance session of a computer, in short. */
export interface LastSession {
  id: string;
  status: SessionStatus;
  at: number;
  good: number;
  bad: number;
  changed: number;
  total: number;
  /** The sentence of its reason, where it has one. */
  reason: string | null;
}

export interface ComputerRow {
  id: string;
  name: string;
  tenant: string;
  /** As people say it (`Debian 12`); null while it is not known. */
  platform: string | null;
  connection: ConnectionKind | null;
  host: string;
  tags: string[];
  lastSeen: number | null;
  last: LastSession | null;
}

export interface ComputersPage {
  rows: ComputerRow[];
  /** How many the filter holds. */
  total: number;
  /** How many there are. */
  all: number;
}

export interface ComputerView {
  row: ComputerRow;
  facts: Facts;
  onboarding: OnboardingState;
  connection: ConnectionOptions;
  groups: string[];
  plan: Plan;
  /** `item[:instance]` to the sentence that explains its winner. */
  explained: Record<string, { summary: string; losers: { deployment: string; sentence: string }[] }>;
  /** Deployment to its target, in words. */
  targets: Record<string, string>;
  /** The newest, newest first. */
  sessions: SessionRecord[];
  /** The results of each of them, in the order of its actions. */
  results: Record<string, Result[]>;
}

export interface Inherited {
  option: string;
  value: unknown;
  /** The tenant or group that gives it. */
  from: string;
}

/** Several computers changed at once. */
const tags = z.array(z.string().min(1).max(200)).max(50);

export const bulkChangeSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('tags'), add: tags, remove: tags }),
  /** `alone`: they leave every other group with fixed members. */
  z.strictObject({ what: z.literal('group'), group: id, alone: z.boolean() }),
  /** Null: what tenant and groups say. */
  z.strictObject({ what: z.literal('credential'), credential: z.string().max(200).nullable() }),
]);
export type BulkChange = z.output<typeof bulkChangeSchema>;

export const computerCalls = {
  'computers.page': call<ComputersPage>()(
    z.strictObject({
      filter: computerFilterSchema.prefault({}),
      sort: z.strictObject({ by: z.enum(COMPUTER_COLUMNS), descending: z.boolean() }).default({ by: 'name', descending: false }),
      offset: z.int().min(0).max(10_000_000).default(0),
      limit: z.int().min(1).max(PAGE_LIMIT).default(200),
    }),
  ),
  /** Ids of all that the filter holds, in no order. */
  'computers.ids': call<{ ids: string[] }>()(z.strictObject({ filter: computerFilterSchema.prefault({}) })),
  /** What there is to filter by. */
  'computers.facets': call<{ tenants: string[]; tags: string[]; groups: { id: string; name: string; tenant: string | null }[] }>()(
    z.strictObject({}),
  ),
  'computers.get': call<ComputerView>()(z.strictObject({ id })),
  /** Changes them in one step, or none of them where something is wrong; `undo` is null when nothing was changed. */
  'computers.change': call<EditAnswer & { undo: string | null }>()(
    z.strictObject({ computers: z.array(id).min(1).max(20_000), change: bulkChangeSchema }),
  ),
  /** What an edit would do, and what the computer inherits where its own connection says nothing. */
  'computers.plan': call<{ answer: EditAnswer; inherited: Inherited[]; groups: string[] }>()(z.strictObject({ edit: editSchema, computer: id })),
  /** Opens a terminal of the system in which ssh logs in to a computer. */
  'computers.terminal': call<Record<string, never>>()(z.strictObject({ id })),
  /** Opens the system's remote desktop client on a computer; it asks for the password itself. */
  'computers.remoteDesktop': call<{ file: string }>()(z.strictObject({ id })),
};
