import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { keepKey, writeWhole } from './keys.ts';
import { LAB_RESOURCES, labPaths, POWER_OFF_FILE, type LabPaths } from './layout.ts';
import { extraComputers, readTemplate, type SetUpTemplate } from './set-up-file.ts';
import { readState, writeState, type LabState } from './state.ts';

export interface LabOptions {
  /** Plain computers beyond the lab's own six, in a tenant `Load`, for load tests. */
  extra?: number;
  /** Where items, set-up and contents of the computers come from; those of the program where it is not given. */
  resources?: string;
}

/** A lab that lies ready to be started. */
export interface LabFiles {
  paths: LabPaths;
  state: LabState;
  template: SetUpTemplate;
  extra: string[];
  /** Line for an authorized_keys file. */
  publicKey: string;
  /** `TENANT/NAME` to the public host key. */
  hostKeys: Record<string, string>;
  /** By name, as the set-up calls them. */
  secrets: Record<string, string>;
}

/** File name for a computer: a tenant's name may hold what a file name must not. */
const fileNameOf = (id: string) => encodeURIComponent(id);
export const homeOf = (paths: LabPaths, id: string) => path.join(paths.computers, ...id.split('/').map(encodeURIComponent));
export const hostKeyFileOf = (paths: LabPaths, id: string) => path.join(paths.hostKeys, fileNameOf(id));

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

/**
 * Makes a folder a lab, or finds that it is one.
 * @throws RoundsError `usage/lab-folder` when it holds something else.
 */
export async function claimFolder(paths: LabPaths): Promise<LabState> {
  const state = await readState(paths.state);
  if (state !== null) return state;
  const entries = (await readdir(paths.folder).catch(() => [])).filter(
    (name) => name !== path.basename(paths.dataFolder) && !name.startsWith('state.json.'),
  );
  if (entries.length > 0) {
    throw new RoundsError('usage/lab-folder', `${paths.folder} is neither empty nor a lab`, {
      place: { file: paths.folder },
      advice: 'Name a folder that is empty or not there yet.',
    });
  }
  try {
    makeFolder(paths.folder);
  } catch (error) {
    throw new RoundsError('usage/lab-folder', `${paths.folder} cannot be made: ${messageOf(error)}`, { place: { file: paths.folder } }, error);
  }
  const fresh: LabState = { runs: 'fresh', ports: {} };
  await writeState(paths.state, fresh);
  return fresh;
}

async function keepSecrets(file: string): Promise<Record<string, string>> {
  const schema = z.record(z.string(), z.string());
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    const secrets = { 'lab-token': `lab-${randomBytes(18).toString('base64url')}` };
    await writeWhole(file, `${JSON.stringify(secrets)}\n`, 0o600);
    return secrets;
  }
}

/** A computer's folder is made once, whole or not at all; then it is the computer's own. */
async function keepHome(home: string, contents: string): Promise<void> {
  if (!(await exists(home))) {
    const beside = `${home}.new`;
    await rm(beside, { recursive: true, force: true });
    await mkdir(beside, { recursive: true });
    if (await exists(contents)) await cp(contents, beside, { recursive: true });
    await rename(beside, home);
  }
  await mkdir(path.join(home, 'tmp'), { recursive: true });
  await rm(path.join(home, POWER_OFF_FILE), { force: true });
}

async function renewItems(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
}

/**
 * Makes a lab folder or brings one up to this program's lab: keys, secrets, items and the computers' folders.
 * What the computers hold, their host keys and the login key stay as they are. Touches nothing outside the folder.
 * @throws RoundsError `usage/lab-folder` when the folder holds something else.
 */
export async function prepareLab(folder: string, options: LabOptions = {}): Promise<LabFiles> {
  const resources = options.resources ?? LAB_RESOURCES;
  const paths = labPaths(folder);
  const state = await claimFolder(paths);
  const template = await readTemplate(resources);
  const extra = extraComputers(options.extra ?? 0);
  const hostKeys: Record<string, string> = {};
  for (const id of [...template.computers, ...extra]) {
    hostKeys[id] = await keepKey(hostKeyFileOf(paths, id));
    await keepHome(homeOf(paths, id), path.join(resources, 'computers', ...id.split('/')));
  }
  await renewItems(path.join(resources, 'items'), paths.items);
  return { paths, state, template, extra, hostKeys, publicKey: await keepKey(paths.keyFile), secrets: await keepSecrets(paths.secrets) };
}
