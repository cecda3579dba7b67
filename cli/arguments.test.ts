import { describe, expect, it } from 'vitest';
import { RoundsError } from '../shared/errors.ts';
import { oneOf, parseCommandLine, positiveInteger } from './arguments.ts';
import { COMMANDS } from './commands.ts';

const parse = (...argv: string[]) => parseCommandLine(argv, COMMANDS);
const failure = (...argv: string[]): RoundsError => {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof RoundsError) return error;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was taken`);
};

describe('parseCommandLine', () => {
  it('takes --data and --json before and after the command', () => {
    for (const argv of [
      ['--data', 'd', '--json', 'run', 'all'],
      ['run', 'all', '--json', '--data', 'd'],
      ['--data=d', 'run', '--json', 'all'],
    ]) {
      const { command, args } = parse(...argv);
      expect([command?.name, args.text('data'), args.flag('json'), args.positionals]).toEqual(['run', 'd', true, ['all']]);
    }
  });
  it('takes a data folder that is called like a command', () => expect(parse('--data', 'run', 'items').command?.name).toBe('items'));
  it('takes several targets, lists with commas and repeated options', () => {
    const { args } = parse('run', 'tag:a', 'group:Web servers', '--include', 'required,optional', '--include=adhoc');
    expect(args.positionals).toEqual(['tag:a', 'group:Web servers']);
    expect(args.list('include')).toEqual(['required', 'optional', 'adhoc']);
    expect(args.list('item')).toBeUndefined();
  });
  it('leaves everything after -- to exec', () => {
    const { args } = parse('exec', 'all', '--', 'ls', '-l', '--json', '--', 'x');
    expect(args.positionals).toEqual(['all']);
    expect(args.afterDashes).toEqual(['ls', '-l', '--json', '--', 'x']);
    expect(args.flag('json')).toBe(false);
  });
  it('needs no arguments where help is asked for', () => expect(parse('show', '--help').args.flag('help')).toBe(true));
  it.each([
    [['rum', 'all'], 'usage/command', 'did you mean run?'],
    [['run', 'all', '--concurency', '3'], 'usage/option', 'did you mean --concurrency?'],
    [['run', 'all', '-x'], 'usage/option', '-x'],
    [['--jso', 'run', 'all'], 'usage/option', 'did you mean --json?'],
    [['run', 'all', '--data'], 'usage/option', '--data DIR'],
    [['run', 'all', '--include', '--json'], 'usage/option', 'needs a value'],
    [['run', 'all', '--json=yes'], 'usage/option', 'takes no value'],
    [['run'], 'usage/arguments', 'at least one TARGET'],
    [['deployments', 'x'], 'usage/arguments', "not 'x'"],
    [['show', 'a', 'b'], 'usage/arguments', 'one SESSION'],
    [['run', 'all', '--', 'x'], 'usage/arguments', 'nothing after --'],
    [['\u001b[2J'], 'usage/command', '\\x1b[2J'],
    [['--unknown\u202e'], 'usage/option', '\\u202e'],
  ])('%j is %s', (argv, kind, text) => {
    const error = failure(...argv);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(text);
  });
  it('knows no command where none is named', () => expect(parse('--json').command).toBeNull());
});

describe('values', () => {
  it('oneOf names what is allowed', () => {
    expect(oneOf('session', 'onboarding', ['maintenance', 'onboarding'])).toBe('onboarding');
    expect(() => oneOf('session', 'x', ['maintenance', 'onboarding'])).toThrow('allowed: maintenance, onboarding');
  });
  it.each(['0', '-1', '1.5', '1e3', '', ' 5', '10001', '99999999999'])('positiveInteger refuses %j', (value) => {
    expect(() => positiveInteger('concurrency', value, 10_000)).toThrow('from 1 to 10000');
  });
  it('positiveInteger takes what is whole', () => {
    expect(positiveInteger('concurrency', '50', 10_000)).toBe(50);
    expect(positiveInteger('concurrency', undefined, 10_000)).toBeUndefined();
  });
});
