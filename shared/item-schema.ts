/** The format of `item.yaml`: a maintenance item as it stands in its folder. */
import { z } from 'zod';
import { PARAMETER_TYPES, SOFTWARE_SCRIPTS, TASK_SCRIPTS, VERSION_SCHEMES } from './model.ts';
import type { ScriptName } from './model.ts';
import { durationSchema, filterSchema, lineSchema, oneOf, strict, wholeNumber } from './schema-parts.ts';
import { PLATFORMS } from './words.ts';

const ID_ALLOWED = "allowed: 1 to 64 of lower-case letters, digits and '-', starting with a letter or digit";
/** Items are named by it on command lines and in folders. */
export const itemIdSchema = z
  .string()
  .max(64, ID_ALLOWED)
  .regex(/^[a-z0-9][a-z0-9-]*$/, ID_ALLOWED);

const FILE_ALLOWED = "allowed: a file inside the item's folder, with / between folders and without '..'";
const filePattern = (ending: string): RegExp =>
  new RegExp(String.raw`^(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\\:\p{Cc}\p{Cs}]*[^\\/:\p{Cc}\p{Cs}]${ending}$`, 'u');
const fileSchema = z.string().max(1000, FILE_ALLOWED).regex(filePattern(''), FILE_ALLOWED);
const SCRIPT_ALLOWED = `${FILE_ALLOWED}, ending in .sh or .ps1`;
const scriptSchema = z
  .string()
  .max(1000, SCRIPT_ALLOWED)
  .regex(filePattern(String.raw`\.(?:sh|ps1)`), SCRIPT_ALLOWED);

const PARAMETER_NAME_ALLOWED = "allowed as a parameter's name: a letter, then up to 63 letters, digits, '_' and '-'";
const VALUE_ALLOWED = 'allowed: text, a number, true, false, or a list of texts';
const parameterSchema = strict({
  type: oneOf(PARAMETER_TYPES),
  description: z.string().max(2000).optional(),
  required: z.boolean().optional(),
  secret: z.boolean().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())], VALUE_ALLOWED).optional(),
  enum: z
    .array(z.union([z.string(), z.number()], 'allowed: text or a number'))
    .min(1, 'allowed: at least one value')
    .optional(),
  pattern: z.string().max(500, 'allowed: a regular expression of at most 500 characters').optional(),
  patternText: lineSchema.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

const orderSchema = wholeNumber(0, 1_000_000);

/** Each of these script names may be left out. */
function scriptsOf<const Names extends readonly ScriptName[]>(names: Names) {
  const shape = Object.fromEntries(names.map((name) => [name, scriptSchema.optional()]));
  return strict(shape as { [Name in Names[number]]: z.ZodOptional<z.ZodString> });
}

/** A map from platform to what is there for it. */
function perPlatform<Schema extends z.ZodType>(schema: Schema) {
  const shape = Object.fromEntries(PLATFORMS.map((platform) => [platform, schema.optional()]));
  return strict(shape as { [Name in (typeof PLATFORMS)[number]]: z.ZodOptional<Schema> });
}

const commonShape = {
  id: itemIdSchema,
  name: lineSchema,
  description: z.string().max(4000).optional(),
  platforms: z.array(oneOf(PLATFORMS)).min(1, 'allowed: at least one platform'),
  when: filterSchema.optional(),
  timeout: durationSchema.optional(),
  parameters: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, PARAMETER_NAME_ALLOWED), parameterSchema).optional(),
  dependsOn: z.array(strict({ item: itemIdSchema, soft: z.boolean().optional() })).optional(),
  place: z
    .union(
      [z.enum(['beginning', 'unordered', 'end']), strict({ beginning: orderSchema }), strict({ end: orderSchema })],
      'allowed: beginning, unordered, end, {beginning: NUMBER} or {end: NUMBER}',
    )
    .optional(),
  mayRestart: z.boolean().optional(),
  files: z.array(fileSchema).max(1000).optional(),
};

/** `item.yaml`. What a schema cannot say (files that are there, names that collide) is checked when the folder is loaded. */
export const itemFileSchema = z.discriminatedUnion(
  'kind',
  [
    strict({ ...commonShape, kind: z.literal('task'), scripts: perPlatform(scriptsOf(TASK_SCRIPTS)) }),
    strict({
      ...commonShape,
      kind: z.literal('software'),
      scripts: perPlatform(scriptsOf(SOFTWARE_SCRIPTS)),
      versionScheme: oneOf(VERSION_SCHEMES).optional(),
    }),
  ],
  'allowed: task, software',
);
export type ItemForm = z.infer<typeof itemFileSchema>;
