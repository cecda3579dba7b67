/**
 * What `npm start`, `npm test` and `npm run rounds` run first, on whatever Node there is from 18 on, in a clone that may be
 * fresh: installs what is missing, then goes on under Node 24, which runs the TypeScript as it is.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundledMain } from './launch/bundle.mjs';
import { ensureInstalled } from './launch/install.mjs';
import { displayMissing } from './launch/display.mjs';
import { openWindow } from './launch/open-window.mjs';
import { enableCompileCache, findRuntime, isRightNode, runUnder } from './launch/runtime.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Exit status where the program itself could not be started: EX_UNAVAILABLE of sysexits.h, which no command of Rounds uses. */
const UNAVAILABLE = 69;
const WRONG_USE = 64;
const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);

const COMMAND = 'cli/main.ts';

/**
 * What each npm script runs, as a module and its arguments.
 * @type {Record<string, (args: string[]) => [string, string[]]>}
 */
const SCRIPTS = {
  rounds: (args) => [COMMAND, args],
  start: (args) => [COMMAND, ['lab', ...args]],
  test: (args) => ['.ci/test.mjs', args],
  bench: (args) => ['tests/bench/main.ts', args],
  torture: (args) => ['tests/e2e/torture.ts', args],
  screenshots: (args) => {
    process.env.ROUNDS_PICTURES = '1';
    return ['node_modules/vitest/vitest.mjs', ['run', '--project', 'pictures', ...args]];
  },
  package: (args) => ['cli/launch/package.mjs', args],
};

/** Secrets go to the command alone: npm and the bundler, which may have to run first, never see them. */
const secrets = Object.entries(process.env).filter(([variable]) => /^ROUNDS_(SECRET_|VAULT_PASSPHRASE$)/i.test(variable));
for (const [variable] of secrets) delete process.env[variable];
const giveSecrets = () => void Object.assign(process.env, Object.fromEntries(secrets));

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const script = SCRIPTS[name];
  if (!script) {
    say(`launch: '${name}' is no script; allowed: ${Object.keys(SCRIPTS).join(', ')}`);
    return WRONG_USE;
  }
  await ensureInstalled(root, say);
  if (!isRightNode(process.versions.node)) {
    giveSecrets();
    return runUnder(findRuntime(root), [fileURLToPath(import.meta.url), name, ...args]);
  }
  if (name === 'start') {
    const missing = displayMissing(process.platform, process.env);
    if (missing === null) {
      if (process.env.INIT_CWD && existsSync(process.env.INIT_CWD)) process.chdir(process.env.INIT_CWD);
      giveSecrets();
      return openWindow(root, args, say);
    }
    say(`${missing}: running the lab in this terminal.`);
  }
  const [module, moduleArgs] = script(args);
  // npm runs scripts in the clone; paths mean what they mean where the user stands.
  if (module === COMMAND && process.env.INIT_CWD && existsSync(process.env.INIT_CWD)) process.chdir(process.env.INIT_CWD);
  // What people are told to type is how this was started: without npm (Windows' cmd has no exec, which the scripts need so
  // that a Ctrl-C ends them with their own status) by this file.
  if (module === COMMAND && !process.env.npm_lifecycle_event)
    process.env.ROUNDS_CALLED_AS = `node ${path
      .relative(process.cwd(), fileURLToPath(import.meta.url))
      .split(path.sep)
      .join('/')} rounds`;
  const file = module === COMMAND ? await bundledMain(root) : path.join(root, module);
  enableCompileCache(root);
  process.argv = [process.execPath, file, ...moduleArgs];
  giveSecrets();
  await import(pathToFileURL(file).href);
  return null;
}

try {
  const status = await main();
  if (status !== null) process.exitCode = status;
} catch (error) {
  say(error instanceof Error && error.name === 'LaunchError' ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = UNAVAILABLE;
}
