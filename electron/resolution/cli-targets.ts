/** The targets that a command names (`computer:web-1`, `group:Web servers`, `all`). One that holds nobody is an error: nothing runs (P4). */
import { RoundsError } from '../../shared/errors.ts';
import type { ComputerId, SetUp, Target } from '../../shared/model.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { compareNames } from './names.ts';
import { indexOf, type SetUpIndex } from './set-up-index.ts';
import { describeTarget, targetComputers, type FactsOf } from './targets.ts';

/** What a command's targets come to. */
export interface Selection {
  /** Each once, in the order of their ids. */
  computers: ComputerId[];
  /** Sentences: computers that a group may hold, but whose facts are not known yet. */
  warnings: string[];
}

const ALLOWED = 'computer:NAME, computer:TENANT/NAME, group:NAME, tenant:NAME, tag:NAME, all';
const SHOWN = 8;

function listed(names: Iterable<string>, shown = (name: string) => name): string {
  const sorted = [...new Set(names)].sort(compareNames).map(shown);
  const more = sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} more` : '';
  return sorted.length === 0 ? 'none' : `${sorted.slice(0, SHOWN).join(', ')}${more}`;
}

/** Targets as they can be pasted: names hold blanks. */
const targets = (kind: string, names: Iterable<string>): string => listed(names, (name) => shellWord(`${kind}:${name}`));

function refuse(text: string, problem: string, allowed: string): RoundsError {
  return new RoundsError('usage/target', `Target '${text}': ${problem}; ${allowed}`, { target: text });
}

/** The one id that a name stands for. A full id comes first: a group that belongs to no tenant has no other name. */
function pick(text: string, kind: 'computer' | 'group', name: string, all: Iterable<{ id: string; name: string }>): string {
  const ids: string[] = [];
  const known: string[] = [];
  for (const thing of all) {
    if (thing.id === name) return name;
    if (thing.name === name) ids.push(thing.id);
    known.push(thing.id);
  }
  const [first] = ids;
  if (first === undefined) throw refuse(text, `there is no ${kind} '${name}'`, `known: ${targets(kind, known)}`);
  if (ids.length > 1) throw refuse(text, `several are called '${name}'`, `allowed: ${targets(kind, ids)}`);
  return first;
}

/**
 * Reads a command's target as one of the set-up.
 * @throws RoundsError `usage/target` when it is none, when what it names does not exist, or when the name is ambiguous.
 */
export function parseTarget(text: string, setUp: SetUp): Target {
  const index: SetUpIndex = indexOf(setUp);
  if (text === 'all') return { all: true };
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  if (colon < 0 || name === '') throw refuse(text, 'not a target', `allowed: ${ALLOWED}`);
  switch (text.slice(0, colon)) {
    case 'computer':
      return { computer: pick(text, 'computer', name, index.computers.values()) };
    case 'group':
      return {
        group: pick(
          text,
          'group',
          name,
          [...index.groups.values()].map(({ group }) => group),
        ),
      };
    case 'tenant':
      if (!index.tenants.has(name)) throw refuse(text, `there is no tenant '${name}'`, `known: ${targets('tenant', index.tenants)}`);
      return { tenant: name };
    case 'tag':
      if (!index.computersByTag.has(name))
        throw refuse(text, `no computer has the tag '${name}'`, `known: ${targets('tag', index.computersByTag.keys())}`);
      return { tag: name };
    default:
      throw refuse(text, 'not a target', `allowed: ${ALLOWED}`);
  }
}

/**
 * All computers that a command's targets hold together.
 * @throws RoundsError `usage/target` when there is no target, or when one does not exist, is ambiguous or holds nobody.
 */
export function selectComputers(targets: readonly string[], setUp: SetUp, factsOf: FactsOf): Selection {
  if (targets.length === 0) throw new RoundsError('usage/target', `No target; allowed: ${ALLOWED}`);
  const computers = new Set<ComputerId>();
  const warnings: string[] = [];
  for (const text of targets) {
    const target = parseTarget(text, setUp);
    const held = targetComputers(target, setUp, factsOf);
    const waiting = held.notKnown.length > 0 ? `not yet known for ${listed(held.notKnown)}` : '';
    if (held.computers.length === 0) {
      const why = held.problem ?? (waiting || 'nobody is in it');
      throw refuse(text, `it holds no computer (${why})`, 'nothing runs');
    }
    if (waiting !== '') warnings.push(`Whether ${describeTarget(target)} holds more is ${waiting}.`);
    for (const id of held.computers) computers.add(id);
  }
  return { computers: [...computers].sort(compareNames), warnings };
}
