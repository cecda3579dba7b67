/** The catalogue: the items that came with the program, those of the set-up's folders, and the recommended deployments. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Deployment, Item } from '../../shared/model.ts';
import { strict } from '../../shared/schema-parts.ts';
import { deploymentSchema } from '../../shared/setup-schema.ts';
import type { DeploymentForm } from '../../shared/setup-schema.ts';
import type { Catalogue, CatalogueProblem } from './catalogue.ts';
import { checkDeployment } from './deployment-check.ts';
import { deploymentFromForm, filterFromForm } from './deployment-form.ts';
import { loadItems, type LoadOptions } from './load-items.ts';
import { checkSchema } from './schema-problems.ts';
import { fileTrouble, readYamlFile, shownPath } from './yaml-file.ts';
import type { YamlFile } from './yaml-file.ts';

export interface CatalogueOptions extends LoadOptions {
  /** Item folders of the set-up, absolute. They are loaded together with the catalogue: ids and cycles are of all. */
  folders?: string[];
}

/** Loads all items there are. What cannot be used is a problem and is left out. Never throws for what is on disk. */
export async function loadCatalogue(root: string, options: CatalogueOptions = {}): Promise<Catalogue> {
  const found = await itemFolders(root);
  const folders = [
    ...found.folders.map((folder) => ({ path: folder, source: 'catalogue' as const })),
    ...(options.folders ?? []).map((folder) => ({ path: folder, source: 'local' as const })),
  ];
  const { items, problems } = await loadItems(folders, options);
  const recommended = await readRecommended(path.join(root, 'recommended.yaml'), items);
  return { items, problems: [...found.problems, ...problems, ...recommended.problems], recommended: recommended.deployments };
}

/** The folders of a catalogue that hold an `item.yaml`. */
async function itemFolders(root: string): Promise<{ folders: string[]; problems: CatalogueProblem[] }> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => path.join(root, entry.name));
    const holds = await Promise.all(folders.map((folder) => exists(path.join(folder, 'item.yaml'))));
    return { folders: folders.filter((_folder, index) => holds[index]).sort(), problems: [] };
  } catch (error) {
    return { folders: [], problems: [{ place: shownPath(root), message: `the catalogue ${fileTrouble(error)}`, level: 'error' }] };
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

const MAX_RECOMMENDED_BYTES = 1024 * 1024;
const recommendedSchema = strict({ deployments: z.array(deploymentSchema) });

/** Recommended deployments name no tenant, group or computer: what came with the program knows none. Disabled until adopted. */
async function readRecommended(file: string, items: Item[]): Promise<{ deployments: Deployment[]; problems: CatalogueProblem[] }> {
  if (!(await exists(file))) return { deployments: [], problems: [] };
  const failed = (problems: { place: string; message: string }[]): { deployments: Deployment[]; problems: CatalogueProblem[] } => ({
    deployments: [],
    problems: problems.map((problem) => ({ ...problem, level: 'error' })),
  });
  const read = await readYamlFile(file, MAX_RECOMMENDED_BYTES);
  if ('problems' in read) return failed(read.problems);
  const checked = checkSchema(recommendedSchema, read.yaml.value, read.yaml);
  if ('problems' in checked) return failed(checked.problems);
  const deployments: Deployment[] = [];
  const problems: CatalogueProblem[] = [];
  for (const [index, form] of checked.value.deployments.entries()) {
    const one = recommendedDeployment(form, index, items, read.yaml);
    problems.push(...one.problems);
    const twice = deployments.some((each) => each.name === one.deployment?.name);
    if (twice)
      problems.push({
        place: read.yaml.at(['deployments', index, 'name']),
        message: `'${form.name}' stands here twice; allowed: each name once`,
        level: 'error',
      });
    else if (one.deployment) deployments.push(one.deployment);
  }
  return { deployments, problems };
}

function recommendedDeployment(
  form: DeploymentForm,
  index: number,
  items: Item[],
  yaml: YamlFile,
): { deployment: Deployment | null; problems: CatalogueProblem[] } {
  const at = (where: string[]): string => yaml.at(['deployments', index, ...where]);
  const refuse = (where: string, message: string): { deployment: null; problems: CatalogueProblem[] } => ({
    deployment: null,
    problems: [{ place: at([where]), message, level: 'error' }],
  });
  const { target } = form;
  if ('computer' in target || 'group' in target || ('tenant' in target && target.tenant !== undefined)) {
    return refuse('target', 'a recommended deployment names no tenant, group or computer; allowed: {tag: TAG}, {filter: {...}} or {all: true}');
  }
  const item = items.find((each) => each.id === form.item);
  if (!item) return refuse('item', `there is no item '${form.item}'`);
  const resolved = 'filter' in target ? { filter: filterFromForm(target.filter) } : target;
  const deployment: Deployment = { ...deploymentFromForm(form, resolved, item), origin: 'recommended', enabled: false };
  const problems = checkDeployment(item, deployment, new Set(Object.keys(form)));
  const broken = problems.some((problem) => problem.level === 'error');
  return { deployment: broken ? null : deployment, problems: problems.map(({ where, message, level }) => ({ place: at(where), message, level })) };
}
