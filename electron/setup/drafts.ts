/**
 * Forms of files become entries of the set-up: names complete, paths absolute, durations in milliseconds. References are
 * looked up among what the files and the rest of the set-up hold together.
 */
import type { Computer, Credential, Deployment, Group, Item, Tenant } from '../../shared/model.ts';
import { checkDeployment } from '../catalogue/deployment-check.ts';
import { compact, deploymentFromForm, filterFromForm, limitsFromForm, sameSpelling } from '../catalogue/deployment-form.ts';
import type { InputProblem } from '../catalogue/yaml-file.ts';
import type { SetUpEntry, SetUpKind } from '../store/store.ts';
import { computerId, entryId } from './entries.ts';
import { nameIndex, namesText, noItemText } from './names.ts';
import type { Located, SetUpFiles } from './read-files.ts';
import { absolutePath, lookUp } from './references.ts';
import type { Known } from './references.ts';

/** An entry that a file asks for. */
export interface Draft {
  entry: SetUpEntry;
  at: Located<unknown>['at'];
}

/** What converts forms needs to know and where it tells what is wrong. */
export interface Drafting {
  files: SetUpFiles;
  /** Entries that are in the set-up already and that this apply may at most change, not remove. */
  staying: (kind: SetUpKind, named: ReadonlySet<string>) => SetUpEntry[];
  problems: InputProblem[];
  warnings: string[];
}

/** Everything but item folders. `items` are those that deployments may name. */
export function draftEntries(drafting: Drafting, items: ReadonlyMap<string, Item>, brokenItems: ReadonlySet<string>): Draft[] {
  const { files } = drafting;
  const tenantNames = namesWith(
    drafting,
    'tenant',
    'tenants',
    files.tenants.map(({ form }) => sameSpelling(form.name)),
  );
  const homes = computerHomes(drafting, tenantNames);
  const groupIds = files.groups.map(({ form }) => groupId(form.tenant, form.name));
  const known: Known = {
    tenants: nameIndex(tenantNames),
    credentials: nameIndex(
      namesWith(
        drafting,
        'credential',
        'credentials',
        files.credentials.map(({ form }) => sameSpelling(form.name)),
      ),
    ),
    computers: nameIndex(
      namesWith(
        drafting,
        'computer',
        'computers',
        homes.flatMap(({ id }) => id ?? []),
      ),
    ),
    groups: nameIndex(namesWith(drafting, 'group', 'groups', groupIds)),
  };
  const look = lookUp(files, known, drafting.problems);
  const drafts: Draft[] = [];
  for (const { form, at, folder, source } of files.tenants) {
    const name = sameSpelling(form.name);
    const value: Tenant = compact({
      name,
      connection: form.connection && look.connection(form.connection, at, folder, name),
      limits: form.limits && limitsFromForm(form.limits),
    });
    drafts.push({ entry: { sources: [source], kind: 'tenant', value }, at });
  }
  for (const { form, at, folder, source } of files.credentials) {
    const keyFile = form.keyFile === undefined ? undefined : absolutePath(form.keyFile, folder);
    if (form.kind === 'ssh-key' && keyFile === undefined) look.refuse(at([]), 'keyFile is missing; allowed: the path of a private key');
    if (form.kind !== 'ssh-key' && keyFile !== undefined) look.refuse(at(['keyFile']), `a ${form.kind} has no keyFile; allowed: kind ssh-key`);
    const value: Credential = compact({ name: sameSpelling(form.name), kind: form.kind, keyFile });
    drafts.push({ entry: { sources: [source], kind: 'credential', value }, at });
  }
  for (const { located, id, tenant } of homes) {
    if (id === null) continue;
    const { form, at, folder, source } = located;
    const value: Computer = compact({
      id,
      name: sameSpelling(form.name),
      tenant,
      tags: [...new Set((form.tags ?? []).map(sameSpelling))],
      connection: form.connection && look.connection(form.connection, at, folder, tenant),
      limits: form.limits && limitsFromForm(form.limits),
    });
    drafts.push({ entry: { sources: [source], kind: 'computer', value }, at });
  }
  for (const [index, { form, at, folder, source }] of files.groups.entries()) {
    const tenant = form.tenant === undefined ? undefined : look.tenant(form.tenant, at(['tenant']));
    if (form.members && form.filter) look.refuse(at([]), 'members and filter are both given; allowed: one of them');
    const members = form.members?.flatMap((member, at_) => look.member(member, at(['members', at_]), form.tenant) ?? []);
    const value: Group = compact({
      id: groupIds[index] ?? '',
      name: sameSpelling(form.name),
      tenant: tenant ?? undefined,
      members: members && [...new Set(members)],
      filter: form.filter && filterFromForm(form.filter),
      connection: form.connection && look.connection(form.connection, at, folder, tenant ?? undefined),
    });
    drafts.push({ entry: { sources: [source], kind: 'group', value }, at });
  }
  for (const located of files.deployments) {
    const target = look.target(located.form.target, located.at);
    const item = items.get(located.form.item);
    if (!item && !brokenItems.has(located.form.item)) {
      look.refuse(located.at(['item']), noItemText(located.form.item, [...items.keys()]));
    }
    if (target === null || !item) continue;
    const value: Deployment = deploymentFromForm(located.form, target, item);
    for (const { where, message, level } of checkDeployment(item, value, new Set(Object.keys(located.form)))) {
      if (level === 'error') look.refuse(located.at(where), message);
      else drafting.warnings.push(`${value.name}: ${message}`);
    }
    drafts.push({ entry: { sources: [located.source], kind: 'deployment', value }, at: located.at });
  }
  drafts.push(...draftLimits(drafting));
  refuseRepeated(drafting, drafts);
  return drafts;
}

const groupId = (tenant: string | undefined, name: string): string =>
  tenant === undefined ? sameSpelling(name) : `${sameSpelling(tenant)}/${sameSpelling(name)}`;

/** The files' names of a kind, those of entries that do not fit the schema, and those that stay in the set-up. */
function namesWith(drafting: Drafting, kind: SetUpKind, section: string, named: string[]): Set<string> {
  const all = new Set(named);
  for (const entry of drafting.staying(kind, all)) all.add(entryId(entry));
  for (const each of drafting.files.broken) if (each.kind === section) all.add(each.name);
  return all;
}

/** Each computer of the files with its tenant, which may be left out where there is only one. */
function computerHomes(
  drafting: Drafting,
  tenants: ReadonlySet<string>,
): { located: SetUpFiles['computers'][number]; id: string | null; tenant: string }[] {
  const [only, ...others] = [...tenants].sort();
  return drafting.files.computers.map((located) => {
    const named = located.form.tenant === undefined ? undefined : sameSpelling(located.form.tenant);
    const refused = (place: string, message: string): { located: typeof located; id: null; tenant: string } => {
      drafting.problems.push({ place, message });
      return { located, id: null, tenant: '' };
    };
    if (named !== undefined && !tenants.has(named)) {
      return refused(located.at(['tenant']), `there is no tenant '${named}'; allowed: ${namesText([...tenants].sort())}`);
    }
    const tenant = named ?? (others.length === 0 ? only : undefined);
    if (tenant !== undefined) return { located, id: computerId(tenant, sameSpelling(located.form.name)), tenant };
    const why = only === undefined ? 'there is no tenant yet' : `there are several tenants (${namesText([...tenants].sort())})`;
    return refused(located.at([]), `tenant is missing, and ${why}; allowed: left out only where there is exactly one tenant`);
  });
}

/** One entry for the limits of all files; the same limit in two of them is a contradiction even where both say the same. */
function draftLimits(drafting: Drafting): Draft[] {
  const [first] = drafting.files.limits;
  if (!first) return [];
  const places = new Map<string, string>();
  for (const { form, at } of drafting.files.limits) {
    for (const key of Object.keys(form)) {
      const other = places.get(key);
      if (other !== undefined)
        drafting.problems.push({ place: at([], key), message: `${key} stands here and at ${other}; allowed: each limit once` });
      places.set(key, at([], key));
    }
  }
  const limits = Object.assign({}, ...drafting.files.limits.map(({ form }) => limitsFromForm(form))) as ReturnType<typeof limitsFromForm>;
  if (Object.keys(limits).length === 0) return [];
  const sources = [...new Set(drafting.files.limits.map(({ source }) => source))];
  return [{ entry: { sources, kind: 'limits', value: { id: 'limits', limits } }, at: first.at }];
}

/** Names that are the same, or differ in case only: those could not be told apart on a command line. */
function refuseRepeated(drafting: Drafting, drafts: Draft[]): void {
  const kinds = ['tenant', 'credential', 'computer', 'group', 'deployment'] as const;
  for (const kind of kinds) {
    const ofKind = drafts.filter(({ entry }) => entry.kind === kind);
    const named = new Set(ofKind.map(({ entry }) => entryId(entry)));
    const seen = new Map<string, { id: string; where: string }>();
    for (const entry of drafting.staying(kind, named)) seen.set(entryId(entry).toLowerCase(), { id: entryId(entry), where: 'the set-up' });
    for (const { entry, at } of ofKind) {
      const id = entryId(entry);
      const other = seen.get(id.toLowerCase());
      const what = other?.id === id ? 'each name once' : 'names that differ in more than upper and lower case';
      if (other)
        drafting.problems.push({ place: at(['name']), message: `${kind} '${id}' is '${other.id}' of ${other.where} again; allowed: ${what}` });
      else seen.set(id.toLowerCase(), { id, where: at(['name']) });
    }
  }
}
