import { describe, expect, it } from 'vitest';
import type { Item, ParameterSchema, ParameterValue } from '../../shared/model.ts';
import { checkParameters, checkParameterSchema, parameterEnvironment, parameterVariable } from './parameters.ts';
import { matchesPattern } from './pattern.ts';

function itemWith(parameters: Record<string, ParameterSchema>): Item {
  return {
    id: 'motd',
    name: 'Motd',
    kind: 'task',
    platforms: ['linux'],
    parameters,
    dependsOn: [],
    place: { section: 'unordered' },
    mayRestart: false,
    files: [],
    scripts: {},
    hash: '',
    folder: '/',
    source: 'local',
  };
}
const check = (schema: ParameterSchema, value: ParameterValue): string | null =>
  checkParameters(itemWith({ p: schema }), { p: value })[0]?.message ?? null;

describe('checkParameters', () => {
  it.each<[ParameterSchema, ParameterValue, string | null]>([
    [{ type: 'string' }, 'x', null],
    [{ type: 'string' }, 5, '5 is not allowed; allowed: text, which here needs quotes'],
    [{ type: 'string', pattern: '[a-z]+' }, 'abc', null],
    [{ type: 'string', pattern: '[a-z]+' }, 'abc1', "'abc1' is not allowed; allowed: text that matches [a-z]+"],
    [
      { type: 'string', pattern: '[a-z]+', description: 'Name of the user.' },
      'abc1',
      "'abc1' is not allowed; allowed: text that matches [a-z]+ (Name of the user)",
    ],
    [
      { type: 'string', pattern: '[a-z]+', patternText: 'lower-case letters', description: 'Name.' },
      'abc1',
      "'abc1' is not allowed; allowed: text: lower-case letters",
    ],
    [
      { type: 'list', pattern: '[a-z]+', patternText: 'lower-case letters' },
      ['a', '1'],
      "'1' is not allowed; allowed: a list of texts: lower-case letters",
    ],
    [{ type: 'string', enum: ['on', 'off'] }, 'no', "'no' is not allowed; allowed: on, off"],
    [{ type: 'string' }, 'a\0b', "'a\\u0000b' holds a NUL character, which no environment variable can"],
    [{ type: 'string' }, 'x'.repeat(130_000), 'has 130000 bytes; allowed: at most 120000'],
    [{ type: 'string', pattern: '(a+)+' }, `${'a'.repeat(40)}!`, 'the pattern (a+)+ takes too long to match; mend it in the item'],
    [{ type: 'integer', minimum: 1, maximum: 5 }, 5, null],
    [{ type: 'integer', minimum: 1, maximum: 5 }, 6, '6 is not allowed; allowed: a whole number from 1 to 5'],
    [{ type: 'integer' }, 1.5, '1.5 is not allowed; allowed: a whole number'],
    [{ type: 'integer' }, '5', "'5' is not allowed; allowed: a whole number"],
    [{ type: 'number', minimum: 0 }, -0.5, '-0.5 is not allowed; allowed: a number of at least 0'],
    [{ type: 'boolean' }, 'true', "'true' is not allowed; allowed: true or false"],
    [{ type: 'list' }, ['a', 'b'], null],
    [{ type: 'list' }, 'a', "'a' is not allowed; allowed: a list of texts"],
    [{ type: 'list' }, ['a\nb'], "'a\\u000ab' holds a line break, which separates the entries of a list"],
    [{ type: 'list', enum: ['a'] }, ['a', 'b'], "'b' is not allowed; allowed: a list of a"],
    [{ type: 'string', secret: true }, 'hunter2', 'a secret is never written in a file; allowed: {secret: NAME}'],
    [{ type: 'string', secret: true }, { secret: 'token' }, null],
    [{ type: 'string' }, { secret: 'token' }, null],
    [{ type: 'integer' }, { secret: 'token' }, 'a secret is text, but this is of type integer; allowed: a whole number'],
  ])('%j with %j', (schema, value, message) => {
    expect(check(schema, value)).toBe(message);
  });

  it('names unknown and missing parameters, and no inherited ones', () => {
    const item = itemWith({
      text: { type: 'string', required: true },
      token: { type: 'string', secret: true, required: true },
      size: { type: 'integer', required: true, default: 3 },
    });
    expect(checkParameters(item, { txt: 'a', constructor: 'b' })).toEqual([
      { parameter: 'txt', message: "motd has no parameter 'txt'; allowed: text, token, size" },
      { parameter: 'constructor', message: "motd has no parameter 'constructor'; allowed: text, token, size" },
      { parameter: 'text', message: "motd needs the parameter 'text'; allowed: text" },
      { parameter: 'token', message: "motd needs the parameter 'token'; allowed: {secret: NAME}" },
    ]);
  });
});

describe('parameterEnvironment', () => {
  it('fills in defaults and turns every type into text', () => {
    const item = itemWith({
      'a-b': { type: 'string' },
      list: { type: 'list' },
      flag: { type: 'boolean', default: false },
      size: { type: 'integer', default: 7 },
      none: { type: 'string' },
      token: { type: 'string', secret: true },
    });
    const env = parameterEnvironment(item, { 'a-b': 'é "$(x)"', list: ['x', 'y'], token: { secret: 't' } }, (name) => `secret of ${name}`);
    expect(env).toEqual({
      ROUNDS_PARAM_A_B: 'é "$(x)"',
      ROUNDS_PARAM_LIST: 'x\ny',
      ROUNDS_PARAM_FLAG: 'false',
      ROUNDS_PARAM_SIZE: '7',
      ROUNDS_PARAM_TOKEN: 'secret of t',
    });
    expect(parameterVariable('äb.c')).toBe('ROUNDS_PARAM__B_C');
  });

  it('never shows a secret that cannot be used', () => {
    const item = itemWith({ token: { type: 'string', secret: true, pattern: '[0-9]+' } });
    const use = (): unknown => parameterEnvironment(item, { token: { secret: 'pin' } }, () => 'hunter2');
    expect(use).toThrow("the secret 'pin' cannot be used as parameter 'token'; allowed: text that matches [0-9]+");
  });
});

describe('checkParameterSchema', () => {
  it.each<[ParameterSchema, string | null]>([
    [{ type: 'integer', default: 3, minimum: 1 }, null],
    [{ type: 'integer', default: 0, minimum: 1 }, '0 is not allowed; allowed: a whole number of at least 1'],
    [{ type: 'string', secret: true, default: 'x' }, 'a secret parameter has no default: a secret is never written in a file'],
    [{ type: 'integer', secret: true }, 'a parameter of type integer cannot be secret; allowed: type string'],
    [{ type: 'string', pattern: '(' }, "'(' is no regular expression: Invalid regular expression: /^(?:()$/u: Unterminated group"],
    [{ type: 'string', patternText: 'letters' }, 'patternText says in words what the pattern takes, and there is none'],
    [{ type: 'boolean', pattern: 'x' }, 'a pattern is for text; allowed: type string or list'],
    [{ type: 'string', minimum: 1 }, 'minimum is for numbers; allowed: type integer or number'],
    [{ type: 'number', minimum: 2, maximum: 1 }, '2 is more than the maximum 1'],
    [{ type: 'string', enum: ['a', 1] }, '1 is not allowed; allowed: text, which here needs quotes'],
  ])('%j', (schema, message) => {
    expect(checkParameterSchema(schema)[0]?.message ?? null).toBe(message);
  });
});

describe('matchesPattern', () => {
  it('matches as a whole, with and without the watchdog', () => {
    expect(matchesPattern('a|b', 'ab')).toBe(false);
    expect(matchesPattern('(?:[a-z]+\\.)*[a-z]+', 'one.two')).toBe(true);
    expect(matchesPattern('(?:[a-z]+\\.)*[a-z]+', 'one..two')).toBe(false);
  });
});
