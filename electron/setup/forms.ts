/** Forms that come from the window instead of a file, read by the same schemas; places are paths inside a form. */
import { homedir } from 'node:os';
import type { z } from 'zod';
import type { FormProblem, FormSection, SetUpEdit } from '../../shared/api/edit.ts';
import { setUpFileSchema } from '../../shared/setup-schema.ts';
import { checkSchema } from '../catalogue/schema-problems.ts';
import type { YamlFile, YamlPath } from '../catalogue/yaml-file.ts';
import type { Located, SetUpFiles } from './read-files.ts';
import { WINDOW } from './sources.ts';

const placeOf = (section: FormSection, index: number, where: YamlPath, key?: string): string =>
  JSON.stringify([section, index, ...where, ...(key === undefined ? [] : [key])]);

/** The place that a form's `at` made, read back. */
export function problemAt(place: string, message: string): FormProblem {
  const [section, index, ...where] = JSON.parse(place) as [FormSection, number, ...(string | number)[]];
  return { section, index, where: where.map(String), message };
}

/** Forms as if they stood in a file, so that what reads files reads them. Relative paths start at the user's home. */
export function filesOfForms(forms: SetUpEdit['put']): SetUpFiles {
  const { shape } = setUpFileSchema;
  const files: SetUpFiles = {
    sources: [WINDOW],
    shown: ['this change'],
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
  const take = <Schema extends z.ZodType>(section: FormSection, schema: Schema, into: Located<z.infer<Schema>>[]): void => {
    for (const [index, value] of (forms[section] ?? []).entries()) {
      const at = (where: YamlPath, key?: string): string => placeOf(section, index, where, key);
      const form: YamlFile = { shown: '', file: '', value, at, source: () => undefined };
      const checked = checkSchema(schema, value, form);
      if ('value' in checked) into.push({ form: checked.value, at, folder: homedir(), source: WINDOW });
      else files.problems.push(...checked.problems);
    }
  };
  take('tenants', shape.tenants.unwrap().element, files.tenants);
  take('credentials', shape.credentials.unwrap().element, files.credentials);
  take('computers', shape.computers.unwrap().element, files.computers);
  take('groups', shape.groups.unwrap().element, files.groups);
  take('deployments', shape.deployments.unwrap().element, files.deployments);
  take('limits', shape.limits.unwrap(), files.limits);
  return files;
}
