/** Reads a command line against the table of commands; whatever is wrong is a RoundsError `usage/*` that names the nearest known word. */
import { parseArgs } from 'node:util';
import { RoundsError } from '../shared/errors.ts';
import type { CommandSpec, OptionSpec } from './command.ts';
import { harmless } from './terminal/harmless.ts';
import { didYouMean, nearest } from '../shared/nearest.ts';

/** Understood before and after every command. */
export const GLOBAL_OPTIONS: OptionSpec[] = [
  { name: 'data', value: 'DIR', summary: "Folder of the store and all else that is kept (default: ROUNDS_DATA, else the user's data folder)" },
  { name: 'json', summary: 'Write JSON only to stdout, one object a line' },
  { name: 'secrets-stdin', summary: 'Read secrets from stdin, NAME=value a line' },
  { name: 'help', short: 'h', summary: 'Show help' },
  { name: 'version', summary: 'Show the version' },
];

/** The options and arguments of one call. */
export interface Arguments {
  readonly positionals: string[];
  /** What stood after `--`; null when it was not there. */
  readonly afterDashes: string[] | null;
  text(option: string): string | undefined;
  flag(option: string): boolean;
  /** Of an option that may be given more than once or with commas; undefined when it was not given. */
  list(option: string): string[] | undefined;
}

export interface CommandLine {
  /** Null when none was named. */
  command: CommandSpec | null;
  args: Arguments;
}

/** The first word that is neither an option nor the value of one. */
function commandIndex(argv: readonly string[]): number {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return index;
    if (GLOBAL_OPTIONS.some((option) => option.value && word === `--${option.name}`)) index++;
  }
  return -1;
}

function findCommand(name: string, commands: readonly CommandSpec[]): CommandSpec {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const near = nearest(
    name,
    commands.map((command) => command.name),
  );
  const shown = harmless(name);
  throw new RoundsError('usage/command', `'${shown}' is no command${didYouMean(near)}`, {
    value: shown,
    nearest: near,
    advice: 'rounds help lists them.',
  });
}

function parse(argv: string[], options: readonly OptionSpec[]) {
  return parseArgs({
    args: argv,
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      options.map((option) => [
        option.name,
        { type: option.value ? ('string' as const) : ('boolean' as const), ...(option.short ? { short: option.short } : {}) },
      ]),
    ),
  });
}

/** @throws RoundsError `usage/command`, `usage/option` or `usage/arguments`. */
export function parseCommandLine(argv: readonly string[], commands: readonly CommandSpec[]): CommandLine {
  const at = commandIndex(argv);
  const command = at < 0 ? null : findCommand(argv[at] ?? '', commands);
  const options = [...GLOBAL_OPTIONS, ...(command?.options ?? [])];
  const { tokens } = parse(at < 0 ? [...argv] : [...argv.slice(0, at), ...argv.slice(at + 1)], options);
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  let afterDashes: string[] | null = null;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') afterDashes = [];
    else if (token.kind === 'positional') (afterDashes ?? positionals).push(token.value);
    else {
      const spec = options.find((option) => option.name === token.name);
      if (!spec) throw unknownOption(token.rawName, options, command);
      values.set(spec.name, [...(values.get(spec.name) ?? []), checkedValue(spec, token.value, token.inlineValue)]);
    }
  }
  const args: Arguments = {
    positionals,
    afterDashes,
    text: (option) => values.get(option)?.at(-1),
    flag: (option) => values.has(option),
    list: (option) =>
      values.get(option)?.flatMap((value) =>
        value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      ),
  };
  if (command && !args.flag('help')) checkArguments(command, args);
  return { command, args };
}

function unknownOption(rawName: string, options: readonly OptionSpec[], command: CommandSpec | null): RoundsError {
  const shown = harmless(rawName);
  const near = nearest(
    rawName,
    options.map((option) => `--${option.name}`),
  );
  const advice = command ? `rounds ${command.name} --help lists its options.` : 'rounds help lists commands and options.';
  const of = command ? `rounds ${command.name} has no option` : 'There is no option';
  return new RoundsError('usage/option', `${of} ${shown}${didYouMean(near)}`, { value: shown, nearest: near, advice });
}

function checkedValue(spec: OptionSpec, value: string | undefined, inline: boolean | undefined): string {
  if (!spec.value) {
    if (inline) throw new RoundsError('usage/option', `--${spec.name} takes no value`, { option: spec.name });
    return '';
  }
  if (value === undefined || value === '' || (!inline && value.startsWith('-') && value !== '-')) {
    throw new RoundsError('usage/option', `--${spec.name} needs a value: --${spec.name} ${spec.value}`, { option: spec.name });
  }
  return value;
}

function checkArguments(command: CommandSpec, args: Arguments): void {
  const { least, most, what } = command.takes;
  const count = args.positionals.length;
  const advice = `Usage: ${command.usage.map((usage) => `rounds ${command.name} ${usage}`.trimEnd()).join(' or ')}`;
  if (count < least) throw new RoundsError('usage/arguments', `rounds ${command.name} needs ${what}`, { advice });
  if (count > most) {
    const extra = harmless(args.positionals[most] ?? '');
    throw new RoundsError(
      'usage/arguments',
      most === 0 ? `rounds ${command.name} takes no argument, not '${extra}'` : `'${extra}' is too much: rounds ${command.name} takes ${what}`,
      { advice },
    );
  }
  if (args.afterDashes && !command.afterDashes) throw new RoundsError('usage/arguments', `rounds ${command.name} takes nothing after --`, { advice });
}

/** One of a list of words. @throws RoundsError `usage/option`. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  const shown = harmless(value);
  throw new RoundsError('usage/option', `--${option}: '${shown}' is not known; allowed: ${allowed.join(', ')}`, {
    option,
    value: shown,
    allowed: [...allowed],
  });
}

/** A whole number of at least 1. @throws RoundsError `usage/option`. */
export function positiveInteger(option: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= 1 && number <= most)) {
    throw new RoundsError('usage/option', `--${option}: '${harmless(value)}' is not allowed; allowed: a whole number from 1 to ${most}`, { option });
  }
  return number;
}
