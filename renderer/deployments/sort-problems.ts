/** What is wrong with a form: what is not there yet, what is wrong beside a field, and what belongs to no field. */
import type { FormProblem } from '../../shared/api/edit.ts';
import type { DraftForm } from './drafts.ts';

/** The fields of the editor, as their places begin. */
const FIELDS: readonly (keyof DraftForm)[] = ['item', 'name', 'state', 'mode', 'target', 'enforcement', 'parameters', 'instance', 'limits', 'origin'];

export interface SortedProblems {
  /** Places of what is not filled in yet. */
  missing: string[][];
  /** The messages beside a place; what is missing is none. */
  of: (...where: string[]) => string[];
  /** Those at exactly this place. */
  at: (...where: string[]) => string[];
  isMissing: (...where: string[]) => boolean;
  rest: string[];
}

export function sortProblems(form: DraftForm, problems: readonly FormProblem[]): SortedProblems {
  const missing = problems.filter(({ where }) => isEmpty(valueAt(form, where)));
  const wrong = problems.filter((problem) => !missing.includes(problem));
  const within = (place: readonly string[], where: readonly string[]): boolean => where.every((part, at) => place[at] === part);
  const textsOf = (some: readonly FormProblem[]): string[] => [...new Set(some.map(({ message }) => message))];
  return {
    missing: missing.map(({ where }) => where).sort((a, b) => placeOf(a) - placeOf(b)),
    of: (...where) => textsOf(wrong.filter((problem) => within(problem.where, where))),
    at: (...where) => textsOf(wrong.filter((problem) => problem.where.length === where.length && within(problem.where, where))),
    isMissing: (...where) => missing.some((problem) => within(problem.where, where)),
    rest: textsOf(wrong.filter(({ where: [first] }) => !FIELDS.some((field) => field === first))),
  };
}

/** In the order of the form. */
const placeOf = ([first]: readonly string[]): number => FIELDS.findIndex((field) => field === first);

function valueAt(form: DraftForm, where: readonly string[]): unknown {
  // The whole form is there, whatever is wrong with it.
  return where.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined), form);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0);
