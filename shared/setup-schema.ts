/** The format of set-up files (`rounds apply`, `rounds dump`). Top-level keys may each stand in several files. */
import { z } from 'zod';
import { LIMIT_KEYS } from './limits.ts';
import type { Limits } from './limits.ts';
import { itemIdSchema } from './item-schema.ts';
import { durationSchema, filterSchema, lineSchema, nameSchema, oneOf, pathSchema, referenceSchema, strict, wholeNumber } from './schema-parts.ts';
import { CONNECTION_KINDS, CREDENTIAL_KINDS, ENFORCEMENTS, MODES, ORIGINS } from './words.ts';

const HOST_ALLOWED = "allowed: a host name or an address, without blanks, '/' and a leading '-'";
const USER_ALLOWED = "allowed: a user name, without control characters and a leading '-'";
const sudoSchema = z.union([z.boolean(), strict({ credential: nameSchema })], 'allowed: true, false or {credential: NAME}');

const connectionSchema = strict({
  kind: oneOf(CONNECTION_KINDS).optional(),
  host: z
    .string()
    .max(255, HOST_ALLOWED)
    .regex(/^[^\s/\p{Cc}\p{Cs}-][^\s/\p{Cc}\p{Cs}]*$/u, HOST_ALLOWED)
    .optional(),
  port: wholeNumber(1, 65_535).optional(),
  user: z
    .string()
    .max(256, USER_ALLOWED)
    .regex(/^[^\s\p{Cc}\p{Cs}-][^\p{Cc}\p{Cs}]*$/u, USER_ALLOWED)
    .optional(),
  credential: nameSchema.optional(),
  sudo: sudoSchema.optional(),
  jump: referenceSchema.optional(),
  knownHosts: pathSchema.optional(),
  persistentShell: z.boolean().optional(),
});
export type ConnectionForm = z.infer<typeof connectionSchema>;

type LimitForm<Key extends keyof Limits> = { [Name in Key]: z.ZodOptional<Name extends 'concurrency' ? z.ZodInt : typeof durationSchema> };
/** Only the limits that mean something in a place are taken there: one without effect would be believed. */
function limitsOf<const Keys extends readonly (keyof Limits)[]>(keys: Keys) {
  const shape = Object.fromEntries(keys.map((key) => [key, (key === 'concurrency' ? wholeNumber(1, 1000) : durationSchema).optional()]));
  return strict(shape as unknown as LimitForm<Keys[number]>);
}
const allLimits = limitsOf(LIMIT_KEYS);
export type LimitsForm = Partial<z.infer<typeof allLimits>>;

const tenantSchema = strict({ name: nameSchema, connection: connectionSchema.optional(), limits: allLimits.optional() });
const credentialSchema = strict({ name: nameSchema, kind: oneOf(CREDENTIAL_KINDS), keyFile: pathSchema.optional() });
const computerSchema = strict({
  name: nameSchema,
  tenant: nameSchema.optional(),
  tags: z.array(lineSchema).optional(),
  connection: connectionSchema.optional(),
  limits: limitsOf(['resolve', 'connect', 'authenticate', 'idleOutput', 'action', 'session']).optional(),
});
const groupSchema = strict({
  name: nameSchema,
  tenant: nameSchema.optional(),
  members: z.array(referenceSchema).optional(),
  filter: filterSchema.optional(),
  connection: connectionSchema.optional(),
});

const TARGET_ALLOWED =
  'allowed: {computer: NAME}, {group: NAME}, {tag: TAG, tenant: NAME?}, {filter: {...}, tenant: NAME?}, {tenant: NAME} or {all: true}';
const targetSchema = z.union(
  [
    strict({ computer: referenceSchema }, TARGET_ALLOWED),
    strict({ group: referenceSchema }, TARGET_ALLOWED),
    strict({ tag: lineSchema, tenant: nameSchema.optional() }, TARGET_ALLOWED),
    strict({ filter: filterSchema, tenant: nameSchema.optional() }, TARGET_ALLOWED),
    strict({ tenant: nameSchema }, TARGET_ALLOWED),
    strict({ all: z.literal(true, 'allowed: true') }, TARGET_ALLOWED),
  ],
  TARGET_ALLOWED,
);

const STATE_ALLOWED = 'allowed: ignore, latest, any, updateIfFound, absent, {atLeast: VERSION}, {exactly: VERSION} or {atMost: VERSION}';
const stateSchema = z.union(
  [
    z.enum(['ignore', 'latest', 'any', 'updateIfFound', 'absent']),
    strict({ atLeast: lineSchema }, STATE_ALLOWED),
    strict({ exactly: lineSchema }, STATE_ALLOWED),
    strict({ atMost: lineSchema }, STATE_ALLOWED),
  ],
  STATE_ALLOWED,
);

const VALUE_ALLOWED = 'allowed: text, a number, true, false, a list of texts, or {secret: NAME}';
export const deploymentSchema = strict({
  name: nameSchema,
  item: itemIdSchema,
  instance: lineSchema.optional(),
  target: targetSchema,
  enforcement: oneOf(ENFORCEMENTS).optional(),
  origin: oneOf(ORIGINS).optional(),
  state: stateSchema.optional(),
  mode: oneOf(MODES).optional(),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), strict({ secret: nameSchema })], VALUE_ALLOWED))
    .optional(),
  enabled: z.boolean().optional(),
  limits: limitsOf(['idleOutput', 'action']).optional(),
});

/** A set-up file. */
export const setUpFileSchema = strict({
  tenants: z.array(tenantSchema).optional(),
  credentials: z.array(credentialSchema).optional(),
  computers: z.array(computerSchema).optional(),
  groups: z.array(groupSchema).optional(),
  items: z.array(pathSchema).optional(),
  limits: allLimits.optional(),
  deployments: z.array(deploymentSchema).optional(),
});

export type SetUpForm = z.infer<typeof setUpFileSchema>;
export type TenantForm = z.infer<typeof tenantSchema>;
export type CredentialForm = z.infer<typeof credentialSchema>;
export type ComputerForm = z.infer<typeof computerSchema>;
export type GroupForm = z.infer<typeof groupSchema>;
export type TargetForm = z.infer<typeof targetSchema>;
export type DeploymentForm = z.infer<typeof deploymentSchema>;
