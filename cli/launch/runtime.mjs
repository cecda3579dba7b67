import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { LaunchError } from './launch-error.mjs';

/** From here on Node runs TypeScript as it is, and better-sqlite3 has a binary for it. */
const LOWEST_MAJOR = 24;
/** Ends a chain of launches in which each believes that the next one has the right Node. */
const LAUNCHED = 'ROUNDS_LAUNCHED';
const REMEDY = `Rounds needs Node ${LOWEST_MAJOR} or newer. Install it from https://nodejs.org or with the system's package manager, then start again.`;

/** @param {string} version */
export function isRightNode(version) {
  return Number(version.split('.')[0]) >= LOWEST_MAJOR;
}

/**
 * The Node that npm installed for this platform. It comes as a plain package: no script of it had to run.
 * @param {string} root
 * @returns {string} its absolute path
 */
export function findRuntime(root) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = platform === 'win' ? 'node.exe' : 'node';
  const names = [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`];
  const found = names.map((name) => path.join(root, 'node_modules', name, 'bin', file)).find((candidate) => existsSync(candidate));
  if (!found) throw new LaunchError(`npm has no Node ${LOWEST_MAJOR} for ${process.platform} ${process.arch}. ${REMEDY}`);
  return found;
}

/**
 * Runs a Node program in our place: same streams, signals passed on, same exit status or signal. A Ctrl-C may reach it twice,
 * from the terminal and from here; the program takes two within 300 ms for one.
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runUnder(node, args) {
  if (process.env[LAUNCHED]) throw new LaunchError(`${process.execPath} is Node ${process.versions.node}. ${REMEDY}`);
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], { stdio: 'inherit', env: { ...process.env, [LAUNCHED]: '1' } });
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    child.once('error', (error) => reject(new LaunchError(`${node} does not start (${error.message}). ${REMEDY}`)));
    child.once('exit', (status, signal) => {
      for (const name of signals) process.off(name, pass);
      if (signal === null) return resolve(status ?? 1);
      // Ends like the program did, so that a shell sees the signal; the status is for where that does not work.
      process.kill(process.pid, signal);
      setTimeout(() => resolve(128 + (os.constants.signals[signal] ?? 0)), 100);
    });
  });
}

/**
 * Keeps compiled modules between starts: most of a start is compiling. Where that cannot be, a start is slower and nothing else.
 * @param {string} root
 */
export function enableCompileCache(root) {
  delete process.env[LAUNCHED];
  module.enableCompileCache?.(path.join(root, 'node_modules', '.cache', 'rounds-compile'));
}
