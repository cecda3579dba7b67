/** Parameters of items: whether values fit, and how they reach a script. Never spliced into its text. */
import { assertNever } from '../../shared/assert-never.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Item, ParameterSchema, ParameterValue } from '../../shared/model.ts';
import { matchesPattern, patternTrouble } from './pattern.ts';
import { shownValue } from './schema-problems.ts';

/** One environment variable holds at most 128 KiB on Linux, its name included. */
const MAX_VALUE_BYTES = 120_000;

/** The environment variable of a parameter: upper case, every character that is no letter or digit as `_`. */
export function parameterVariable(name: string): string {
  return `ROUNDS_PARAM_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

const isSecret = (value: ParameterValue): value is { secret: string } => typeof value === 'object' && !Array.isArray(value);

/** What is wrong with the parameters of a deployment; empty when they fit. */
export function checkParameters(item: Item, values: Record<string, ParameterValue>): { parameter: string; message: string }[] {
  const problems: { parameter: string; message: string }[] = [];
  const names = Object.keys(item.parameters);
  for (const [parameter, value] of Object.entries(values)) {
    const schema = Object.hasOwn(item.parameters, parameter) ? item.parameters[parameter] : undefined;
    const message = schema ? valueTrouble(schema, value) : `${item.id} has no parameter '${parameter}'; allowed: ${names.join(', ') || 'none'}`;
    if (message !== null) problems.push({ parameter, message });
  }
  for (const [parameter, schema] of Object.entries(item.parameters)) {
    if (schema.required === true && schema.default === undefined && !Object.hasOwn(values, parameter)) {
      const allowed = schema.secret === true ? '{secret: NAME}' : allowedText(schema);
      problems.push({ parameter, message: `${item.id} needs the parameter '${parameter}'; allowed: ${allowed}` });
    }
  }
  return problems;
}

/** A secret may stand for any text, also where the item does not ask for one; where it asks, nothing else may stand. */
function valueTrouble(schema: ParameterSchema, value: ParameterValue): string | null {
  if (isSecret(value)) {
    return schema.type === 'string' ? null : `a secret is text, but this is of type ${schema.type}; allowed: ${allowedText(schema)}`;
  }
  if (schema.secret === true) return 'a secret is never written in a file; allowed: {secret: NAME}';
  return literalTrouble(schema, value);
}

/** Why a literal does not fit its schema, or null. */
function literalTrouble(schema: ParameterSchema, value: string | number | boolean | string[]): string | null {
  const refused = `${shownValue(value)} is not allowed; allowed: ${allowedText(schema)}`;
  switch (schema.type) {
    case 'string':
      return typeof value === 'string'
        ? textTrouble(schema, value, refused)
        : `${refused}${typeof value === 'object' ? '' : ', which here needs quotes'}`;
    case 'integer':
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value) || (schema.type === 'integer' && !Number.isSafeInteger(value))) return refused;
      const fits = value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity) && (schema.enum?.includes(value) ?? true);
      return fits ? null : refused;
    }
    case 'boolean':
      return typeof value === 'boolean' ? null : refused;
    case 'list': {
      if (!Array.isArray(value)) return refused;
      const broken = value.find((entry) => /[\r\n]/.test(entry));
      if (broken !== undefined) return `${shownValue(broken)} holds a line break, which separates the entries of a list`;
      for (const entry of value) {
        const trouble = textTrouble(schema, entry, `${shownValue(entry)} is not allowed; allowed: ${allowedText(schema)}`);
        if (trouble !== null) return trouble;
      }
      return tooLong(value.join('\n'));
    }
    default:
      return assertNever(schema.type, 'parameter type');
  }
}

function textTrouble(schema: ParameterSchema, text: string, refused: string): string | null {
  if (text.includes('\0')) return `${shownValue(text)} holds a NUL character, which no environment variable can`;
  if (schema.enum && !schema.enum.includes(text)) return refused;
  const matches = schema.pattern === undefined ? true : matchesPattern(schema.pattern, text);
  if (matches === 'too-slow') return `the pattern ${schema.pattern ?? ''} takes too long to match; mend it in the item`;
  return matches ? tooLong(text) : refused;
}

const tooLong = (text: string): string | null =>
  Buffer.byteLength(text) > MAX_VALUE_BYTES ? `has ${Buffer.byteLength(text)} bytes; allowed: at most ${MAX_VALUE_BYTES}` : null;

function allowedText(schema: ParameterSchema): string {
  const type = { string: 'text', integer: 'a whole number', number: 'a number', boolean: 'true or false', list: 'a list of texts' }[schema.type];
  if (schema.enum) return `${schema.type === 'list' ? 'a list of ' : ''}${schema.enum.join(', ')}`;
  const { minimum, maximum } = schema;
  const range =
    minimum !== undefined && maximum !== undefined
      ? ` from ${minimum} to ${maximum}`
      : minimum !== undefined
        ? ` of at least ${minimum}`
        : maximum !== undefined
          ? ` of at most ${maximum}`
          : '';
  return `${type}${range}${patternText(schema)}`;
}

/** What a pattern asks for in the words of the item; a regular expression explains nothing to most people. */
function patternText({ pattern, patternText: words, description }: ParameterSchema): string {
  if (pattern === undefined) return '';
  if (words !== undefined) return `: ${words}`;
  return ` that matches ${pattern}${description === undefined ? '' : ` (${description.replace(/\.$/, '')})`}`;
}

/**
 * The environment of an item's scripts: `ROUNDS_PARAM_<NAME>`, defaults filled in, a list line by line, booleans as
 * true and false. A parameter that has no value has no variable.
 * @throws RoundsError `input/parameter` when a secret's value cannot be used; the message never holds the value.
 */
export function parameterEnvironment(item: Item, values: Record<string, ParameterValue>, secretOf: (name: string) => string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, schema] of Object.entries(item.parameters)) {
    const value = Object.hasOwn(values, name) ? values[name] : schema.default;
    if (value === undefined) continue;
    env[parameterVariable(name)] = isSecret(value) ? secretText(schema, name, value.secret, secretOf(value.secret)) : valueText(value);
  }
  return env;
}

const valueText = (value: string | number | boolean | string[]): string => (Array.isArray(value) ? value.join('\n') : String(value));

function secretText(schema: ParameterSchema, parameter: string, secret: string, text: string): string {
  const trouble = textTrouble(schema, text, 'does not fit');
  if (trouble === null) return text;
  throw new RoundsError('input/parameter', `the secret '${secret}' cannot be used as parameter '${parameter}'; allowed: ${allowedText(schema)}`, {
    parameter,
    secret,
  });
}

/** What is wrong with the definition of a parameter itself; empty when nothing is. `field` is the key that is wrong. */
export function checkParameterSchema(schema: ParameterSchema): { field: string; message: string }[] {
  const problems: { field: string; message: string }[] = [];
  const numeric = schema.type === 'integer' || schema.type === 'number';
  const textual = schema.type === 'string' || schema.type === 'list';
  const add = (field: string, message: string): number => problems.push({ field, message });
  if (schema.secret === true && schema.default !== undefined)
    add('default', 'a secret parameter has no default: a secret is never written in a file');
  if (schema.secret === true && schema.type !== 'string') add('secret', `a parameter of type ${schema.type} cannot be secret; allowed: type string`);
  if (schema.pattern !== undefined && !textual) add('pattern', 'a pattern is for text; allowed: type string or list');
  if (schema.patternText !== undefined && schema.pattern === undefined)
    add('patternText', 'patternText says in words what the pattern takes, and there is none');
  const broken = schema.pattern === undefined ? null : patternProblem(schema.pattern);
  if (broken !== null) add('pattern', broken);
  for (const field of ['minimum', 'maximum'] as const) {
    if (schema[field] !== undefined && !numeric) add(field, `${field} is for numbers; allowed: type integer or number`);
  }
  if (numeric && schema.minimum !== undefined && schema.maximum !== undefined && schema.minimum > schema.maximum) {
    add('minimum', `${schema.minimum} is more than the maximum ${schema.maximum}`);
  }
  if (schema.enum && schema.type === 'boolean') add('enum', 'a boolean has no enum');
  if (problems.length > 0) return problems;
  const { enum: choices, ...withoutEnum } = schema;
  for (const value of choices ?? []) {
    const trouble = literalTrouble(withoutEnum, schema.type === 'list' && typeof value === 'string' ? [value] : value);
    if (trouble !== null) add('enum', trouble);
  }
  const trouble = schema.default === undefined ? null : literalTrouble(schema, schema.default);
  if (trouble !== null) add('default', trouble);
  return problems;
}

function patternProblem(pattern: string): string | null {
  const trouble = patternTrouble(pattern);
  return trouble === null ? null : `${shownValue(pattern)} is no regular expression: ${trouble}`;
}
