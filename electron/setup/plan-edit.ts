/** What an edit by hand would do to the set-up: checked like a set-up file, one change, and the change that takes it back. */
import type { EditAnswer, SetUpEdit } from '../../shared/api/edit.ts';
import type { Item, SetUp } from '../../shared/model.ts';
import { canonicalJson, sha256 } from '../catalogue/canonical-json.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { InputProblem } from '../catalogue/yaml-file.ts';
import type { FactsOf } from '../resolution/index.ts';
import type { SetUpChange, SetUpEntry } from '../store/store.ts';
import { buildSetUp } from './build-set-up.ts';
import { draftEntries, type Draft, type Drafting } from './drafts.ts';
import { entryId, entryText, keyOf } from './entries.ts';
import { filesOfForms, problemAt } from './forms.ts';
import { brokenConnections, strandedBy } from './plan-checks.ts';
import { setUpWarnings } from './set-up-warnings.ts';
import { ADOPTED, filesNaming, WINDOW } from './sources.ts';

export interface EditPlan {
  answer: EditAnswer;
  /** For `Store.changeSetUp`; not to be made while something is wrong. */
  change: SetUpChange;
  /** What takes it back, with the owners that the entries had. */
  undo: SetUpChange;
  before: SetUp;
  /** The set-up as it would be. As far as it could be read while something is wrong. */
  after: SetUp;
}

/** An entry's content in short, for `seen`. */
export const entryHash = (entry: SetUpEntry): string => sha256(canonicalJson(entry.value));

/** Whether an edit may be made. */
export const isRefused = ({ answer }: EditPlan): boolean => answer.problems.length + answer.refusals.length > 0;

/** Compares, and changes nothing. An entry that is put with the content that it has already is left alone. */
export function planEdit(current: readonly SetUpEntry[], edit: SetUpEdit, catalogue: Catalogue, factsOf: FactsOf = () => undefined): EditPlan {
  const items: ReadonlyMap<string, Item> = new Map(catalogue.items.map((item) => [item.id, item]));
  const files = filesOfForms(edit.put);
  const removing = new Set(edit.remove.map(({ kind, id }) => `${kind} ${id}`));
  // an empty form of limits: none is set any more
  if (edit.put.limits && files.limits.every(({ form }) => Object.keys(form).length === 0) && files.problems.length === 0)
    removing.add('limits limits');
  const stays = (entry: SetUpEntry): boolean => !removing.has(keyOf(entry));
  const drafting: Drafting = {
    files,
    staying: (kind, named) => current.filter((entry) => entry.kind === kind && !named.has(entryId(entry)) && stays(entry)),
    problems: [...files.problems],
    warnings: [],
  };
  const drafts = draftEntries(drafting, items, new Set());
  drafting.problems.push(...taken(current, edit, catalogue, drafts));
  const there = new Map(current.map((entry) => [keyOf(entry), entry]));
  const named = new Set(drafts.map(({ entry }) => keyOf(entry)));
  const removed = current.filter((entry) => !stays(entry) && !named.has(keyOf(entry)));
  const others = current.filter((entry) => stays(entry) && !named.has(keyOf(entry)));
  const refusals = [...changedMeanwhile(there, edit), ...strandedBy(removed, others, '').map(({ message }) => message)];
  const after = buildSetUp([...drafts.map(({ entry }) => entry), ...others], catalogue);
  if (drafting.problems.length === 0) drafting.problems.push(...brokenConnections(drafts, after));

  const recommended = new Set(catalogue.recommended.map(({ name }) => name));
  const put = drafts.flatMap(({ entry }): SetUpEntry[] => {
    const before = there.get(keyOf(entry));
    if (before && canonicalJson(before.value) === canonicalJson(entry.value)) return [];
    const owner = entry.kind === 'deployment' && recommended.has(entryId(entry)) ? ADOPTED : WINDOW;
    return [{ ...entry, sources: [...new Set([...(before?.sources ?? []), owner])].sort() }];
  });
  const replaced = put.flatMap((entry) => there.get(keyOf(entry)) ?? []);
  return {
    answer: {
      problems: drafting.problems.map(({ place, message }) => problemAt(place, message)),
      refusals,
      warnings: [...new Set([...drafting.warnings, ...setUpWarnings(after, factsOf, onlyDeployments(drafts, removed))])],
      files: [...new Set([...replaced, ...removed].flatMap(filesNaming))].sort(),
      added: put.length - replaced.length,
      changed: replaced.length,
      removed: removed.length,
    },
    change: { put, remove: removed.map(reference) },
    undo: { put: [...replaced, ...removed], remove: put.filter((entry) => !there.has(keyOf(entry))).map(reference) },
    before: buildSetUp(current, catalogue),
    after,
  };
}

const reference = (entry: SetUpEntry): SetUpChange['remove'][number] => ({ kind: entry.kind, id: entryId(entry) });

/** The names of what is edited where that is deployments alone. */
function onlyDeployments(drafts: readonly Draft[], removed: readonly SetUpEntry[]): Set<string> | undefined {
  const entries = [...drafts.map(({ entry }) => entry), ...removed];
  return entries.every(({ kind }) => kind === 'deployment') ? new Set(entries.map(entryId)) : undefined;
}

/** What was to be new and is not. A recommended deployment is there too, though it waits. */
function taken(current: readonly SetUpEntry[], { fresh }: SetUpEdit, { recommended }: Catalogue, drafts: readonly Draft[]): InputProblem[] {
  const wanted = new Set(fresh.map(({ kind, id }) => `${kind} ${id}`));
  const known = new Set([...current.map(keyOf), ...recommended.map(({ name }) => `deployment ${name}`)]);
  return drafts.flatMap(({ entry, at }) =>
    wanted.has(keyOf(entry)) && known.has(keyOf(entry))
      ? [{ place: at(['name']), message: `there is a ${entryText(entry.kind, entryId(entry))} already; allowed: another name` }]
      : [],
  );
}

/** What is no longer as the one who edits it saw it. */
function changedMeanwhile(there: ReadonlyMap<string, SetUpEntry>, { seen }: SetUpEdit): string[] {
  return seen.flatMap(({ kind, id, hash }) => {
    const entry = there.get(`${kind} ${id}`);
    if (!entry) return [`${entryText(kind, id)} was removed meanwhile`];
    return entryHash(entry) === hash ? [] : [`${entryText(kind, id)} was changed meanwhile; open it again to see how it is now`];
  });
}
