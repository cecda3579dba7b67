/** Set-up files as forms that fit the schema, each with its place; and all that does not fit. */
import path from 'node:path';
import type { z } from 'zod';
import { RoundsError } from '../../shared/errors.ts';
import { setUpFileSchema } from '../../shared/setup-schema.ts';
import type { ComputerForm, CredentialForm, DeploymentForm, GroupForm, LimitsForm, TenantForm } from '../../shared/setup-schema.ts';
import { checkSchema, shownValue, unknownKey } from '../catalogue/schema-problems.ts';
import { readYamlFile, shownPath } from '../catalogue/yaml-file.ts';
import type { InputProblem, YamlFile, YamlPath } from '../catalogue/yaml-file.ts';
import { fileSource } from './sources.ts';

/** The longest set-up file: 16 MiB. */
const MAX_SETUP_BYTES = 16 * 1024 * 1024;

/** One entry of a file, and where it and its parts stand. */
export interface Located<Form> {
  form: Form;
  at: (where: YamlPath, key?: string) => string;
  /** Folder of the file: what relative paths in it start from. */
  folder: string;
  /** The file, as entries name what they belong to. */
  source: string;
}

interface Sections {
  tenants: Located<TenantForm>[];
  credentials: Located<CredentialForm>[];
  computers: Located<ComputerForm>[];
  groups: Located<GroupForm>[];
  items: Located<string>[];
  limits: Located<LimitsForm>[];
  deployments: Located<DeploymentForm>[];
}

/** All files of one `apply`. */
export interface SetUpFiles extends Sections {
  /** The files as entries name them: what they made is told by it from what others made. */
  sources: string[];
  /** The files as they are shown. */
  shown: string[];
  /** What does not fit the schema, of all files. `planApply` refuses them together with what contradicts itself. */
  problems: InputProblem[];
  /** Names of entries that are there but do not fit: a reference to one of them is no further mistake. */
  broken: { kind: string; name: string }[];
}

/**
 * Reads the files. What is wrong in them is returned, not thrown.
 * @throws RoundsError `usage/apply` when no file is named.
 */
export async function readSetUpFiles(files: string[]): Promise<SetUpFiles> {
  const paths = [...new Set(files.map((file) => path.resolve(file)))].sort();
  if (paths.length === 0) throw new RoundsError('usage/apply', 'no file is named; allowed: one or more set-up files');
  const result: SetUpFiles = {
    sources: paths.map(fileSource),
    shown: paths.map(shownPath),
    problems: [],
    broken: [],
    tenants: [],
    credentials: [],
    computers: [],
    groups: [],
    items: [],
    limits: [],
    deployments: [],
  };
  for (const file of paths) {
    const read = await readYamlFile(file, MAX_SETUP_BYTES);
    if ('problems' in read) result.problems.push(...read.problems.map(withAllowed));
    else addFile(read.yaml, result);
  }
  return result;
}

/** What is wrong with a file as a whole is told with what it should be. */
function withAllowed({ place, message }: InputProblem): InputProblem {
  const whole = /^(?:is not there|is empty|is no plain file|may not be read)/.test(message);
  return { place, message: whole ? `${message}; allowed: a set-up file in YAML (docs/set-up.md, rounds schema setup)` : message };
}

function addFile(yaml: YamlFile, result: SetUpFiles): void {
  const { value } = yaml;
  const { shape } = setUpFileSchema;
  const allowed = Object.keys(shape).join(', ');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    result.problems.push({ place: yaml.at([]), message: `this is no set-up file; allowed: the keys ${allowed}, each at the beginning of a line` });
    return;
  }
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape, key)) result.problems.push({ place: yaml.at([], key), message: unknownKey(key, `allowed: ${allowed}`) });
  }
  const folder = path.dirname(yaml.file);
  const take = <Schema extends z.ZodType>(schema: Schema, where: YamlPath, found: unknown, into: Located<z.infer<Schema>>[]): void => {
    const checked = checkSchema(schema, found, yaml, where);
    if ('value' in checked)
      into.push({ form: checked.value, at: (inner, key) => yaml.at([...where, ...inner], key), folder, source: fileSource(yaml.file) });
    else {
      result.problems.push(...checked.problems);
      const name: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, 'name') : undefined;
      if (typeof name === 'string') result.broken.push({ kind: String(where[0]), name: name.normalize('NFC') });
    }
  };
  const takeAll = <Schema extends z.ZodType>(
    key: keyof Sections,
    list: z.ZodOptional<z.ZodArray<Schema>>,
    into: Located<z.infer<Schema>>[],
  ): void => {
    const found: unknown = Reflect.get(value, key);
    if (found === undefined) return;
    if (!Array.isArray(found)) {
      const dash = typeof found === 'object' && found !== null && Object.keys(found).some((name) => /^-\S/.test(name));
      const what = found === null ? 'nothing is given' : `${shownValue(found)} is no list`;
      const allowed = dash ? "a list: a blank is missing after the '-'" : "a list, each entry of which begins with '- '";
      result.problems.push({ place: yaml.at([key]), message: `${what}; allowed: ${allowed}` });
      return;
    }
    for (const [index, entry] of found.entries()) take(list.unwrap().element, [key, index], entry, into);
  };
  takeAll('tenants', shape.tenants, result.tenants);
  takeAll('credentials', shape.credentials, result.credentials);
  takeAll('computers', shape.computers, result.computers);
  takeAll('groups', shape.groups, result.groups);
  takeAll('items', shape.items, result.items);
  takeAll('deployments', shape.deployments, result.deployments);
  if (Object.hasOwn(value, 'limits')) take(shape.limits.unwrap(), ['limits'], Reflect.get(value, 'limits'), result.limits);
}
