/** Help, generated from the table of commands. */
import { GLOBAL_OPTIONS } from './arguments.ts';
import type { CommandSpec, OptionSpec } from './command.ts';
import type { Screen } from './screen.ts';
import { jsonLine } from './terminal/harmless.ts';
import type { Style } from './terminal/style.ts';
import { pad, wrap } from './terminal/width.ts';

const WIDEST = 100;
const TARGETS =
  'TARGET is computer:NAME, computer:TENANT/NAME, group:NAME, tenant:NAME, tag:NAME or all. One that does not exist or holds no computer is an error, and nothing runs.';
const STATUSES =
  'Exit status: 0 all well; 2 an action ended badly; 3 a computer was not reached; 4 cancelled; 64 wrong use; 70 the data folder cannot be used, or a fault of Rounds. Where several hold, 4 before 3 before 2.';

function pairs(rows: readonly (readonly [string, string])[], style: Style, width: number): string[] {
  const left = Math.max(...rows.map(([key]) => key.length));
  return rows.flatMap(([key, text]) =>
    wrap(text, Math.max(24, width - left - 4)).map((line, index) => `  ${index === 0 ? style.bold(pad(key, left)) : ' '.repeat(left)}  ${line}`),
  );
}

function optionRow(option: OptionSpec): readonly [string, string] {
  return [`${option.short ? `-${option.short}, ` : ''}--${option.name}${option.value ? ` ${option.value}` : ''}`, `${option.summary}.`];
}

/** Help says `rounds`; where that is no command, how it is typed here. */
const typedAs = (command: string): string[] => (command === 'rounds' ? [] : [`Type it here as: ${command} COMMAND ...`]);

/** `rounds help`. `command`: how this program is called here. */
export function overview(commands: readonly CommandSpec[], style: Style, columns: number, command: string): string[] {
  const width = Math.min(WIDEST, columns);
  return [
    `${style.bold('rounds')} brings computers to what they should be, and keeps the record.`,
    '',
    'Usage: rounds COMMAND [ARGUMENTS] [OPTIONS]',
    ...typedAs(command),
    '',
    style.bold('Commands'),
    ...pairs(
      commands.map((command) => [command.name, command.summary] as const),
      style,
      width,
    ),
    '',
    style.bold('Options of every command'),
    ...pairs(GLOBAL_OPTIONS.map(optionRow), style, width),
    '',
    ...wrap(TARGETS, width),
    '',
    ...wrap(
      'Secrets come from ROUNDS_SECRET_NAME in the environment (upper case, every other character an underscore), from stdin with --secrets-stdin, from the vault (rounds vault), or from a question on the terminal. They are kept nowhere but in the vault.',
      width,
    ),
    '',
    ...wrap(STATUSES, width),
    '',
    ...wrap('rounds COMMAND --help tells more. To see it work without touching any computer: rounds lab', width),
  ];
}

/** `rounds COMMAND --help`. */
export function commandHelp(command: CommandSpec, style: Style, columns: number, called: string): string[] {
  const width = Math.min(WIDEST, columns);
  const options = [...command.options, ...GLOBAL_OPTIONS.filter((option) => option.name !== 'version')];
  return [
    `${style.bold(`rounds ${command.name}`)}: ${command.summary}`,
    '',
    ...command.usage.map((usage, index) => `${index === 0 ? 'Usage:' : '   or:'} rounds ${command.name} ${usage}`.trimEnd()),
    ...typedAs(called),
    ...(command.details ?? []).flatMap((paragraph) => ['', ...wrap(paragraph, width)]),
    ...(command.usage.some((usage) => usage.includes('TARGET')) ? ['', ...wrap(TARGETS, width)] : []),
    '',
    style.bold('Options'),
    ...pairs(options.map(optionRow), style, width),
    '',
    style.bold('Examples'),
    ...pairs(
      command.examples.map(({ line, summary }) => [line, summary] as const),
      style,
      width,
    ),
  ];
}

/** Shows help; under `--json` as one object, so that stdout stays JSON. */
export function showHelp(lines: readonly string[], screen: Screen, json: boolean): void {
  if (json) screen.line(jsonLine({ type: 'help', text: lines.join('\n') }));
  else for (const line of lines) screen.line(line);
}
