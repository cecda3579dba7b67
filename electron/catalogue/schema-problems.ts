/** A schema's complaints as sentences: the place, the value as it stands there, and what is allowed. */
import type { z } from 'zod';
import { didYouMean, nearest } from '../../shared/nearest.ts';
import type { InputProblem, YamlFile, YamlPath } from './yaml-file.ts';

/** The value, or all that is wrong with it. `base` is where in the file the value stands. */
export function checkSchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  yaml: YamlFile,
  base: YamlPath = [],
): { value: z.infer<Schema> } | { problems: InputProblem[] } {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return { value: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => issueProblems(issue, yaml, base)) };
}

/** A value as a sentence shows it: short, on one line. */
export function shownValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length > 0 ? `{${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', ...' : ''}}` : '{}';
  }
  const text = typeof value === 'string' ? `'${value}'` : typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
  const line = text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

/** `name:Acme` is one word in YAML. */
const gluedColon = (input: unknown): string =>
  typeof input === 'string' && /^[A-Za-z][\w-]*:\S/.test(input) ? ' (a blank is missing after the colon)' : '';

/** The complaint about a key. @param allowed `allowed: name, host`, or forms: `allowed: {tag: TAG, tenant: NAME?} or {all: true}` */
export function unknownKey(key: string, allowed: string): string {
  const text = allowed.replace(/^allowed: /, '');
  const known = text.match(/\w+(?=: )/g) ?? text.split(', ');
  return `unknown key ${shownValue(key)}${gluedColon(key)}${didYouMean(nearest(key, known))}; ${allowed}`;
}

const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map (KEY: VALUE)',
  record: 'a map (KEY: VALUE)',
};

function issueProblems(issue: z.core.$ZodIssue, yaml: YamlFile, base: YamlPath): InputProblem[] {
  const where = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ place: yaml.at(where, key), message: unknownKey(key, issue.message) }));
  }
  if (issue.code === 'invalid_key') {
    const key = String(where.at(-1));
    const allowed = issue.issues[0]?.message ?? issue.message;
    return [{ place: yaml.at(where.slice(0, -1), key), message: `the key ${shownValue(key)} is not allowed here; ${allowed}` }];
  }
  if (issue.code === 'invalid_union') {
    const closest = closestBranch(issue.errors);
    if (closest) return closest.flatMap((inner) => issueProblems(inner, yaml, where));
  }
  return [{ place: yaml.at(where), message: sentence(issue, yaml, where) }];
}

/** The one branch of a union whose keys fit, so that the complaint can be about what is inside. */
function closestBranch(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | null {
  const fitting = branches.filter((issues) => issues.every((issue) => issue.path.length > 0 && !isMissing(issue)));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

const isMissing = (issue: z.core.$ZodIssue): boolean => issue.code === 'invalid_type' && issue.input === undefined;

function sentence(issue: z.core.$ZodIssue, yaml: YamlFile, where: YamlPath): string {
  const allowed = allowedText(issue);
  const inside = Array.isArray(issue.path) && typeof issue.path.at(-1) === 'string';
  const input: unknown = issue.input;
  const discriminator =
    issue.code === 'invalid_union' && 'discriminator' in issue && typeof issue.discriminator === 'string' ? issue.discriminator : null;
  if (discriminator !== null) {
    const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined;
    return value === undefined ? `${discriminator} is missing; ${allowed}` : `${shownValue(value)} is not allowed; ${allowed}`;
  }
  if (input === undefined && inside) return `${String(where.at(-1))} is missing; ${allowed}`;
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'string' &&
    !issue.message.startsWith('allowed: ') &&
    (typeof input === 'number' || typeof input === 'boolean')
  ) {
    const source = yaml.source(where) ?? String(input);
    return `${source} is ${typeof input === 'number' ? 'a number' : 'true or false'}; allowed: text, which here needs quotes: '${source}'`;
  }
  if (input === null) return `nothing is given; ${allowed}`;
  if (issue.code === 'invalid_type' && issue.expected === 'object') return `${shownValue(input)} is not allowed${gluedColon(input)}; ${allowed}`;
  return `${shownValue(input)} is not allowed; ${allowed}`;
}

function allowedText(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('allowed: ')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `allowed: ${EXPECTED[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `allowed: ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `allowed: at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : ''}`;
    case 'too_small':
      return `allowed: at least ${issue.minimum}`;
    default:
      return issue.message;
  }
}
