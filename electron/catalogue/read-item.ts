/** One item folder: `item.yaml`, its scripts and its files, checked as far as one item alone can be. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { parseDuration } from '../../shared/duration.ts';
import { itemFileSchema } from '../../shared/item-schema.ts';
import type { ItemForm } from '../../shared/item-schema.ts';
import type { Item, ItemPlace, ScriptName } from '../../shared/model.ts';
import type { Platform } from '../../shared/words.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { filterFromForm } from './deployment-form.ts';
import { hashFile, readScript } from './item-files.ts';
import { checkParameterSchema, parameterVariable } from './parameters.ts';
import { checkSchema } from './schema-problems.ts';
import { readYamlFile, shownPath } from './yaml-file.ts';
import type { InputProblem, YamlFile, YamlPath } from './yaml-file.ts';

const MAX_ITEM_BYTES = 1024 * 1024;

/** An item and where its parts stand; or all that is wrong with it. */
export type ReadItem = { item: Item; yaml: YamlFile } | { problems: InputProblem[]; id?: string };

/** Reads one folder. Never throws for what is on disk. Syntax of scripts is not looked at here. */
export async function readItem(folder: string, source: Item['source']): Promise<ReadItem> {
  const absolute = path.resolve(folder);
  const read = await readYamlFile(path.join(absolute, 'item.yaml'), MAX_ITEM_BYTES);
  if ('problems' in read) return read;
  const { yaml } = read;
  const checked = checkSchema(itemFileSchema, yaml.value, yaml);
  if ('problems' in checked) return { ...checked, ...idOf(yaml.value) };
  const form = checked.value;
  const problems: InputProblem[] = [];
  const add = (where: YamlPath, message: string, key?: string): number => problems.push({ place: yaml.at(where, key), message });
  checkWhole(form, add);
  const real = await realpath(absolute).catch(() => absolute);
  const scripts = await readScripts(form, real, add);
  const files = await readFiles(form, real, add);
  if (problems.length > 0) return { problems, id: form.id };
  const definition = {
    id: form.id,
    name: form.name.normalize('NFC'),
    ...(form.description === undefined ? {} : { description: form.description }),
    kind: form.kind,
    platforms: form.platforms,
    ...(form.when === undefined ? {} : { when: filterFromForm(form.when) }),
    ...(form.timeout === undefined ? {} : { timeout: parseDuration(form.timeout) }),
    parameters: form.parameters ?? {},
    dependsOn: (form.dependsOn ?? []).map((each) => ({ item: each.item, soft: each.soft ?? false })),
    place: placeFromForm(form.place),
    mayRestart: form.mayRestart ?? false,
    files,
    scripts,
    ...(form.kind === 'software' ? { versionScheme: form.versionScheme ?? 'dotted' } : {}),
  };
  return { item: { ...definition, hash: sha256(canonicalJson(definition)), folder: absolute, source }, yaml };
}

/** The id of what does not fit the schema, where it has one. */
function idOf(value: unknown): { id?: string } {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' ? { id } : {};
}

type Add = (where: YamlPath, message: string, key?: string) => number;

function placeFromForm(place: ItemForm['place']): ItemPlace {
  if (place === undefined || typeof place === 'string') return { section: place ?? 'unordered' };
  return 'beginning' in place ? { section: 'beginning', order: place.beginning } : { section: 'end', order: place.end };
}

/** What the schema cannot say about the definition. */
function checkWhole(form: ItemForm, add: Add): void {
  repeated(form.platforms).forEach((index) => add(['platforms', index], `${form.platforms[index]} stands here twice; allowed: each platform once`));
  for (const [index, dependency] of (form.dependsOn ?? []).entries()) {
    if (dependency.item === form.id) add(['dependsOn', index, 'item'], `${form.id} depends on itself; allowed: another item`);
  }
  repeated((form.dependsOn ?? []).map((each) => each.item)).forEach((index) =>
    add(['dependsOn', index, 'item'], `${form.dependsOn?.[index]?.item} stands here twice; allowed: each item once`),
  );
  const variables = new Map<string, string>();
  for (const [name, schema] of Object.entries(form.parameters ?? {})) {
    const variable = parameterVariable(name);
    const other = variables.get(variable);
    if (other !== undefined)
      add(
        ['parameters'],
        `the parameters '${other}' and '${name}' would both be ${variable}; allowed: names that differ in letters and digits`,
        name,
      );
    variables.set(variable, name);
    for (const { field, message } of checkParameterSchema(schema)) add(['parameters', name, field], message);
  }
  for (const platform of form.platforms) checkPlatform(form, platform, add);
  for (const platform of Object.keys(form.scripts)) {
    if (!form.platforms.some((each) => each === platform)) {
      add(['scripts'], `the item is not for ${platform}; allowed: ${form.platforms.join(', ')}`, platform);
    }
  }
}

function checkPlatform(form: ItemForm, platform: Platform, add: Add): void {
  const scripts: Partial<Record<ScriptName, string>> | undefined = form.scripts[platform];
  const where = scripts === undefined ? ['scripts'] : ['scripts', platform];
  if (form.kind === 'task' && scripts?.test === undefined && scripts?.get === undefined) {
    add(where, `${platform} has neither test nor get; allowed: at least one of them for every platform of the item`);
  }
  if (form.kind === 'software' && scripts?.detect === undefined) {
    add(where, `${platform} has no detect; allowed: software with a detect for every platform of the item`);
  }
}

/** Positions of the entries that stood before. */
function repeated(entries: string[]): number[] {
  return entries.flatMap((entry, index) => (entries.indexOf(entry) < index ? [index] : []));
}

async function readScripts(form: ItemForm, folder: string, add: Add): Promise<Item['scripts']> {
  const scripts: Item['scripts'] = {};
  for (const [platform, names] of Object.entries(form.scripts) as [Platform, Partial<Record<ScriptName, string>>][]) {
    const ofPlatform: Item['scripts'][Platform] = {};
    for (const [name, file] of Object.entries(names) as [ScriptName, string][]) {
      const read = await readScript(folder, path.posix.normalize(file));
      if ('script' in read) ofPlatform[name] = read.script;
      else add(['scripts', platform, name], read.line === undefined ? read.message : `${read.message} (line ${read.line})`);
    }
    scripts[platform] = ofPlatform;
  }
  return scripts;
}

async function readFiles(form: ItemForm, folder: string, add: Add): Promise<Item['files']> {
  const paths = (form.files ?? []).map((file) => path.posix.normalize(file));
  repeated(paths).forEach((index) => add(['files', index], `${paths[index]} stands here twice; allowed: each file once`));
  const files: Item['files'] = [];
  for (const [index, file] of paths.entries()) {
    const read = await hashFile(folder, file);
    if ('entry' in read) files.push(read.entry);
    else add(['files', index], read.message);
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Where a script's line stands: `items/motd/test.sh:3`. */
export function scriptPlace(item: Item, file: string, line: number | null): string {
  return `${shownPath(path.join(item.folder, file))}${line === null ? '' : `:${line}`}`;
}
