/** What the arguments of several commands mean over the set-up: targets, a computer, items, ids. */
import type { Engine } from '../../electron/engine.ts';
import { parseTarget, selectComputers, type Selection } from '../../electron/resolution/index.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { ComputerState, SetUp } from '../../shared/model.ts';
import { ENFORCEMENTS, type Enforcement } from '../../shared/words.ts';
import { oneOf } from '../arguments.ts';
import type { Context } from '../command.ts';
import { harmless } from '../terminal/harmless.ts';
import { nearest } from '../terminal/nearest.ts';
import { createStyle, wantsColour } from '../terminal/style.ts';

/** The set-up with what is known of its computers; its warnings are told on stderr. */
export interface Known {
  setUp: SetUp;
  states: Record<string, ComputerState>;
}

/** Warnings for people on stderr: stdout may be read by a program. */
export function warn(context: Context, warnings: readonly string[]): void {
  const style = createStyle({ colour: wantsColour(context.env, context.io.stderr.isTerminal), unicode: context.style.unicode });
  for (const warning of warnings) context.screen.note(`${style.paint('orange', 'warning:')} ${harmless(warning)}`);
}

export async function readKnown(context: Context, engine: Engine): Promise<Known> {
  const { setUp, warnings } = await engine.setUp();
  warn(context, warnings);
  return { setUp, states: await engine.store.computerStates() };
}

/** @throws RoundsError `usage/target` as soon as one target holds nobody (P4). */
export function select(targets: readonly string[], { setUp, states }: Known): Selection {
  return selectComputers(targets, setUp, (id) => states[id]?.facts);
}

/** The id of the one computer that NAME, TENANT/NAME or computer:NAME stands for. @throws RoundsError `usage/target`. */
export function computerId(text: string, setUp: SetUp): string {
  const target = parseTarget(text.startsWith('computer:') ? text : `computer:${text}`, setUp);
  if (!('computer' in target)) throw new RoundsError('internal/target', 'A computer target names a computer');
  return target.computer;
}

/** `--include`; `onboarding` is no part of it: `--onboarding` says so. */
export function includeOption(context: Context, onboarding: boolean): Enforcement[] {
  const allowed = ENFORCEMENTS.filter((word) => word !== 'onboarding');
  const include = context.args.list('include')?.map((word) => oneOf('include', word, allowed)) ?? ['required' as const];
  return [...new Set<Enforcement>([...(onboarding ? (['onboarding'] as const) : []), ...include])];
}

/** `--item`: each must be an item that is known or deployed. @throws RoundsError `usage/item`. */
export function itemOption(context: Context, setUp: SetUp): string[] | undefined {
  const chosen = context.args.list('item');
  if (!chosen) return undefined;
  const known = new Set([...setUp.items.map((item) => item.id), ...setUp.deployments.map((deployment) => deployment.item)]);
  for (const key of chosen) {
    const [item = ''] = key.split(':');
    if (known.has(item)) continue;
    const near = nearest(item, known);
    throw new RoundsError('usage/item', `--item: there is no item '${harmless(item)}'${near ? `; did you mean ${near}?` : ''}`, {
      value: harmless(item),
      nearest: near,
      advice: 'rounds items lists them.',
    });
  }
  return [...new Set(chosen)];
}

/**
 * The one session or batch that an id, a beginning or end of one, or `last` stands for.
 * @throws RoundsError `usage/id` when there is none, or several.
 */
export async function findOne(engine: Engine, text: string): Promise<{ kind: 'batch' | 'session'; id: string }> {
  const found = await engine.store.findIds(text, 10);
  const exact = found.find(({ id }) => id === text);
  const [first] = found;
  if (exact) return exact;
  if (!first) {
    const message = text === 'last' ? 'Nothing has run yet' : `There is no session or batch '${harmless(text)}'`;
    throw new RoundsError('usage/id', message, { value: harmless(text), advice: 'rounds sessions lists them.' });
  }
  if (found.length > 1) {
    throw new RoundsError('usage/id', `'${harmless(text)}' is not unique: ${found.map(({ id }) => id).join(', ')}`, {
      candidates: found.map(({ id }) => id),
    });
  }
  return first;
}
