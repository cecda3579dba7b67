/** What a command is: its description, from which help and parsing come, and the module that does it. */
import type { Engine, EngineOptions } from '../electron/engine.ts';
import type { SecretSource } from '../electron/transports/transport.ts';
import type { Arguments } from './arguments.ts';
import type { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import type { Prompt } from './prompt.ts';
import type { Screen } from './screen.ts';
import type { Style } from './terminal/style.ts';
import type { CliVault } from './vault.ts';

export interface OptionSpec {
  name: string;
  short?: string;
  /** The value's name in help (`DIR`); an option without one is a switch. */
  value?: string;
  /** May be given more than once, or with commas. */
  many?: boolean;
  summary: string;
}

export interface CommandSpec {
  name: string;
  /** One line for the overview, lower case, no full stop. */
  summary: string;
  /** What follows `rounds NAME`, one way of using it a line. */
  usage: string[];
  /** How many plain arguments there are, and what they are called in errors. */
  takes: { least: number; most: number; what: string };
  /** Plain arguments may follow `--`. */
  afterDashes?: boolean;
  options: OptionSpec[];
  /** More for its help, a paragraph each. */
  details?: string[];
  examples: { line: string; summary: string }[];
  /** Loaded when the command is used: start-up time is felt at every call. */
  load: () => Promise<{ execute: Execute }>;
}

/** Does the command; resolves to the exit status. Throws RoundsError for whatever is wrong. */
export type Execute = (context: Context) => Promise<number>;

/** Everything that a command may use. */
export interface Context {
  readonly args: Arguments;
  readonly env: NodeJS.ProcessEnv;
  readonly io: Io;
  readonly screen: Screen;
  readonly prompt: Prompt;
  /** Of stdout. */
  readonly style: Style;
  readonly json: boolean;
  /** Absolute. */
  readonly dataFolder: string;
  readonly interrupts: Interrupts;
  readonly secrets: SecretSource;
  readonly vault: CliVault;
  /** Who decides about unknown host keys; undefined where nobody can be asked. */
  readonly trust: EngineOptions['trust'];
  /** The engine, opened when first asked for and closed by the program at the end. Over the data folder, where nothing else is said. */
  engine(other?: { dataFolder: string; secrets: SecretSource }): Promise<Engine>;
}
