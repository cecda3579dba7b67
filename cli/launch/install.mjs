import { spawn } from 'node:child_process';
import path from 'node:path';
import { isInstalled, markInstalled } from './installed.mjs';
import { tryLock } from './install-lock.mjs';
import { LaunchError } from './launch-error.mjs';

/** How long to wait for another start that is installing, and how often to look, milliseconds. */
const WAIT_MS = 600_000;
const LOOK_MS = 200;
/** What npm says is kept for the case that it fails; its end says why. */
const KEPT_CHARACTERS = 6000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** npm, run by the Node that runs it now where it is known: ours may lie in the folder that is made anew. */
function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script && /npm-cli\.c?js$/.test(script)) return { command: node ?? process.execPath, args: [script], shell: false };
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/**
 * Installs exactly what the lock file names. No script of any package runs: none needs one, and so no compiler is needed.
 * @param {string} root
 */
function npmInstall(root) {
  const { command, args, shell } = npmCommand();
  const options = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ];
  return new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
    let said = '';
    const child = spawn(command, [...args, ...options], { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (/** @type {Buffer} */ data) => (said = (said + data.toString()).slice(-KEPT_CHARACTERS));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // Ours to end: an npm that went on alone would be in the way of the next start.
    const end = () => child.kill();
    for (const signal of SIGNALS) process.on(signal, end);
    child.once('error', (error) => reject(new LaunchError(`npm cannot be run (${error.message}). Install Node with npm, then start again.`)));
    child.once('close', (status, signal) => {
      for (const name of SIGNALS) process.off(name, end);
      if (status === 0) return resolve();
      const how = signal === null ? `status ${status}` : `signal ${signal}`;
      reject(
        new LaunchError(
          `${said.trimEnd()}\n\nnpm could not install the dependencies (${how}); what it said is above. Check the network, then start again.`,
        ),
      );
    });
  });
}

/**
 * Makes node_modules what the lock file asks for. Of several starts at once one installs and the others wait for it.
 * @param {string} root
 * @param {(text: string) => void} say
 */
export async function ensureInstalled(root, say) {
  if (isInstalled(root)) return;
  const lock = path.join(root, '.cache', 'installing');
  const deadline = Date.now() + WAIT_MS;
  let told = false;
  for (;;) {
    const unlock = await tryLock(lock);
    if (unlock) {
      try {
        if (isInstalled(root)) return;
        say('Installing what is missing (about 30 s) ...');
        const before = Date.now();
        await npmInstall(root);
        markInstalled(root);
        say(`Installed in ${Math.round((Date.now() - before) / 1000)} s.`);
        return;
      } finally {
        unlock();
      }
    }
    if (Date.now() > deadline) throw new LaunchError(`Another start has been installing for ten minutes. If there is none, remove ${lock}.`);
    if (!told) say('Another start is installing what is missing; waiting for it.');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
