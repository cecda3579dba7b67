import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newest } from './newest.mjs';

/** What runs in the main process, and on threads and in processes of its own; CommonJS, since old Electrons load nothing else. */
const MAIN_ENTRIES = [
  'electron/main.ts',
  'electron/store/worker.ts',
  'electron/store/maintenance-worker.ts',
  'electron/transports/ssh/unlock-worker.ts',
  'electron/lab/server.ts',
];
const SOURCES = ['electron', 'shared', 'renderer', 'cli/launch', 'package-lock.json'];
/** The oldest runtime that it must run on; see docs/design.md, "Two runtimes". */
const NODE = 'node18.15';
const CHROME = 'chrome114';

/**
 * Bundles the window's program, when a source is newer than what is there.
 * @param {string} root
 * @param {string} folder where it goes: laid out like the sources, with `resources` linked
 */
export async function buildWindow(root, folder) {
  const stamp = path.join(folder, 'stamp');
  const wanted = String(Math.max(...SOURCES.map((place) => newest(path.join(root, place)))));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const fresh = `${folder}-${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await bundleWindow(root, fresh);
    symlinkSync(path.join(root, 'resources'), path.join(fresh, 'resources'), 'junction');
    writeFileSync(path.join(fresh, 'stamp'), wanted);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} folder
 */
export async function bundleWindow(root, folder) {
  const { build } = await import('esbuild');
  const common = /** @type {const} */ ({ absWorkingDir: root, bundle: true, logLevel: 'warning', sourcemap: 'linked' });
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version, productName: 'Rounds', main: 'electron/main.cjs', clone: true }));
  await Promise.all([
    build({
      ...common,
      entryPoints: MAIN_ENTRIES,
      outdir: folder,
      outbase: '.',
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      platform: 'node',
      target: NODE,
      external: ['electron', 'better-sqlite3', 'cpu-features', '*.node'],
      banner: { js: PLACE },
      plugins: [{ name: 'places', setup: (setup) => setup.onLoad({ filter: /\.ts$/ }, (found) => placed(root, found.path)) }],
    }),
    build({
      ...common,
      entryPoints: ['electron/preload.ts'],
      outdir: path.join(folder, 'electron'),
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      platform: 'node',
      target: [NODE, CHROME],
      external: ['electron'],
    }),
    build({
      ...common,
      entryPoints: { app: 'renderer/main.tsx' },
      outdir: path.join(folder, 'renderer'),
      format: 'esm',
      splitting: true,
      platform: 'browser',
      target: CHROME,
      jsx: 'automatic',
      minify: true,
      loader: { '.woff2': 'file', '.woff': 'empty', '.svg': 'file' },
      assetNames: 'assets/[name]-[hash]',
      chunkNames: 'chunks/[name]-[hash]',
      define: { 'process.env.NODE_ENV': '"production"' },
    }),
  ]);
  writeFileSync(path.join(folder, 'renderer', 'index.html'), readFileSync(path.join(root, 'renderer', 'index.html')));
}

/** In a bundle a module's place is found from the nearest package.json upwards, so that the whole folder may lie anywhere. */
const PLACE = `const __rounds_place = (() => {
  const path = require('node:path'), fs = require('node:fs'), { pathToFileURL } = require('node:url');
  let root = __dirname;
  while (!fs.existsSync(path.join(root, 'package.json'))) root = path.dirname(root);
  return (file) => pathToFileURL(path.join(root, file)).href;
})();`;

/**
 * @param {string} root
 * @param {string} file
 * @returns {Promise<import('esbuild').OnLoadResult>}
 */
async function placed(root, file) {
  const text = await readFile(file, 'utf8');
  const relative = (/** @type {string} */ one) => path.relative(root, one).split(path.sep).join('/');
  const entries = text.replace(/new URL\('\.\/([\w-]+\.ts)', import\.meta\.url\)/g, (whole, name) => {
    const entry = relative(path.join(path.dirname(file), name));
    return MAIN_ENTRIES.includes(entry) ? `new URL(__rounds_place(${JSON.stringify(entry.replace(/ts$/, 'cjs'))}))` : whole;
  });
  return { loader: 'ts', contents: entries.replaceAll('import.meta.url', `__rounds_place(${JSON.stringify(relative(file))})`) };
}
