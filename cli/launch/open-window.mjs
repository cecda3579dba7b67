import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { findElectron } from './electron.mjs';
import { tryLock } from './install-lock.mjs';
import { buildWindow } from './window.mjs';

/** How often to look whether another start is done, milliseconds. */
const LOOK_MS = 200;

/**
 * Everything that the window needs, and how it is started: the program, its first arguments, what its environment must hold.
 * @param {string} root
 * @param {(text: string) => void} say
 * @returns {Promise<{program: string, args: string[], env: Record<string, string>}>}
 */
export async function prepareWindow(root, say) {
  const folder = path.join(root, '.cache', 'window');
  const unlock = await lock(path.join(root, '.cache', 'preparing-window'), say);
  try {
    const electron = await findElectron(root, say);
    await buildWindow(root, folder);
    return started(electron, folder);
  } finally {
    unlock();
  }
}

/**
 * One start at a time fetches, compiles and builds: what another is about to make is not made twice, nor under its feet.
 * @param {string} place
 * @param {(text: string) => void} say
 */
async function lock(place, say) {
  for (let told = false; ; told = true) {
    const unlock = await tryLock(place);
    if (unlock) return unlock;
    if (!told) say('Another start is preparing the window; waiting for it.');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/**
 * @param {import('./electron.mjs').Runtime} electron
 * @param {string} folder
 */
function started(electron, folder) {
  /** @type {Record<string, string>} */
  const env = electron.sqlite === null ? {} : { ROUNDS_SQLITE: electron.sqlite };
  // Chromium's sandbox refuses to run as root.
  const args = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (!electron.carried) return { program: electron.program, args: [folder, ...args], env };
  // It has no way to be told where the program is, so it lies where it looks.
  const place = path.join(path.dirname(electron.program), 'resources', 'app');
  if (!(existsSync(path.join(place, 'package.json')) && lstatSync(place).isSymbolicLink() && readlinkSync(place) === folder)) {
    rmSync(place, { recursive: true, force: true });
    symlinkSync(folder, place, 'dir');
  }
  return { program: electron.program, args, env };
}

/**
 * Opens the window and waits until it is closed.
 * @param {string} root
 * @param {string[]} more the user's own arguments
 * @param {(text: string) => void} say
 * @returns {Promise<number>} the exit status
 */
export async function openWindow(root, more, say) {
  const { program, args, env } = await prepareWindow(root, say);
  say('Opening the window ...');
  return new Promise((resolve) => {
    const child = spawn(program, [...args, ...more], { stdio: 'inherit', env: { ...process.env, ...env } });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
    child.once('error', (error) => {
      say(`${program} does not start: ${error.message}`);
      resolve(69);
    });
    child.once('exit', (status) => resolve(status ?? 1));
  });
}
