/** `npm run package`: the program as it is given to others, in dist/. Arguments: targets of this platform (`dir`, `tar.gz`); default `dir`. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { findElectron } from './electron.mjs';
import { bundleWindow } from './window.mjs';

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const SQLITE = 'better-sqlite3';

/**
 * Puts together what goes into the package: the bundles, the resources, the one library that is no JavaScript.
 * @param {string} root
 * @param {string} folder
 * @param {string | null} sqlite the library, where the prebuilt one does not load in this Electron
 */
async function fillFolder(root, folder, sqlite) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bundleWindow(root, folder);
  const { name, version, description } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const source = path.join(root, 'node_modules', SQLITE);
  const library = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  // Not `clone`: from here on the program refuses every argument that is not its own.
  const own = { name, version, description, productName: 'Rounds', author: 'Rounds contributors', main: 'electron/main.cjs' };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...own, dependencies: { [SQLITE]: library.version } }));
  cpSync(path.join(root, 'resources'), path.join(folder, 'resources'), { recursive: true });
  const place = path.join(folder, 'node_modules', SQLITE);
  for (const part of ['lib', 'LICENSE']) cpSync(path.join(source, part), path.join(place, part), { recursive: true });
  writeFileSync(
    path.join(place, 'package.json'),
    JSON.stringify({ name: SQLITE, version: library.version, main: library.main, license: library.license }),
  );
  if (sqlite) cpSync(sqlite, path.join(place, 'build', 'Release', 'better_sqlite3.node'));
  else {
    const prebuilt = path.join('prebuilds', `${process.platform}-${process.arch}.node`);
    cpSync(path.join(source, prebuilt), path.join(place, prebuilt));
  }
}

/**
 * The carried runtime as electron-builder wants one: its executable named as everywhere.
 * @param {string} root
 * @param {string} program
 */
function plainRuntime(root, program) {
  const folder = path.join(root, '.cache', 'electron-dist');
  if (existsSync(path.join(folder, 'electron'))) return folder;
  const fresh = `${folder}-${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  cpSync(path.dirname(program), fresh, { recursive: true, filter: (file) => path.basename(file) !== 'app' });
  renameSync(path.join(fresh, path.basename(program)), path.join(fresh, 'electron'));
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return folder;
}

/**
 * @param {string[]} targets
 * @param {{root?: string, output?: string, say?: (text: string) => void}} [options]
 * @returns {Promise<string>} the folder of the unpacked program
 */
export async function packageWindow(targets, { root = ROOT, output = path.join(root, 'dist'), say = console.error } = {}) {
  const electron = await findElectron(root, say);
  const app = path.join(root, '.cache', 'app');
  await fillFolder(root, app, electron.sqlite);
  const { build, Platform } = await import('electron-builder');
  const config = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'));
  Object.assign(config.directories, { app, output });
  if (electron.carried) {
    Object.assign(config, { electronDist: plainRuntime(root, electron.program), electronVersion: electron.version });
    // It is older than this fuse (Electron 29).
    delete config.electronFuses.grantFileProtocolExtraPrivileges;
  }
  // By file, since electron-builder would take away nothing that stands in its own.
  const file = path.join(root, '.cache', 'electron-builder.json');
  writeFileSync(file, JSON.stringify(config));
  const platform = Platform.current();
  await build({ projectDir: root, targets: platform.createTarget(targets.length > 0 ? targets : ['dir']), config: file, publish: 'never' });
  return path.join(output, process.platform === 'linux' ? 'linux-unpacked' : process.platform === 'win32' ? 'win-unpacked' : 'mac');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await packageWindow(process.argv.slice(2)));
