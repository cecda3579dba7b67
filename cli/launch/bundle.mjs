import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { newest } from './newest.mjs';

/** What is started by its own path: the command, and what runs on threads and in processes of its own. */
const ENTRIES = [
  'cli/main.ts',
  'electron/store/worker.ts',
  'electron/store/maintenance-worker.ts',
  'electron/transports/ssh/unlock-worker.ts',
  'electron/lab/server.ts',
];
const SOURCES = ['cli', 'electron', 'shared', 'package-lock.json'];

/**
 * The command as few files instead of hundreds, which halves what a start costs. Made anew when a source is newer; where
 * it cannot be made, the sources run as they are.
 * @param {string} root
 * @returns {Promise<string>} the file to run
 */
export async function bundledMain(root) {
  const source = path.join(root, 'cli', 'main.ts');
  const folder = path.join(root, 'node_modules', '.cache', 'rounds-bundle');
  const stamp = path.join(folder, 'stamp');
  const main = path.join(folder, 'cli', 'main.mjs');
  try {
    const wanted = String(Math.max(...SOURCES.map((place) => newest(path.join(root, place)))));
    if (existsSync(main) && readFileSync(stamp, 'utf8') === wanted) return main;
    await build(root, folder);
    writeFileSync(stamp, wanted);
    return main;
  } catch {
    return source;
  }
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function build(root, folder) {
  const { build: bundle } = await import('esbuild');
  // Beside the old one, then swapped: a run that has just started keeps what it opened.
  const fresh = `${folder}-${process.pid}`;
  await bundle({
    entryPoints: ENTRIES.map((entry) => path.join(root, entry)),
    outdir: fresh,
    outbase: root,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: ['better-sqlite3', 'cpu-features', '*.node'],
    logLevel: 'silent',
    banner: { js: "import { createRequire as __rounds_require } from 'node:module';\nconst require = __rounds_require(import.meta.url);" },
    plugins: [
      { name: 'places', setup: (setup) => setup.onLoad({ filter: /\.ts$|[\\/]ssh2[\\/].*\.js$/ }, (found) => placed(root, folder, found.path)) },
    ],
  });
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/**
 * A module's own place stays that of its source, so that what lies beside it is found; what is an entry itself is taken from the bundle.
 * @param {string} root
 * @param {string} folder
 * @param {string} file
 * @returns {Promise<import('esbuild').OnLoadResult>}
 */
async function placed(root, folder, file) {
  const text = await readFile(file, 'utf8');
  if (file.endsWith('.js')) return { loader: 'js', contents: text.replaceAll('__dirname', JSON.stringify(path.dirname(file))) };
  const entries = text.replace(/new URL\('\.\/([\w-]+\.ts)', import\.meta\.url\)/g, (whole, name) => {
    const entry = path.relative(root, path.join(path.dirname(file), name));
    if (!ENTRIES.includes(entry.split(path.sep).join('/'))) return whole;
    return `new URL(${JSON.stringify(pathToFileURL(path.join(folder, entry.replace(/ts$/, 'mjs'))).href)})`;
  });
  return { loader: 'ts', contents: entries.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)) };
}
