/** What `apply` would do: the set-up's entries against those that the files ask for. Changes nothing itself. */
import { RoundsError } from '../../shared/errors.ts';
import type { Item } from '../../shared/model.ts';
import { canonicalJson } from '../catalogue/canonical-json.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { checkDeployment } from '../catalogue/deployment-check.ts';
import type { SyntaxOptions } from '../catalogue/syntax-check.ts';
import type { InputProblem } from '../catalogue/yaml-file.ts';
import type { FactsOf } from '../resolution/index.ts';
import type { SetUpChange, SetUpEntry, SetUpKind } from '../store/store.ts';
import { buildSetUp } from './build-set-up.ts';
import { draftEntries } from './drafts.ts';
import type { Draft, Drafting } from './drafts.ts';
import { entryId, entryText, keyOf } from './entries.ts';
import { planFolders } from './item-folders.ts';
import type { FolderPlan } from './item-folders.ts';
import { brokenConnections, strandedBy } from './plan-checks.ts';
import type { SetUpFiles } from './read-files.ts';
import { setUpWarnings } from './set-up-warnings.ts';
import { goneSources, holders, otherSources, saysOtherwise, staysBecause, wasOurs } from './sources.ts';
import type { Ownership } from './sources.ts';

/** One entry that is added, changed or removed. */
export interface AppliedEntry {
  kind: SetUpKind;
  id: string;
  /** For people: the id; for an item folder the item's id. */
  name: string;
  /** What of it changed; empty for what is added or removed. */
  fields: string[];
}

export interface ApplyPlan {
  /** For `Store.changeSetUp`. Empty when the set-up is already as the files say. */
  change: SetUpChange;
  added: AppliedEntry[];
  changed: AppliedEntry[];
  removed: AppliedEntry[];
  warnings: string[];
}

export interface ApplyOptions extends SyntaxOptions {
  /** Removes all that the files do not name, not only what an earlier apply of the same files made. */
  prune: boolean;
  /** As loaded without the set-up's own folders. */
  catalogue: Catalogue;
  /** What is known of the computers, for warnings about targets. */
  factsOf?: FactsOf;
}

/**
 * Compares. An entry belongs to every file that names it: it is removed by the apply after which no file that is still there
 * names it. Where files say different things of one entry, what was applied last holds, and a warning says so.
 * @throws RoundsError `input/setup` with all mistakes of all files in `details.problems`; then nothing is to be applied.
 */
export async function planApply(current: readonly SetUpEntry[], files: SetUpFiles, options: ApplyOptions): Promise<ApplyPlan> {
  const ownership: Ownership = { applied: new Set(files.sources), prune: options.prune, gone: await goneSources(current) };
  const folders = await planFolders(current, files, { ownership, catalogue: options.catalogue, syntax: options });
  // of those that the files do not name
  const gone = (entry: SetUpEntry): boolean => options.prune || (wasOurs(entry, ownership) && holders(entry, ownership).length === 0);
  const drafting: Drafting = {
    files,
    staying: (kind, named) => current.filter((entry) => entry.kind === kind && !named.has(entryId(entry)) && !gone(entry)),
    problems: [...files.problems, ...folders.problems],
    warnings: [...folders.warnings],
  };
  const drafts = shared(draftEntries(drafting, folders.items, folders.brokenIds), current, ownership);
  const named = new Set(drafts.map(({ entry }) => keyOf(entry)));
  const others = current.filter((entry) => entry.kind !== 'item-folder' && !named.has(keyOf(entry)));
  const removed = others.filter(gone);
  const staying = others.filter((entry) => !gone(entry));
  const problems = drafting.problems;
  problems.push(...strandedBy(removed, staying, filesText(files)), ...strandedItems(folders, staying, files));
  const merged = [...drafts.map(({ entry }) => entry), ...staying];
  const setUp = buildSetUp(merged, { ...options.catalogue, items: [...folders.items.values()] });
  if (problems.length === 0) problems.push(...brokenConnections(drafts, setUp));
  if (problems.length > 0) throw refusal(problems);
  const left = staying.filter((entry) => wasOurs(entry, ownership));
  const compared = compare(current, drafts, removed, folders);
  compared.change.put.push(...left.map((entry) => ({ ...entry, sources: otherSources(entry, ownership) })), ...folders.owners);
  const warnings = [
    ...drafting.warnings,
    ...left.map((entry) => staysBecause(entryText(entry.kind, entryId(entry)), holders(entry, ownership))),
    ...contradictions(compared.changed, current, ownership),
    ...staleDeployments(staying, folders.items),
    ...setUpWarnings(setUp, options.factsOf ?? (() => undefined)),
  ];
  return { ...compared, warnings };
}

/** What the files name belongs to them besides the others that name it. */
function shared(drafts: Draft[], current: readonly SetUpEntry[], ownership: Ownership): Draft[] {
  const there = new Map(current.map((entry) => [keyOf(entry), entry]));
  return drafts.map((draft) => {
    const before = there.get(keyOf(draft.entry));
    const others = before ? otherSources(before, ownership) : [];
    return { ...draft, entry: { ...draft.entry, sources: [...others, ...draft.entry.sources].sort() } };
  });
}

/** Item folders tell theirs themselves. */
function contradictions(changed: AppliedEntry[], current: readonly SetUpEntry[], ownership: Ownership): string[] {
  const there = new Map(current.map((entry) => [keyOf(entry), entry]));
  return changed.flatMap(({ kind, id }) => {
    const before = there.get(`${kind} ${id}`);
    return before && kind !== 'item-folder' ? saysOtherwise(entryText(kind, id), holders(before, ownership)) : [];
  });
}

const MAX_SHOWN = 50;

function refusal(found: InputProblem[]): RoundsError {
  const problems = [...found].sort((a, b) => a.place.localeCompare(b.place, 'en', { numeric: true }));
  const lines = problems.slice(0, MAX_SHOWN).map(({ place, message }) => `${place}: ${message}`);
  if (problems.length > MAX_SHOWN) lines.push(`and ${problems.length - MAX_SHOWN} more`);
  return new RoundsError('input/setup', lines.join('\n'), { problems });
}

function strandedItems(folders: FolderPlan, staying: SetUpEntry[], files: SetUpFiles): InputProblem[] {
  const going = new Set(folders.remove.flatMap(({ item }) => (item && !folders.items.has(item.id) ? item.id : [])));
  return staying.flatMap((entry) =>
    entry.kind === 'deployment' && going.has(entry.value.item)
      ? [{ place: filesText(files), message: `item ${entry.value.item} would be removed, but deployment ${entry.value.name} still names it` }]
      : [],
  );
}

/** The files of an apply, where a mistake is about what they no longer say. */
function filesText(files: SetUpFiles): string {
  return files.shown.join(', ');
}

/** Deployments that these files did not make, but whose item is no longer what they were made for. */
function staleDeployments(staying: SetUpEntry[], items: ReadonlyMap<string, Item>): string[] {
  return staying.flatMap((entry) => {
    if (entry.kind !== 'deployment') return [];
    const item = items.get(entry.value.item);
    if (!item) return [`${entry.value.name}: there is no item '${entry.value.item}'`];
    const given = new Set(Object.keys(entry.value.parameters).length > 0 ? ['parameters'] : []);
    return checkDeployment(item, entry.value, given).map(({ message }) => `${entry.value.name}: ${message}`);
  });
}

function compare(current: readonly SetUpEntry[], drafts: Draft[], removed: SetUpEntry[], folders: FolderPlan): Omit<ApplyPlan, 'warnings'> {
  const there = new Map(current.map((entry) => [keyOf(entry), entry]));
  const plan: Omit<ApplyPlan, 'warnings'> = { change: { put: [], remove: [] }, added: [], changed: [], removed: [] };
  for (const { entry } of drafts) {
    const before = there.get(keyOf(entry));
    const fields = before ? changedFields(before.value, entry.value) : [];
    const sameOwners = before !== undefined && canonicalJson([...before.sources].sort()) === canonicalJson(entry.sources);
    if (fields.length > 0 || !sameOwners) plan.change.put.push(entry);
    if (before && fields.length === 0) continue;
    (before ? plan.changed : plan.added).push({ kind: entry.kind, id: entryId(entry), name: entryId(entry), fields });
  }
  for (const entry of removed) {
    plan.change.remove.push({ kind: entry.kind, id: entryId(entry) });
    plan.removed.push({ kind: entry.kind, id: entryId(entry), name: entryId(entry), fields: [] });
  }
  for (const { entry, item } of folders.put) {
    plan.change.put.push(entry);
    plan.added.push({ kind: 'item-folder', id: entry.value.id, name: item.id, fields: [] });
  }
  for (const { from, to, item, sameContent } of folders.moved) {
    plan.change.put.push(to);
    plan.change.remove.push({ kind: 'item-folder', id: from.value.id });
    plan.changed.push({ kind: 'item-folder', id: to.value.id, name: item.id, fields: sameContent ? ['path'] : ['path', 'content'] });
  }
  for (const { entry, item } of folders.remove) {
    plan.change.remove.push({ kind: 'item-folder', id: entry.value.id });
    plan.removed.push({ kind: 'item-folder', id: entry.value.id, name: item?.id ?? entry.value.id, fields: [] });
  }
  return plan;
}

/** Names of the fields whose content differs. */
function changedFields(before: object, after: object): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => canonicalJson(Reflect.get(before, field)) !== canonicalJson(Reflect.get(after, field)));
}
