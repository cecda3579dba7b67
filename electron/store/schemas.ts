/**
 * What the database gives back is checked before it is believed. Each shape is held to its type key by key, so that a field
 * that is added to a type cannot be forgotten here; keys that are not known are kept, so that nothing is lost.
 *
 * The set-up decides what is done, so every word of it must be known. The record is what happened: a newer Rounds may have
 * written it with words that this one does not know, and it is listed and shown all the same. What acts on the record again
 * asks for known words (sessions/newer-words.ts).
 */
import { z } from 'zod';
import type {
  Computer,
  ComputerState,
  ConnectionOptions,
  Credential,
  Dependency,
  Deployment,
  Filter,
  Group,
  Item,
  ItemFile,
  ItemPlace,
  ParameterSchema,
  ScriptSource,
  Target,
  Tenant,
  VersionWish,
} from '../../shared/model.ts';
import { PARAMETER_TYPES, SOFTWARE_SCRIPTS, TASK_SCRIPTS, ITEM_SOURCES, VERSION_SCHEMES } from '../../shared/model.ts';
import type { Limits } from '../../shared/limits.ts';
import type { Loser, PlannedItem, Winner } from '../../shared/plan.ts';
import { REASON_CODES } from '../../shared/reasons.ts';
import { ACTION_FLAGS, type ActionRecord, type BatchOptions, type BatchRecord, type FrozenAction, type PropertyChange } from '../../shared/record.ts';
import type { SessionRecord } from '../../shared/record.ts';
import * as words from '../../shared/words.ts';
import type { SetUpEntry } from './store.ts';

type Shape<T> = { [K in keyof Required<T>]: z.ZodType<T[K]> };
/** An object of exactly this type, at least. */
function object<T extends object>(shape: Shape<T>): z.ZodType<T> {
  return z.looseObject(shape) as unknown as z.ZodType<T>;
}

const text = z.string();
const number = z.number();
const optionalText = text.optional();
const list = z.array(text);
const texts = z.record(text, text);
/** One of these words in a record, or one that only a newer version knows. */
const word = <const Words extends readonly string[]>(_known: Words): z.ZodType<Words[number]> => text.min(1);
const reason = word(REASON_CODES);
const time = z.int();
const timeOrNull = time.nullable();

const filter = object<Filter>({
  platform: z.enum(words.PLATFORMS).optional(),
  role: z.enum(words.ROLES).optional(),
  tag: optionalText,
  fact: texts.optional(),
});
const connection = object<ConnectionOptions>({
  kind: z.enum(words.CONNECTION_KINDS).optional(),
  host: optionalText,
  port: number.optional(),
  user: optionalText,
  credential: optionalText,
  sudo: z.union([z.boolean(), object<{ credential: string }>({ credential: text })]).optional(),
  jump: optionalText,
  knownHosts: optionalText,
  persistentShell: z.boolean().optional(),
});
const limit = number.optional();
const limits = object<Partial<Limits>>({
  concurrency: limit,
  resolve: limit,
  connect: limit,
  authenticate: limit,
  idleOutput: limit,
  action: limit,
  session: limit,
});
const target: z.ZodType<Target> = z.union([
  z.strictObject({ computer: text }),
  z.strictObject({ group: text }),
  z.strictObject({ tag: text, tenant: optionalText }),
  z.strictObject({ filter, tenant: optionalText }),
  z.strictObject({ tenant: text }),
  z.strictObject({ all: z.literal(true) }),
]);
const versionWish: z.ZodType<VersionWish> = z.union([
  z.enum(['latest', 'any', 'updateIfFound', 'absent']),
  z.strictObject({ atLeast: text }),
  z.strictObject({ exactly: text }),
  z.strictObject({ atMost: text }),
]);
const state = z.union([z.literal('ignore'), versionWish]).optional();
const plainValue = z.union([text, number, z.boolean(), list]);
const parameters = z.record(text, z.union([plainValue, z.strictObject({ secret: text })]));
const mode = z.enum(words.MODES);
const enforcement = z.enum(words.ENFORCEMENTS);
const origin = z.enum(words.ORIGINS);

const tenant = object<Tenant>({ name: text, connection: connection.optional(), limits: limits.optional() });
const credential = object<Credential>({ name: text, kind: z.enum(words.CREDENTIAL_KINDS), keyFile: optionalText });
const computer = object<Computer>({
  id: text,
  name: text,
  tenant: text,
  tags: list,
  connection: connection.optional(),
  limits: limits.optional(),
});
const group = object<Group>({
  id: text,
  name: text,
  tenant: optionalText,
  members: list.optional(),
  filter: filter.optional(),
  connection: connection.optional(),
});
const deployment = object<Deployment>({
  name: text,
  item: text,
  instance: text.nullable(),
  target,
  enforcement,
  origin,
  state,
  mode,
  parameters,
  enabled: z.boolean(),
  limits: limits.optional(),
});

const entry = <K extends SetUpEntry['kind'], T>(kind: K, value: z.ZodType<T>) => z.object({ kind: z.literal(kind), sources: list, value });
/** An entry of the set-up, put together from its row. */
export const setUpEntrySchema: z.ZodType<SetUpEntry> = z.discriminatedUnion('kind', [
  entry('tenant', tenant),
  entry('credential', credential),
  entry('computer', computer),
  entry('group', group),
  entry('deployment', deployment),
  entry('item-folder', object<{ id: string; path: string; copies?: Record<string, string> }>({ id: text, path: text, copies: texts.optional() })),
  entry('limits', object<{ id: 'limits'; limits: Partial<Limits> }>({ id: z.literal('limits'), limits })),
]);

/** Facts, onboarding and last seen. */
export const computerStateSchema = object<ComputerState>({ facts: texts, onboarding: word(words.ONBOARDING_STATES), lastSeen: timeOrNull });

const scriptSource = object<ScriptSource>({ file: text, text });
const scripts = z.partialRecord(z.enum([...TASK_SCRIPTS, ...SOFTWARE_SCRIPTS]), scriptSource);

/** An item's definition as a session froze it. */
export const itemSchema = object<Item>({
  id: text,
  name: text,
  description: optionalText,
  kind: z.enum(['task', 'software']),
  platforms: z.array(z.enum(words.PLATFORMS)),
  when: filter.optional(),
  timeout: number.optional(),
  parameters: z.record(
    text,
    object<ParameterSchema>({
      type: z.enum(PARAMETER_TYPES),
      description: optionalText,
      required: z.boolean().optional(),
      secret: z.boolean().optional(),
      default: plainValue.optional(),
      enum: z.array(z.union([text, number])).optional(),
      pattern: optionalText,
      patternText: optionalText,
      minimum: number.optional(),
      maximum: number.optional(),
    }),
  ),
  dependsOn: z.array(object<Dependency>({ item: text, soft: z.boolean() })),
  place: object<ItemPlace>({ section: z.enum(['beginning', 'unordered', 'end']), order: number.optional() }),
  mayRestart: z.boolean(),
  files: z.array(object<ItemFile>({ path: text, sha256: text, bytes: number, executable: z.boolean() })),
  scripts: z.partialRecord(z.enum(words.PLATFORMS), scripts),
  versionScheme: z.enum(VERSION_SCHEMES).optional(),
  hash: text,
  folder: text,
  source: z.enum(ITEM_SOURCES),
});

/** A batch, put together from its row. */
export const batchSchema = object<BatchRecord>({
  id: text,
  kind: word(words.SESSION_KINDS),
  options: object<BatchOptions>({
    kind: word(words.SESSION_KINDS),
    include: z.array(word(words.ENFORCEMENTS)),
    chosen: list.optional(),
    concurrency: limit,
    perTenant: limit,
    offline: z.looseObject({ rule: text }) as unknown as z.ZodType<BatchOptions['offline']>,
  }),
  createdAt: time,
  endedAt: timeOrNull,
  parent: text.nullable(),
  targetText: text,
});

/** A session, put together from its row. */
export const sessionSchema = object<SessionRecord>({
  id: text,
  batch: text,
  kind: word(words.SESSION_KINDS),
  computerId: text,
  computer: text,
  tenant: text,
  status: word(words.SESSION_STATUSES),
  reason: reason.nullable(),
  detail: text.nullable(),
  phase: word(words.PHASES).nullable(),
  parent: text.nullable(),
  createdAt: time,
  startedAt: timeOrNull,
  endedAt: timeOrNull,
  facts: texts.nullable(),
  owner: text.nullable(),
  resumed: z.int(),
});

/** These too may be of a shape that is not known yet. */
const recorded = {
  mode: word(words.MODES),
  state: z.union([text, z.looseObject({})]).optional() as unknown as z.ZodType<FrozenAction['state']>,
  parameters: z.record(text, z.unknown()) as unknown as z.ZodType<FrozenAction['parameters']>,
};
const rival = {
  deployment: text,
  origin: word(words.ORIGINS),
  enforcement: word(words.ENFORCEMENTS),
  target: z.looseObject({}) as unknown as z.ZodType<Target>,
};
const planned = object<PlannedItem>({
  item: text,
  instance: text.nullable(),
  winner: object<Winner>({ ...rival, ignore: z.boolean() }).nullable(),
  losers: z.array(object<Loser>({ ...rival, rule: word(words.LOSS_RULES) })),
  included: z.boolean(),
  conflict: z.boolean(),
  shadowsRequired: z.boolean(),
  neededBy: list,
  verdict: object<NonNullable<PlannedItem['verdict']>>({
    result: word(['skipped', 'not-applicable', 'dependency-failure']),
    reason,
    detail: text,
  }).nullable(),
  ...recorded,
  dependsOn: list,
  after: list,
});
const frozen = object<FrozenAction>({
  itemHash: text,
  deployment: text.nullable(),
  enforcement: word(words.ENFORCEMENTS).nullable(),
  ...recorded,
  limits: object<NonNullable<FrozenAction['limits']>>({ idleOutput: limit, action: limit }).optional(),
  dependsOn: list,
  after: list,
  neededBy: list,
});

/** An action, put together from its row. */
export const actionSchema = object<ActionRecord>({
  session: text,
  n: z.int(),
  item: text,
  itemName: text,
  instance: text.nullable(),
  result: word(words.RESULTS),
  reason: reason.nullable(),
  detail: text.nullable(),
  flags: z.array(word(ACTION_FLAGS)),
  startedAt: timeOrNull,
  endedAt: timeOrNull,
  ms: number,
  changed: z.boolean(),
  frozen,
  planned: planned.nullable(),
  properties: z.array(object<PropertyChange>({ key: text, current: text, desired: text.nullable() })),
  logLines: z.int(),
  logBytes: z.int(),
  droppedLines: z.int(),
  droppedBytes: z.int(),
});
