/**
 * Building blocks of the file formats (set-up and items).
 *
 * A message that starts with `allowed: ` says what may stand in a place; the reader of a file puts the place and the
 * value before it. No schema transforms anything, so that a JSON schema for editors comes out of each of them.
 */
import { z } from 'zod';
import { DURATION_PATTERN, parseDuration } from './duration.ts';
import { PLATFORMS, ROLES } from './words.ts';

/** The longest name, in UTF-16 units. */
const MAX_NAME = 200;

/** What no name may hold: control characters, line separators, half surrogates, and marks that turn the direction of text. */
const FORBIDDEN = String.raw`\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069`;
const trimmed = (forbidden: string): RegExp => new RegExp(`^[^\\s${forbidden}](?:[^${forbidden}]*[^\\s${forbidden}])?$`, 'u');

/** What `nameSchema` takes, as its complaint says it. */
export const NAME_ALLOWED = `allowed: a name of 1 to ${MAX_NAME} characters, without '/', control characters and blanks around it`;
const LINE_ALLOWED = `allowed: one line of 1 to ${MAX_NAME} characters, without control characters and blanks around it`;
const REFERENCE_ALLOWED = 'allowed: NAME or TENANT/NAME';

/**
 * An object whose unknown keys are errors that name the known ones.
 * @param allowed for a form of several: what all of them allow
 */
export function strict<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  allowed = `allowed: ${Object.keys(shape).join(', ')}`,
): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? allowed : undefined) });
}

/** A name that is unique in its place. */
export const nameSchema = z
  .string()
  .max(MAX_NAME, NAME_ALLOWED)
  .regex(trimmed(`/${FORBIDDEN}`), NAME_ALLOWED);
/** Free text on one line: a tag, an instance, a version. */
export const lineSchema = z.string().max(MAX_NAME, LINE_ALLOWED).regex(trimmed(FORBIDDEN), LINE_ALLOWED);
/** The name of a computer or a group, with its tenant before it where the name alone would be ambiguous. */
export const referenceSchema = z
  .string()
  .max(2 * MAX_NAME + 1, REFERENCE_ALLOWED)
  .regex(new RegExp(`^[^/${FORBIDDEN}]+(?:/[^/${FORBIDDEN}]+)?$`, 'u'), REFERENCE_ALLOWED);

const PATH_ALLOWED = 'allowed: a path, relative to this file, absolute or with ~/';
/** A path on this workstation. */
export const pathSchema = z
  .string()
  .max(4096, PATH_ALLOWED)
  .regex(new RegExp(`^[^${FORBIDDEN}]+$`, 'u'), PATH_ALLOWED);

/** A whole number between two bounds. */
export function wholeNumber(from: number, to: number): z.ZodInt {
  const allowed = `allowed: a whole number from ${from} to ${to}`;
  return z.int(allowed).min(from, allowed).max(to, allowed);
}

/** One of a list of words. */
export function oneOf<const Words extends readonly string[]>(words: Words): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum(words, `allowed: ${words.join(', ')}`);
}

const DURATION_ALLOWED = 'allowed: a number and ms, s, m, h or d, from 1ms to 30d (10s, 1.5h)';
/** `10s`, `1.5h`; see duration.ts. */
export const durationSchema = z
  .string(DURATION_ALLOWED)
  .regex(DURATION_PATTERN, { error: DURATION_ALLOWED, abort: true })
  .refine((text) => {
    try {
      return parseDuration(text) > 0;
    } catch {
      return false;
    }
  }, DURATION_ALLOWED);

const FACT_ALLOWED = "allowed: text, true, false or a whole number; write anything else in quotes ('12.10')";
const filterShape = {
  platform: oneOf(PLATFORMS).optional(),
  role: oneOf(ROLES).optional(),
  tag: lineSchema.optional(),
  fact: z
    .record(lineSchema, z.union([z.string().max(1000), z.boolean(), z.int()], FACT_ALLOWED))
    .refine((facts) => Object.keys(facts).length > 0, 'allowed: at least one fact')
    .optional(),
};
/** A filter that asks for nothing would hold everything, so one thing at least must be named (P4). */
export const filterSchema = strict(filterShape).refine(
  (filter) => Object.keys(filter).length > 0,
  `allowed: at least one of ${Object.keys(filterShape).join(', ')}`,
);
export type FilterForm = z.infer<typeof filterSchema>;
