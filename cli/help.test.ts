import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.ts';
import { commandHelp, overview } from './help.ts';
import { createStyle } from './terminal/style.ts';
import { call } from './test-call.ts';
import { testEngine } from './test-engine.ts';
import { testIo } from './test-io.ts';
import { parseCommandLine } from './arguments.ts';

const style = createStyle({ colour: false, unicode: true });

describe('help', () => {
  it('names every command, and fits 80 columns', () => {
    const lines = overview(COMMANDS, style, 80, 'rounds');
    for (const command of COMMANDS) expect(lines.some((line) => line.startsWith(`  ${command.name} `))).toBe(true);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
  it.each(COMMANDS.map((command) => [command.name, command] as const))('of %s has usage, options and examples', (_name, command) => {
    const text = commandHelp(command, style, 100, 'rounds').join('\n');
    expect(text).toContain(`Usage: rounds ${command.name}`);
    for (const option of command.options) expect(text).toContain(`--${option.name}`);
    expect(command.examples.length).toBeGreaterThan(0);
    expect(command.summary).not.toMatch(/[.!]$/);
  });
  it('says how it is typed where there is no command of that name', async () => {
    const npm = { HOME: '/home/tech', npm_lifecycle_event: 'rounds' };
    for (const argv of [['help'], ['--help'], ['run', '--help'], ['help', 'run']]) {
      expect((await call(argv, testEngine(), testIo(), npm)).io.out()).toContain('Type it here as: npm run --silent rounds -- COMMAND ...\n');
      expect((await call(argv)).io.out()).not.toContain('Type it here');
    }
  });
  it.each(COMMANDS.flatMap((command) => command.examples.map(({ line }) => [line] as const)))('the example %s is taken as it stands', (line) => {
    const words = (line.split(/ [>|] /)[0] ?? '').match(/'[^']*'|\S+/g)?.map((word) => word.replace(/^'(.*)'$/, '$1')) ?? [];
    expect(words[0]).toBe('rounds');
    expect(parseCommandLine(words.slice(1), COMMANDS).command).not.toBeNull();
  });
  it('every command of the table loads', async () => {
    for (const command of COMMANDS) expect((await command.load()).execute).toBeTypeOf('function');
  });
});
