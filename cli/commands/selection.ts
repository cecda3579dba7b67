/** What the arguments of several commands mean over the set-up: targets, a computer, items, ids. */
import type { Engine } from '../../electron/engine.ts';
import { parseTarget, selectComputers, type Selection } from '../../electron/resolution/index.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { ComputerId, ComputerState, SetUp } from '../../shared/model.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { ENFORCEMENTS, SESSION_LIVE_STATUSES, type Enforcement } from '../../shared/words.ts';
import { oneOf } from '../arguments.ts';
import type { Context } from '../command.ts';
import { harmless } from '../terminal/harmless.ts';
import { didYouMean, nearest } from '../../shared/nearest.ts';
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
  return explained(setUp, () => selectComputers(targets, setUp, (id) => states[id]?.facts));
}

/** Whoever starts a second session on a computer is told of the first: nothing keeps them apart (docs/design.md). */
export async function warnOfBusy(context: Context, { store }: Engine, computers: readonly ComputerId[]): Promise<void> {
  const chosen = new Set(computers);
  const live = await store.sessions({ status: [...SESSION_LIVE_STATUSES], limit: 1000 });
  const busy = new Map(live.filter(({ computerId: id }) => chosen.has(id)).map((session) => [session.computerId, session]));
  const named = [...busy.values()].slice(0, 5).map(({ id, computer, tenant }) => `${tenant}/${computer} (${id})`);
  const more = busy.size > named.length ? ` and ${busy.size - named.length} more` : '';
  if (busy.size > 0) warn(context, [`Another session runs on ${named.join(', ')}${more}; the two may get in each other's way.`]);
}

/** An error about a target, with the one that was most likely meant; where there is no computer at all, with how there will be. */
function explained<T>(setUp: SetUp, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof RoundsError) || error.kind !== 'usage/target') throw error;
    if (setUp.computers.length === 0) {
      throw new RoundsError(error.kind, 'There are no computers yet', { ...error.details, advice: 'rounds apply FILE brings them in.' }, error);
    }
    const { target } = error.details;
    const near = typeof target === 'string' ? meant(target, setUp) : null;
    if (near === null || near === target) throw error;
    throw new RoundsError(error.kind, `${error.message}${didYouMean(shellWord(near))}`, { ...error.details, nearest: near }, error);
  }
}

/** The target that was most likely meant: the same name in another case or of another kind, else the nearest of its kind. */
function meant(text: string, setUp: SetUp): string | null {
  const [, kind, name = text] = /^(computer|group|tenant|tag):(.*)$/s.exec(text) ?? [];
  const same = namedSo(name, setUp);
  if (same !== null || kind === undefined) return same;
  const { computers, groups, tenants } = setUp;
  const known: Record<string, string[]> = {
    computer: computers.flatMap((computer) => [computer.name, computer.id]),
    group: groups.flatMap((group) => [group.name, group.id]),
    tenant: tenants.map((tenant) => tenant.name),
    tag: computers.flatMap(({ tags }) => tags),
  };
  const near = nearest(name, known[kind] ?? []);
  return near === null ? null : namedSo(near, setUp);
}

/** The target that a name without its kind most likely means; null when nothing is called so. */
function namedSo(name: string, { computers, groups, tenants }: SetUp): string | null {
  const wanted = name.toLowerCase();
  const isIt = (text: string) => text.toLowerCase() === wanted;
  const named = computers.filter((computer) => isIt(computer.id) || isIt(computer.name));
  const [computer] = named;
  if (computer) return `computer:${named.length > 1 ? computer.id : computer.name}`;
  const group = groups.find(({ id, name }) => isIt(id) || isIt(name));
  if (group) return `group:${group.id}`;
  const tenant = tenants.find(({ name }) => isIt(name));
  if (tenant) return `tenant:${tenant.name}`;
  const tag = computers.flatMap(({ tags }) => tags).find(isIt);
  return tag === undefined ? null : `tag:${tag}`;
}

/** The id of the one computer that NAME, TENANT/NAME or computer:NAME stands for. @throws RoundsError `usage/target`. */
export function computerId(text: string, setUp: SetUp): string {
  const target = explained(setUp, () => parseTarget(text.startsWith('computer:') ? text : `computer:${text}`, setUp));
  if (!('computer' in target)) throw new RoundsError('internal/target', 'A computer target names a computer');
  return target.computer;
}

/** `--include`; `onboarding` is no part of it: `--onboarding` says so. */
export function includeOption(context: Context, onboarding: boolean): Enforcement[] {
  const allowed = ENFORCEMENTS.filter((word) => word !== 'onboarding');
  const include = context.args.list('include')?.map((word) => oneOf('include', word, allowed)) ?? ['required' as const];
  return [...new Set<Enforcement>([...(onboarding ? (['onboarding'] as const) : []), ...include])];
}

/** The error about an item that is not there, with the nearest that is. */
export function unknownItem(message: string, item: string, known: Iterable<string>): RoundsError {
  const near = nearest(item, known);
  return new RoundsError('usage/item', `${message}${didYouMean(near)}`, {
    value: harmless(item),
    nearest: near,
    advice: 'rounds items lists them.',
  });
}

/** `--item`: each must be an item that is known or deployed. @throws RoundsError `usage/item`. */
export function itemOption(context: Context, setUp: SetUp): string[] | undefined {
  const chosen = context.args.list('item');
  if (!chosen) return undefined;
  const known = new Set([...setUp.items.map((item) => item.id), ...setUp.deployments.map((deployment) => deployment.item)]);
  for (const key of chosen) {
    const [item = ''] = key.split(':');
    if (known.has(item)) continue;
    throw unknownItem(`--item: there is no item '${harmless(item)}'`, item, known);
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
    const advice = text === 'last' ? 'rounds run TARGET starts a session; rounds lab shows some at work.' : 'rounds sessions lists them.';
    throw new RoundsError('usage/id', message, { value: harmless(text), advice });
  }
  if (found.length > 1) {
    throw new RoundsError('usage/id', `'${harmless(text)}' is not unique: ${found.map(({ id }) => id).join(', ')}`, {
      candidates: found.map(({ id }) => id),
    });
  }
  return first;
}
