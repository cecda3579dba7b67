/**
 * `npm test`: types, lint and format beside the unit and integration tests, then the tests of the window, when nothing else wants
 * the processor. Runs all of them whatever fails, and ends with one line that counts truly over all: each check is one, every test
 * is one. With arguments (for vitest) one run of both projects.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareWindow } from '../cli/launch/open-window.mjs';
import { countReport, totalLine } from './test-report.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tool = (/** @type {string[]} */ ...parts) => path.join(root, 'node_modules', ...parts);
const CHECKS = [
  { name: 'Types', script: tool('typescript', 'bin', 'tsc'), args: ['-p', '.'] },
  { name: 'Types of the window', script: tool('typescript', 'bin', 'tsc'), args: ['-p', 'renderer'] },
  { name: 'Lint', script: tool('eslint', 'bin', 'eslint.js'), args: ['.', '--max-warnings=0'] },
  { name: 'Format', script: tool('prettier', 'bin', 'prettier.cjs'), args: ['--check', '--log-level=warn', '.'] },
];
const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

/**
 * @param {string} script
 * @param {string[]} args
 * @param {boolean} live whether its output is shown as it comes
 * @returns {Promise<{ok: boolean, how: string, output: string}>}
 */
function run(script, args, live) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'] });
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.once('error', (error) => resolve({ ok: false, how: error.message, output }));
    child.once('close', (status, signal) => resolve({ ok: status === 0, how: signal === null ? `status ${status}` : `signal ${signal}`, output }));
  });
}

const counts = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const notes = [];

async function runChecks() {
  for (const { name, script, args } of CHECKS) {
    const before = Date.now();
    const { ok, how, output } = await run(script, args, false);
    counts[ok ? 'passed' : 'failed'] += 1;
    say(`${name} ... ${ok ? 'passed' : `failed (${how})`}, ${((Date.now() - before) / 1000).toFixed(1)} s`);
    if (ok) continue;
    say(output.trimEnd());
    notes.push(`Failed: ${name}`);
  }
}

/** @param {string[]} args for vitest */
async function runTests(...args) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-test-'));
  const file = path.join(folder, 'report.json');
  try {
    const { ok, how } = await run(
      tool('vitest', 'vitest.mjs'),
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args],
      true,
    );
    let report = null;
    try {
      report = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      say('The tests left no report.');
    }
    const counted = countReport(report, { ok, how });
    notes.push(...counted.notes);
    for (const kind of /** @type {const} */ (['passed', 'failed', 'skipped'])) counts[kind] += counted[kind];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is missing is a failure of the tests that need it, which name it. */
async function prepare() {
  const before = Date.now();
  const lacking = await prepareWindow(root, say).then(
    () => null,
    (/** @type {Error} */ error) => error.message,
  );
  say(`Electron and the window ... ${lacking === null ? `ready, ${((Date.now() - before) / 1000).toFixed(1)} s` : `not to be had: ${lacking}`}`);
}

say('Types, lint and format, beside them the unit and integration tests, then those of the window (20 to 30 minutes) ...');
await prepare();
const chosen = process.argv.slice(2);
if (chosen.length > 0) await runChecks().then(() => runTests(...chosen));
else {
  await Promise.all([runChecks(), runTests('--project', 'unit')]);
  await runTests('--project', 'window');
}
for (const note of notes) say(note.replaceAll(`${root}${path.sep}`, ''));
say('');
process.exitCode = counts.failed === 0 ? 0 : 1;
say(totalLine(counts));
